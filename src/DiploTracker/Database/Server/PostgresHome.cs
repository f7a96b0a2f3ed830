using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DiploTracker.Database;

/// <summary>
/// The folder of one server of the tracker's own, of mode 0700: a socket without a password is safe because no one else
/// can enter it.
/// </summary>
/// <param name="IsDurable">Acknowledged writes are on disk; false only for tests.</param>
internal sealed partial record PostgresHome(string Folder, bool IsThrowaway = false, bool IsDurable = true)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The user that the server runs as; null for the tracker's own user.</summary>
    public string? User { get; private init; } = ServerProcess.User;

    public string Data => Path.Combine(Folder, "data");

    public string Log => Path.Combine(Folder, "server.log");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>
    /// The folder of the socket: this one, or a short private one. Socket paths are limited to about 100 characters,
    /// and PostgreSQL reads its option as a list.
    /// </summary>
    public string Sockets => Folder.Length <= 80 && PlainPath().IsMatch(Folder)
        ? Folder
        : $"/tmp/diplo-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..12]}";

    public static async Task<PostgresHome> PrepareAsync(string location)
    {
        var home = new PostgresHome(Path.Combine(location, "postgres"));
        try
        {
            Directory.CreateDirectory(location);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(home.Folder);
            else
                Directory.CreateDirectory(home.Folder, OwnerOnly);
            if (Directory.EnumerateFileSystemEntries(home.Folder).Any())
                return home with { User = await ServerProcess.OwnerAsync(home.Folder) };
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw home.Unusable(refused.Message);
        }
        await ServerProcess.HandOverAsync(home.Folder);
        return home;
    }

    public static async Task<PostgresHome> PrepareThrowawayAsync(bool durable)
    {
        var home = new PostgresHome(Directory.CreateTempSubdirectory("diplo-").FullName, IsThrowaway: true, durable);
        await ServerProcess.HandOverAsync(home.Folder);
        return home;
    }

    /// <summary>One tracker at a time initialises, starts or adopts; the others wait for it.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken cancellation)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            try
            {
                return new FileStream(Path.Combine(Folder, "opening.lock"),
                    FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held is not (FileNotFoundException or DirectoryNotFoundException))
            {
                // Another tracker is at work.
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw Unusable(refused.Message);
            }
        }
        while (await look.WaitForNextTickAsync(cancellation));
        throw new OperationCanceledException(cancellation);
    }

    /// <summary>The PostgreSQL version of the data; null if there is no data yet.</summary>
    public int? DataVersion => File.Exists(Path.Combine(Data, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Split('.')[0])
        : null;

    /// <summary>
    /// Creates the data in a folder beside its place and renames it: an interrupted attempt leaves nothing in the way.
    /// </summary>
    /// <param name="access">
    /// How its users are authenticated; by default, anyone who can reach the socket is accepted.
    /// </param>
    public async Task InitialiseAsync(PostgresPrograms programs, params string[] access)
    {
        // C sorts the same on every machine; ICU knows letters beyond ASCII, which trigram search needs. Systems
        // without the locale C.UTF-8 (macOS, Windows) take the second line; programs built without ICU take one of the
        // others, of which the third is new in version 17.
        string[][] locales =
        [
            ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"],
            ["--locale=C", "--locale-provider=icu", "--icu-locale=und"],
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
            ["--locale=C.UTF-8"],
        ];
        if (Directory.Exists(Data))
            throw new DatabaseUnavailableException(
                $"{Data} exists but holds no database: move it away or set DIPLO_DATA to another folder.");
        var unfinished = $"{Data}.new-{Guid.NewGuid():N}";
        var (code, output) = (1, "");
        foreach (var locale in locales.TakeWhile(_ => code != 0))
        {
            (code, output) = await ServerProcess.RunAsync(programs.Run("initdb",
                ["-D", unfinished, "-U", DatabaseOwner.Administrator, "-E", "UTF8", .. locale,
                 .. access is [] ? ["--auth-local=trust", "--auth-host=reject"] : access, .. IsThrowaway ? ["--no-sync"] : Array.Empty<string>()]), User);
        }
        if (code != 0)
            throw new DatabaseUnavailableException(
                $"A new database could not be made in {Folder}; mend what initdb says, or set DIPLO_DATA to another "
                + $"folder: {output}");
        Directory.Move(unfinished, Data);
    }

    /// <summary>Removes the remains of interrupted initialisations.</summary>
    public void RemoveCutShort()
    {
        foreach (var cutShort in Directory.EnumerateDirectories(Folder, "data.new-*"))
            try
            {
                Directory.Delete(cutShort, recursive: true);
            }
            catch (IOException)
            {
                // The initdb of a tracker just killed is still writing there; the next opening removes it.
            }
    }

    /// <summary>The process and socket folder of the server of this data; null if none is running.</summary>
    public (int Pid, string Sockets)? Running()
    {
        try
        {
            var lines = File.ReadAllLines(PidFile);
            // Negative: the data is in use in single-user mode.
            return lines.Length > 0 && int.TryParse(lines[0], out var pid) && ServerProcess.IsPostgres(Math.Abs(pid))
                ? (Math.Abs(pid), lines.ElementAtOrDefault(4) is { Length: > 0 } sockets ? sockets : Sockets)
                : null;
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The port of the running server; null if none is running.</summary>
    public int? Port() => Running() is not null
        && int.TryParse(File.ReadLines(PidFile).ElementAtOrDefault(3), out var port) ? port : null;

    /// <summary>
    /// Removes the files that a killed server left: PostgreSQL would take its process id, once it belongs to another
    /// program, for a live server. Even without these files it detects that the server's memory is still in use.
    /// </summary>
    public void ForgetKilledServer(string sockets)
    {
        File.Delete(PidFile);
        File.Delete(Path.Combine(sockets, ".s.PGSQL.5432.lock"));
    }

    public string LastLinesOfLog(int count = 12) =>
        File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(count)) : "(no log)";

    /// <summary>Was the last start refused only because processes of a killed server are still there?</summary>
    public bool HoldsOn() => LastLinesOfLog() is var log
        && (log.Contains("is still in use", StringComparison.Ordinal)
            || log.Contains("already exists", StringComparison.Ordinal));

    public DatabaseUnavailableException Unusable(string reason) => new(
        $"The database cannot be kept in {Folder}, which the user '{User ?? Environment.UserName}' "
        + $"cannot use ({reason.Trim()}): it belongs to somebody else or cannot be written; "
        + "set DIPLO_DATA to a folder this "
        + "user can write and reach, or give it this one.");

    [GeneratedRegex("^[A-Za-z0-9/._-]+$")]
    private static partial Regex PlainPath();
}
