using System.ComponentModel;
using System.Diagnostics;
using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Backups;

/// <summary>PostgreSQL's own backup programs, run against the tracker's database as the tracker's user.</summary>
internal sealed class PostgresClient(DatabaseServer server, IConfiguration configuration)
{
    /// <summary>Starts a program with piped input and output, and the database connection in its environment.</summary>
    /// <exception cref="BackupException">The machine does not have the program.</exception>
    public Process Start(string program, params string[] arguments)
    {
        var start = Having(program).Run(program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var (name, value) in Connection())
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new BackupException($"{program} cannot be run ({missing.Message}): {HowToHave}", missing);
        }
    }

    private const string HowToHave = "install PostgreSQL's client programs, of the server's version or newer "
        + "(on Debian and Ubuntu: apt install postgresql-client), or set PG_BIN to their folder.";

    // In the environment and not in the arguments, which anyone on the machine can read.
    private IEnumerable<(string Name, string? Value)> Connection()
    {
        var database = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        return
        [
            ("PGHOST", database.Host), ("PGPORT", $"{database.Port}"), ("PGDATABASE", database.Database), ("PGUSER", database.Username),
            ("PGPASSWORD", database.Password), ("PGPASSFILE", database.Passfile),
            ("PGSSLMODE", database.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() }),
            ("PGSSLROOTCERT", database.RootCertificate), ("PGSSLCERT", database.SslCertificate), ("PGSSLKEY", database.SslKey),
        ];
    }

    private PostgresPrograms Having(string program)
    {
        IEnumerable<PostgresPrograms?> all =
        [
            server.Programs,
            configuration["PG_BIN"] is { Length: > 0 } chosen ? new PostgresPrograms(chosen) : null,
            .. PostgresPrograms.Find(chosen: null),
            .. PostgresDownload.In(DataLocation.Of(configuration)),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => new PostgresPrograms(folder)),
        ];
        return all.OfType<PostgresPrograms>().FirstOrDefault(programs => File.Exists(programs[program]))
            ?? throw new BackupException($"{program} was not found: {HowToHave}");
    }
}

/// <summary>
/// A backup cannot be made or restored; the message gives the reason and how to mend it. Nothing was changed.
/// </summary>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);
