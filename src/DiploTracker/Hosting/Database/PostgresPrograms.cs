using System.Text.RegularExpressions;

namespace DiploTracker.Hosting.Database;

/// <summary>A folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
public sealed partial record PostgresPrograms(string Folder)
{
    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>All that this machine has, best first: <c>PG_BIN</c> alone if given; else PATH, then Debian's folders,
    /// newest version first. None on Windows, where the server would need a port and a password.</summary>
    public static IReadOnlyList<PostgresPrograms> Find(string? chosen)
    {
        if (OperatingSystem.IsWindows())
            return [];
        if (chosen is { Length: > 0 })
            return FolderOf(chosen) is { } folder
                ? [new(folder)]
                : throw new DatabaseUnavailableException(
                    $"PG_BIN is {chosen}, which does not hold {string.Join(", ", Needed)}: set it to the folder of "
                    + "PostgreSQL's server programs, such as /usr/lib/postgresql/17/bin, or leave it out.");
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var folders = path.Concat(OfDebian()).Select(FolderOf).OfType<string>().Distinct();
        return [.. folders.Select(folder => new PostgresPrograms(folder))];
    }

    /// <summary>The major version, such as 17.</summary>
    public async Task<int> VersionAsync()
    {
        var (_, output) = await ServerProcess.RunAsync(this["postgres"], "--version");
        return FirstNumber().Match(output) is { Success: true } number
            ? int.Parse(number.ValueSpan)
            : throw new DatabaseUnavailableException(
                $"{this["postgres"]} does not tell its version ({output}): set PG_BIN to the folder of another "
                + "PostgreSQL.");
    }

    // A lone pg_ctl in /usr/local/bin is often a link: initdb needs its neighbours, so the link is followed.
    private static string? FolderOf(string folder)
    {
        try
        {
            var pgctl = Path.Combine(folder, "pg_ctl");
            var real = File.ResolveLinkTarget(pgctl, returnFinalTarget: true)?.FullName ?? pgctl;
            return new[] { Path.GetDirectoryName(real)!, folder }
                .FirstOrDefault(place => Needed.All(program => File.Exists(Path.Combine(place, program))));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // A folder on PATH that is not there or not ours holds no programs.
        }
    }

    private static IEnumerable<string> OfDebian() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
