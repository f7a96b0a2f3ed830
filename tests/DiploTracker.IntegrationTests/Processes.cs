using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests;

/// <summary>The processes of this machine, without the programs <c>ps</c> and <c>kill</c>, which a small system lacks.</summary>
internal static class Processes
{
    public static async Task<IReadOnlyList<(int Id, int Parent, string Command)>> AllAsync()
    {
        if (OperatingSystem.IsLinux())
            return [.. Directory.EnumerateDirectories("/proc").Select(OfProc).OfType<(int, int, string)>()];
        var list = await RunAsync("ps", "-A", "-ww", "-o", "pid=,ppid=,args=");
        return [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(columns => columns.Length == 3).Select(columns => (Number(columns[0]), Number(columns[1]), columns[2]))];
    }

    /// <summary>Sends a signal, such as KILL; to a group of processes by its negative id. One that has ended is no
    /// failure.</summary>
    public static Task SignalAsync(string signal, params IEnumerable<int> ids) =>
        RunAsync("/bin/sh", ["-c", "kill -s \"$@\"", "sh", signal, "--", .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))]);

    private static (int, int, string)? OfProc(string folder)
    {
        try
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id))
                return null;
            // The name in brackets may hold anything; the state and the parent follow the last bracket.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var parent = Number(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
            return (id, parent, File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null; // It ended meanwhile.
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }).ShouldNotBeNull();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
