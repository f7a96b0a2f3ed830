using System.Diagnostics;
using DiploTracker.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace DiploTracker.Testing;

/// <summary>
/// The programs that tests need beside the SDK: the machine's, else, on Debian and Ubuntu, the distribution's packages,
/// fetched once into the data folder of the tracker, as it fetches its own PostgreSQL. Where they cannot be had, a test
/// is skipped with a sentence that says how to have them.
/// </summary>
internal static class TestTools
{
    private static readonly ILogger Log = LoggerFactory.Create(log => log.AddSimpleConsole(line => line.SingleLine = true))
        .CreateLogger("DiploTracker.Tests");

    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly Lazy<IReadOnlyList<PostgresPrograms>> Programs = new(
        () => FindPostgresAsync().GetAwaiter().GetResult());

    private static readonly Lazy<Task<Tool>> Browser = new(FindBrowserAsync);
    private static readonly Lazy<Task<Tool>> Python = new(() => FindPythonAsync([], "python3"));
    private static readonly Lazy<Task<Tool>> Parsers = new(
        () => FindPythonAsync(["icalendar", "vobject"], "python3-icalendar", "python3-vobject"));

    /// <summary>Where fetched programs stay between runs.</summary>
    private static string Kept => PostgresDownload.FolderIn(OwnData.Lasting);

    /// <summary>The server programs, best first; fetched where the machine has none.</summary>
    public static IReadOnlyList<PostgresPrograms> Postgres => Programs.Value;

    /// <summary>A browser without a window.</summary>
    public static async Task<ProcessStartInfo> BrowserAsync(params IEnumerable<string> arguments) =>
        (await Browser.Value).Start(arguments);

    public static async Task<ProcessStartInfo> PythonAsync(params IEnumerable<string> arguments) =>
        (await Python.Value).Start(arguments);

    /// <summary>Python with the parsers icalendar and vobject.</summary>
    public static async Task<ProcessStartInfo> PythonWithParsersAsync(params IEnumerable<string> arguments) =>
        (await Parsers.Value).Start(arguments);

    private static async Task<IReadOnlyList<PostgresPrograms>> FindPostgresAsync()
    {
        PostgresPrograms[] found = [.. PostgresPrograms.Find(Environment.GetEnvironmentVariable("PG_BIN")),
            .. PostgresDownload.In(OwnData.Lasting)];
        foreach (var programs in found)
            if (await programs.AreUsableAsync())
                return [programs];
        return [await PostgresDownload.FetchAsync(OwnData.Lasting, Log, CancellationToken.None)];
    }

    private static async Task<Tool> FindBrowserAsync()
    {
        if (OnPath(Browsers) is { } installed)
            return new Tool(installed);
        var folder = await FetchAsync("chromium", "Chromium", "chromium");
        var program = Path.Combine(folder, "usr/lib/chromium/chromium");
        if (!File.Exists(program))
            throw Missing("a browser", "chromium; on Ubuntu, whose package is a snap, put google-chrome into the PATH");
        // The fonts that came along.
        var fonts = Path.Combine(Directory.CreateTempSubdirectory("diplo-fonts-").FullName, "fonts.conf");
        await File.WriteAllTextAsync(fonts,
            $"<fontconfig><dir>{folder}/usr/share/fonts</dir><cachedir>{Path.GetDirectoryName(fonts)}</cachedir></fontconfig>");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(fonts)!, recursive: true);
        return new Tool(program, ("LD_LIBRARY_PATH", DebianPackages.LibrariesOf(folder)!), ("FONTCONFIG_FILE", fonts));
    }

    /// <param name="modules">What it must be able to import.</param>
    /// <param name="packages">Those that bring it.</param>
    private static async Task<Tool> FindPythonAsync(string[] modules, params string[] packages)
    {
        // The one that the distribution's packages are for; there may be others before it in the path.
        string[] installed = [.. new[] { "/usr/bin/python3", OnPath(["python3"]) }.OfType<string>().Where(File.Exists)];
        foreach (var python in installed)
            if (await RunsAsync(new Tool(python), modules))
                return new Tool(python);
        var folder = await FetchAsync(modules.Length > 0 ? "calendar-parsers" : "python", "Python", packages);
        List<(string, string)> environment = [("LD_LIBRARY_PATH", DebianPackages.LibrariesOf(folder)!)];
        var fetched = Path.Combine(folder, "usr/bin/python3");
        // Only the modules come along where the machine has a Python of the distribution.
        if (!File.Exists(fetched))
            environment.Add(("PYTHONPATH", Path.Combine(folder, "usr/lib/python3/dist-packages")));
        var tool = new Tool(File.Exists(fetched) ? fetched : installed.FirstOrDefault() ?? fetched, [.. environment]);
        return await RunsAsync(tool, modules) ? tool : throw Missing("Python", string.Join(' ', packages));
    }

    private static async Task<string> FetchAsync(string name, string what, params string[] packages)
    {
        if (!DebianPackages.AreHere || Environment.GetEnvironmentVariable("DIPLO_NO_DOWNLOAD") is { Length: > 0 })
            throw Missing(what, string.Join(' ', packages));
        var folder = Path.Combine(Kept, name);
        try
        {
            await new DebianPackages(Log).FetchAsync(folder, what, _ => Task.FromResult(packages), CancellationToken.None);
            return folder;
        }
        catch (DatabaseUnavailableException failed)
        {
            throw Xunit.Sdk.SkipException.ForSkip($"{failed.Message} (apt install {string.Join(' ', packages)})");
        }
    }

    private static async Task<bool> RunsAsync(Tool python, string[] modules)
    {
        var start = python.Start(["-c", $"import sys{string.Concat(modules.Select(module => ", " + module))}"]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static string? OnPath(string[] names) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    // A test that throws this is skipped, with the reason in the report; the gate counts a skip as a failure.
    private static Exception Missing(string what, string packages) => Xunit.Sdk.SkipException.ForSkip(
        $"Needs {what}, which is neither installed nor to be fetched here: install {packages}.");

    private sealed record Tool(string Program, params (string Name, string Value)[] Environment)
    {
        public ProcessStartInfo Start(IEnumerable<string> arguments)
        {
            var start = new ProcessStartInfo(Program, arguments);
            foreach (var (name, value) in Environment)
                start.Environment[name] = value;
            return start;
        }
    }
}
