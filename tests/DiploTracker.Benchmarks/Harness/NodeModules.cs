using System.ComponentModel;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>Packages of Node in a folder of their own, which is removed afterwards.</summary>
internal sealed class NodeModules : IDisposable
{
    private NodeModules(string root) => Root = root;

    public string Root { get; }

    public string Folder => Path.Combine(Root, "node_modules");

    /// <summary>Installs packages; null, and a note that says so, where there is no Node or they cannot be had.</summary>
    public static async Task<NodeModules?> Install(Bench bench, List<string> notes, params string[] packages)
    {
        if (bench.Settings.Short)
            return null;
        var modules = new NodeModules(Directory.CreateTempSubdirectory("diplo-node-").FullName);
        try
        {
            await Programs.Run("npm", ["install", "--no-fund", "--no-audit", "--prefix", modules.Root, .. packages], modules.Root);
            await File.WriteAllTextAsync(Path.Combine(modules.Root, "emmett.mjs"), Resource.Text("emmett.mjs"));
            return modules;
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException)
        {
            notes.Add($"Not compared, as npm could not install them: {string.Join(", ", packages)}.");
            modules.Dispose();
            return null;
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
