using System.Text.RegularExpressions;

namespace DiploTracker.Database;

/// <summary>
/// PostgreSQL's programs that the tracker fetches for itself, if the machine has none, into <c>fetched</c> of the data
/// folder: on Debian and its relatives the distribution's own packages (<see cref="DebianPackages"/>), elsewhere <see
/// cref="EmbeddedPrograms"/>. The folder can be deleted at any time; what is needed is then fetched again.
/// </summary>
internal static partial class PostgresDownload
{
    private const string Name = "PostgreSQL";

    /// <summary>The folder of everything fetched.</summary>
    public static string FolderIn(string data) => Path.Combine(data, "fetched");

    /// <summary>The programs fetched before.</summary>
    public static IEnumerable<PostgresPrograms> In(string data)
    {
        if (DebianPackages.LibrariesOf(Packages(data)) is { } libraries)
            foreach (var programs in PostgresPrograms.In(Path.Combine(Packages(data), "usr/lib/postgresql"), libraries))
                yield return programs;
        if (EmbeddedPrograms.In(Embedded(data)) is { } embedded)
            yield return embedded;
    }

    /// <exception cref="DatabaseUnavailableException">They are unavailable; the message gives the reason.</exception>
    public static async Task<PostgresPrograms> FetchAsync(
        string data, ILogger logger, CancellationToken cancellation, string aptSettings = "")
    {
        if (!DebianPackages.AreHere)
            return await EmbeddedPrograms.FetchAsync(Embedded(data), logger, cancellation);
        var packages = new DebianPackages(logger, aptSettings);
        if (!await packages.FetchAsync(Packages(data), Name, NewestAsync, cancellation))
            return await EmbeddedPrograms.FetchAsync(Embedded(data), logger, cancellation);
        return In(data).FirstOrDefault() is { } fetched && await fetched.AreUsableAsync()
            ? fetched
            : throw new DatabaseUnavailableException(
                $"The PostgreSQL fetched into {Packages(data)} does not run here: install it (apt install postgresql).");

        // The package postgresql depends on the distribution's version; older distributions have one that is too old.
        async Task<string[]> NewestAsync(DebianPackages.Lists lists) =>
            Version().Match(await lists.AskAsync(["depends", "postgresql"], cancellation)) is { Success: true } version
            && int.Parse(version.Groups[1].ValueSpan) >= PostgresPrograms.Oldest
                ? [$"postgresql-{version.Groups[1]}", $"postgresql-client-{version.Groups[1]}"]
                : [];
    }

    private static string Packages(string data) => Path.Combine(FolderIn(data), "postgresql");

    private static string Embedded(string data) =>
        Path.Combine(FolderIn(data), $"postgresql-{EmbeddedPrograms.Version}");

    [GeneratedRegex(@"^\s*Depends: postgresql-(\d+)$", RegexOptions.Multiline)]
    private static partial Regex Version();
}
