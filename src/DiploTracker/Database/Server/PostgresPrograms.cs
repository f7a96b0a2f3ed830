using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DiploTracker.Database;

/// <summary>A folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
/// <param name="Libraries">
/// The value of LD_LIBRARY_PATH with which they run; null if they find their libraries on their own.
/// </param>
public sealed partial record PostgresPrograms(string Folder, string? Libraries = null)
{
    /// <summary>The oldest major version that the tracker works with.</summary>
    public const int Oldest = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string this[string program] => Path.Combine(Folder, program + Suffix);

    /// <summary>
    /// All programs on this machine, best first: only <c>PG_BIN</c> if given; otherwise PATH, then the usual folders of
    /// Debian or Windows, newest version first. Broken links, files that cannot be run and folders that lack one of the
    /// programs are skipped.
    /// </summary>
    public static IReadOnlyList<PostgresPrograms> Find(string? chosen)
    {
        if (chosen is { Length: > 0 })
            return FolderOf(chosen) is { } folder
                ? [new(folder)]
                : throw new DatabaseUnavailableException(
                    $"PG_BIN is {chosen}, which does not hold {string.Join(", ", Needed)}: set it to the folder of "
                    + "PostgreSQL's server programs, such as /usr/lib/postgresql/17/bin, or leave it out.");
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var folders = path.Concat(OfVersions(OfSystem)).Select(FolderOf).OfType<string>().Distinct();
        return [.. folders.Select(folder => new PostgresPrograms(folder))];
    }

    /// <summary>Those in a folder with one subfolder per version, newest first.</summary>
    internal static IEnumerable<PostgresPrograms> In(string versions, string? libraries) =>
        OfVersions(versions).Select(FolderOf).OfType<string>().Select(folder => new PostgresPrograms(folder, libraries));

    /// <summary>Those in one folder; null if any is missing.</summary>
    internal static PostgresPrograms? At(string folder) =>
        FolderOf(folder) is { } real ? new PostgresPrograms(real) : null;

    /// <summary>The major version, such as 17.</summary>
    public async Task<int> VersionAsync()
    {
        var (version, output) = await TryVersionAsync();
        return version ?? throw new DatabaseUnavailableException(
            $"{this["postgres"]} does not tell its version ({output}): set PG_BIN to the folder of another PostgreSQL.");
    }

    /// <summary>Do the programs run here, in a version that the tracker works with?</summary>
    internal async Task<bool> AreUsableAsync() => (await TryVersionAsync()).Version >= Oldest;

    /// <summary>How to start one of PostgreSQL's programs in this folder, such as <c>pg_dump</c>.</summary>
    public ProcessStartInfo Run(string program, params IEnumerable<string> arguments) =>
        With(new ProcessStartInfo(this[program], arguments));

    /// <summary>Lets a started program find the libraries of these programs.</summary>
    internal ProcessStartInfo With(ProcessStartInfo start)
    {
        if (Libraries is not null)
            start.Environment["LD_LIBRARY_PATH"] = Libraries;
        return start;
    }

    private async Task<(int? Version, string Output)> TryVersionAsync()
    {
        try
        {
            var (_, output) = await ServerProcess.RunAsync(Run("postgres", "--version"), user: null);
            return (FirstNumber().Match(output) is { Success: true } number ? int.Parse(number.ValueSpan) : null, output);
        }
        catch (DatabaseUnavailableException refused)
        {
            return (null, refused.Message);
        }
    }

    private static string OfSystem => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")
        : "/usr/lib/postgresql";

    // A lone pg_ctl in /usr/local/bin is often a link: initdb needs its neighbours, so the link is followed.
    private static string? FolderOf(string folder)
    {
        try
        {
            var pgctl = Path.Combine(folder, "pg_ctl" + Suffix);
            var real = File.ResolveLinkTarget(pgctl, returnFinalTarget: true)?.FullName ?? pgctl;
            return new[] { Path.GetDirectoryName(real)!, folder }
                .FirstOrDefault(place => Needed.All(program => IsProgram(Path.Combine(place, program + Suffix))));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // A folder on PATH that is missing or inaccessible has no programs.
        }
    }

    // File.Exists alone is true of a broken link.
    private static bool IsProgram(string path)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return target is FileInfo { Exists: true }
            && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(target.FullName) & Executable) != 0);
    }

    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static IEnumerable<string> OfVersions(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder)
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
        : [];

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
