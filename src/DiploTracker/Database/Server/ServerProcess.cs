using System.ComponentModel;
using System.Diagnostics;

namespace DiploTracker.Database;

/// <summary>
/// Runs programs of the database server: as a user that PostgreSQL accepts, without inherited settings that would
/// change their behaviour.
/// </summary>
internal static class ServerProcess
{
    private static readonly Lazy<string?> Usual = new(() => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? Knows("postgres") ? "postgres" : "nobody"
        : null);

    /// <summary>
    /// The user that a new server runs as: for root <c>postgres</c>, or <c>nobody</c> on a machine without that user;
    /// null for the tracker's own user.
    /// </summary>
    public static string? User => Usual.Value;

    /// <summary>The user that the server of an existing folder runs as: for root the folder's owner.</summary>
    public static async Task<string?> OwnerAsync(string folder)
    {
        if (User is null)
            return null;
        // POSIX: mode, links, owner; the options of stat differ between systems.
        var (code, output) = await RunAsync(new ProcessStartInfo("ls", ["-ld", folder]), user: null);
        return code == 0 && output.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var owner, ..] && owner != "root"
            ? owner
            : User;
    }

    public static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start, string? user)
    {
        using var process = Start(start, user);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        // Not cancelled: an initdb or a start left half-way is worse than waiting.
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + await errors).Trim());
    }

    /// <summary>
    /// Runs a program whose child keeps running: with pipes, the child would hold them open, and this would wait for
    /// it. Returns the exit code.
    /// </summary>
    public static async Task<int> RunSilentlyAsync(ProcessStartInfo start, string? user)
    {
        using var process = Start(start, user, piped: false);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Gives a folder that root created to the user that the server runs as.</summary>
    public static async Task HandOverAsync(string folder)
    {
        if (User is null)
            return;
        var (code, output) = await RunAsync(new ProcessStartInfo("chown", [$"{User}:", folder]), user: null);
        if (code != 0)
            throw Refused(output, User);
    }

    /// <summary>Is a live process with this id a PostgreSQL? Ids are reused, and a zombie serves no one.</summary>
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

    public static Process Start(ProcessStartInfo start, string? user, bool piped = true)
    {
        start.RedirectStandardInput = piped;
        start.RedirectStandardOutput = piped;
        start.RedirectStandardError = piped;
        // On Windows Ctrl+C reaches every process of the console.
        start.CreateNoWindow = true;
        start.WorkingDirectory = OperatingSystem.IsWindows() ? Path.GetTempPath() : "/";
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
            throw Refused(missing.Message, user);
        }
    }

    private static bool Knows(string user)
    {
        using var id = Start(new ProcessStartInfo("id", ["-u", user]), user: null);
        id.WaitForExit();
        return id.ExitCode == 0;
    }

    private static DatabaseUnavailableException Refused(string reason, string? user) => user is null
        ? new($"A program of PostgreSQL cannot be run ({reason}): install PostgreSQL's server programs again.")
        : new($"PostgreSQL refuses to run as root, and running it as the user '{user}' failed ({reason}): start the "
            + "tracker as an ordinary user, or let that user reach PostgreSQL's programs and the data folder.");
}
