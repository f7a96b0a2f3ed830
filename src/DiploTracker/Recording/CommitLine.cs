using System.Diagnostics;
using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// Commits one at a time on its own connection, and waits for each as long as it takes: cancelling the wait for a
/// synchronous standby commits on this server alone. Callers wait for a limited time. A commit that they gave up on
/// stays under way, and until it ends, further callers are refused: none opens another connection.
/// </summary>
internal sealed partial class CommitLine(AppendDatabase database, TimeSpan wait, Action<LogEnd> confirm, ILogger logger)
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _began;
    private long _told;

    /// <summary>The commit that is under way, or the last one.</summary>
    public Task UnderWay { get; private set; } = Task.CompletedTask;

    /// <summary>Has a commit been under way for longer than callers wait?</summary>
    public bool IsOverdue => Volatile.Read(ref _began) is var began and not 0 && Stopwatch.GetElapsedTime(began) >= wait;

    /// <summary>
    /// Writes in one transaction on the given connection; returns the result once the commit is confirmed.
    /// </summary>
    /// <param name="write">
    /// Also returns the end of the log; runs to completion whether or not a caller still waits.
    /// </param>
    /// <param name="isNeedless">Checked when the turn comes; if true, nothing is written.</param>
    /// <exception cref="CommitUnconfirmedException">
    /// It is not known yet whether it was committed, or whether it is on the required standby.
    /// </exception>
    public async Task<T?> Commit<T>(Func<NpgsqlConnection, Task<(T Result, LogEnd End)>> write, TimeSpan patience, Func<bool>? isNeedless = null)
    {
        if (IsOverdue || !await _turn.WaitAsync(patience))
            throw CommitUnconfirmedException.Waits();
        if (isNeedless?.Invoke() == true)
        {
            _turn.Release();
            return default;
        }
        var commit = Run(write);
        UnderWay = commit;
        try
        {
            return await commit.WaitAsync(patience);
        }
        catch (TimeoutException) when (!commit.IsCompleted)
        {
            if (IsOverdue && Interlocked.Exchange(ref _told, _began) != _began)
                LogOverdue(wait);
            throw CommitUnconfirmedException.Waits();
        }
    }

    private async Task<T> Run<T>(Func<NpgsqlConnection, Task<(T Result, LogEnd End)>> write)
    {
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync();
            string? warning = null;
            connection.Notice += (_, said) => warning ??= said.Notice.InvariantSeverity == "WARNING" ? said.Notice.MessageText : null;
            var (result, end) = await write(connection);
            if (warning is not null)
                throw CommitUnconfirmedException.Because(warning);
            confirm(end);
            return result;
        }
        finally
        {
            if (_told == _began)
                LogEnded();
            Volatile.Write(ref _began, 0);
            _turn.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "A commit has not been answered for {Wait}: it waits for the synchronous standby, for another node or for the disk; commands are answered 503")]
    private partial void LogOverdue(TimeSpan wait);

    [LoggerMessage(LogLevel.Warning, "The commit that was waited for has ended; commands are taken again")]
    private partial void LogEnded();
}
