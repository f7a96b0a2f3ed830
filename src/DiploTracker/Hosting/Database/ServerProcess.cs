using System.ComponentModel;
using System.Diagnostics;

namespace DiploTracker.Hosting.Database;

/// <summary>How programs of the database server are run: as a user PostgreSQL accepts, with nothing inherited that
/// would change what they do.</summary>
internal static class ServerProcess
{
    /// <summary>The user the server runs as; null: the one the tracker runs as.</summary>
    public static string? User { get; } = Environment.IsPrivilegedProcess ? "postgres" : null;

    public static Process Start(string program, params IEnumerable<string> arguments) =>
        Start(User, program, arguments);

    public static Task<(int Code, string Output)> RunAsync(string program, params IEnumerable<string> arguments) =>
        ResultOfAsync(Start(User, program, arguments));

    /// <summary>Gives a folder that root made to the user the server runs as.</summary>
    public static async Task HandOverAsync(string folder)
    {
        if (User is null)
            return;
        var (code, output) = await ResultOfAsync(Start(user: null, "chown", [$"{User}:", folder]));
        if (code != 0)
            throw Refused(output);
    }

    /// <summary>Whether a living process of this id is a PostgreSQL: ids are used again, and a zombie serves nobody.
    /// </summary>
    public static bool IsPostgres(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return File.ReadAllText($"/proc/{pid}/stat") is var stat
                    && stat.Contains("(postgres) ", StringComparison.Ordinal)
                    && !stat.Contains("(postgres) Z", StringComparison.Ordinal);
            using var process = Process.GetProcessById(pid);
            return process.ProcessName == "postgres";
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Process Start(string? user, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (user is not null)
            start.UserName = user;
        string[] inherited = [.. start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal))];
        foreach (var name in inherited)
            start.Environment.Remove(name);
        start.Environment.Remove("LANGUAGE");
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw Refused(missing.Message);
        }
    }

    private static async Task<(int Code, string Output)> ResultOfAsync(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            // Not cancelled: an initdb or a start left half-way is worse than one waited for.
            await process.WaitForExitAsync();
            return (process.ExitCode, (await output + await errors).Trim());
        }
    }

    private static DatabaseUnavailableException Refused(string reason) => User is null
        ? new($"A program of PostgreSQL cannot be run ({reason}): install PostgreSQL's server programs anew.")
        : new($"PostgreSQL refuses to run as root, and running it as the user '{User}' failed ({reason}): start the "
            + $"tracker as an ordinary user, or create the user '{User}'.");
}
