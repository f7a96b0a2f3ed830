using System.Diagnostics;

namespace DiploTracker.Database;

/// <summary>
/// A small shell that outlives the tracker and stops the server after it, however the tracker ended: it blocks on a
/// pipe whose other end only the tracker holds, so even kill -9 ends the wait.
/// </summary>
/// <remarks>
/// Several trackers may share a server; the last one stops it. Each guard holds a shared lock on one file while its
/// tracker lives and requests it exclusively at the end: that is refused while another guard holds it, and a tracker
/// that starts meanwhile waits until the stop is done. The kernel drops the lock of a killed guard. Without a
/// <c>flock</c> program (macOS) the first to end stops the server and the other tracker's watch restarts it. The guard
/// ignores Ctrl+C, which a terminal sends to every process of the group; pg_ctl gives the server its own session. The
/// guard also starts the server: a tracker killed at that moment would otherwise leave a server that the guard cannot
/// see yet.
/// </remarks>
internal sealed class PostgresGuard : IAsyncDisposable
{
    private const string Script = """
        trap '' HUP INT QUIT TERM PIPE
        home=$1 pg_ctl=$2 throwaway=$3 sockets=$4
        umask 077
        command -v flock >/dev/null || flock() { :; }
        cd "$home" && : >>opening.lock && : >>server.log && exec 9>>guard.lock && flock -s 9 || exit 1
        [ "$sockets" = "$home" ] || mkdir -m 700 "$sockets" 2>/dev/null
        [ -O "$sockets" ] && [ ! -h "$sockets" ] && chmod 700 "$sockets" \
            || { echo "$sockets is not its own" >&2; exit 1; }
        echo guarding
        exec 3>&1 >>server.log 2>&1
        while read -r options; do
            "$pg_ctl" start -D "$home/data" -w -t 30 -l server.log -o "$options" 3>&- 9>&- \
                && result=started || result=refused
            echo $result >&3
        done
        flock -n -x 9 || exit 0
        ! "$pg_ctl" status -D "$home/data" >/dev/null || "$pg_ctl" stop -D "$home/data" -m fast -w -t 60 || exit 1
        [ "$throwaway" = no ] || { cd / && rm -rf "$home"; }
        [ "$sockets" = "$home" ] || rmdir "$sockets" 2>/dev/null || :
        """;

    private readonly Process _shell;
    private readonly PostgresHome _home;

    private PostgresGuard(Process shell, PostgresHome home) => (_shell, _home) = (shell, home);

    public bool IsGone => _shell.HasExited;

    public static async Task<PostgresGuard> StartAsync(
        PostgresHome home, PostgresPrograms programs, CancellationToken cancellation)
    {
        var shell = ServerProcess.Start(programs.With(new ProcessStartInfo("/bin/sh",
            ["-c", Script, "diplotracker-guard",
             home.Folder, programs["pg_ctl"], home.IsThrowaway ? "yes" : "no", home.Sockets])), home.User);
        var guard = new PostgresGuard(shell, home);
        try
        {
            if (await shell.StandardOutput.ReadLineAsync(cancellation) == "guarding")
                return guard;
            throw home.Unusable(await shell.StandardError.ReadToEndAsync(cancellation));
        }
        catch
        {
            await guard.EndAsync();
            throw;
        }
    }

    /// <summary>Whether the server started; if not, its log tells why. It may still be recovering.</summary>
    public async Task<bool> StartServerAsync(string options, CancellationToken cancellation)
    {
        await _shell.StandardInput.WriteLineAsync(options.AsMemory(), cancellation);
        await _shell.StandardInput.FlushAsync(cancellation);
        return await _shell.StandardOutput.ReadLineAsync(cancellation) == "started";
    }

    /// <summary>
    /// Lets the guard do its work and waits for it: the server is stopped, unless another tracker uses it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (await EndAsync() != 0)
            throw new DatabaseUnavailableException(
                $"The database server in {_home.Data} did not stop within a minute: see {_home.Log}, and stop it with "
                + "pg_ctl stop -m immediate.");
    }

    private async Task<int> EndAsync()
    {
        using (_shell)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
            return _shell.ExitCode;
        }
    }
}
