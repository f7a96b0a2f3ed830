using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// Ensures that every answer, to a write or a read, is on the standby that the database requires
/// (<c>synchronous_standby_names</c>); costs nothing if none is required. Acknowledged writes pass through here. Reads
/// of the log and its companion tables are confirmed here, by a later commit of this node or an empty one made for
/// them: a standby has everything before what it has confirmed.
/// </summary>
public sealed class Commits
{
    /// <summary>How long a caller waits if it can be shown less instead.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly TimeSpan _wait;
    private readonly CommitLine _appends, _others;
    private readonly Lock _lock = new();
    private CommitMark? _confirmed;
    private long _position;

    public Commits(AppendDatabase appends, NpgsqlDataSource database, RecordingSettings settings, ILogger<Commits> logger)
    {
        (_database, _wait) = (database, settings.CommitWait);
        _appends = new CommitLine(appends, _wait, Confirmed, logger);
        _others = new CommitLine(appends, _wait, Confirmed, logger);
    }

    /// <summary>Everything up to this position is known to be confirmed.</summary>
    internal long Position => Volatile.Read(ref _position);

    /// <summary>Appends, one group at a time.</summary>
    /// <exception cref="CommitUnconfirmedException">The outcome is not known.</exception>
    internal Task<AppendResult?> Append(Func<NpgsqlConnection, Task<(AppendResult? Result, LogEnd End)>> append) => _appends.Commit(append, _wait);

    /// <summary>
    /// Makes a change other than an append: a statement that includes <see cref="LogEnd.Count"/>. Returns the number of
    /// rows.
    /// </summary>
    /// <exception cref="CommitUnconfirmedException">The outcome is not known.</exception>
    internal Task<int> Write(string sql, params NpgsqlParameter[] parameters) => _others.Commit(async connection =>
    {
        await using var write = new NpgsqlCommand(sql, connection);
        write.Parameters.AddRange(parameters);
        return (await write.ExecuteNonQueryAsync(), default(LogEnd));
    }, _wait);

    /// <summary>Makes changes in one transaction, after the changes and appends that are under way.</summary>
    /// <exception cref="CommitUnconfirmedException">The outcome is not known.</exception>
    internal Task<T?> Transact<T>(Func<NpgsqlTransaction, Task<T>> change) => _others.Commit(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var count = new NpgsqlCommand(LogEnd.Count, connection))
            await count.ExecuteNonQueryAsync(); // locks the head until the commit
        var result = await change(transaction);
        await transaction.CommitAsync();
        return (result, default(LogEnd));
    }, _wait);

    /// <summary>Reads rows that <see cref="Append"/> or <see cref="Write"/> wrote.</summary>
    /// <exception cref="CommitUnconfirmedException">They may not be on the required standby.</exception>
    internal async Task<List<T>> Read<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params IEnumerable<NpgsqlParameter> parameters)
    {
        List<T> found = [];
        LogEnd end;
        await using (var batch = _database.CreateBatch())
        {
            var select = new NpgsqlBatchCommand(sql);
            foreach (var parameter in parameters)
                select.Parameters.Add(parameter);
            batch.BatchCommands.Add(select);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LogEnd.Select));
            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                found.Add(read(rows));
            end = await LogEndAfter(rows, cancellation);
        }
        await Confirm(end);
        return found;
    }

    /// <summary>The end of the log, from the last statement of a batch.</summary>
    internal static async Task<LogEnd> LogEndAfter(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        await rows.NextResultAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return LogEnd.Of(rows, 0);
    }

    /// <summary>
    /// Waits until everything that was visible when the end of the log was read is on the required standby.
    /// </summary>
    /// <exception cref="CommitUnconfirmedException">It may not be.</exception>
    internal Task Confirm(LogEnd end) => Confirm(end, _wait);

    /// <summary>
    /// How far the log may be shown: to its end if that is confirmed, else to the last confirmed position.
    /// </summary>
    internal async ValueTask<long> Reached(LogEnd end)
    {
        if (IsConfirmed(end))
            return end.Position;
        try
        {
            await Confirm(end, Moment < _wait ? Moment : _wait);
            return end.Position;
        }
        catch (CommitUnconfirmedException)
        {
            return Math.Min(end.Position, Position);
        }
    }

    /// <summary>Confirms everything that is visible now.</summary>
    internal async Task ConfirmAll(CancellationToken cancellation) => await Read("select 1", _ => true, cancellation);

    /// <summary>How far the log may be shown now.</summary>
    internal async Task<long> Reached(CancellationToken cancellation)
    {
        LogEnd end;
        await using (var ask = _database.CreateCommand(LogEnd.Select))
        await using (var row = await ask.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            end = LogEnd.Of(row, 0);
        }
        return await Reached(end);
    }

    private async Task Confirm(LogEnd end, TimeSpan patience)
    {
        if (IsConfirmed(end))
            return;
        // Others see an append slightly before this node gets its answer; waiting for the answer saves a write.
        if (_appends is { IsOverdue: false, UnderWay: { IsCompleted: false } append })
            await append.WaitAsync(Moment).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!IsConfirmed(end))
            await _others.Commit(Barrier, patience, isNeedless: () => IsConfirmed(end));
    }

    /// <summary>An empty commit, which waits for the standby like any other.</summary>
    private static async Task<(bool, LogEnd)> Barrier(NpgsqlConnection connection)
    {
        await using var barrier = new NpgsqlCommand($"select {LogEnd.Columns}, pg_logical_emit_message(true, 'diplo', '')", connection);
        await using var row = await barrier.ExecuteReaderAsync();
        await row.ReadAsync();
        var end = LogEnd.Of(row, 0);
        await row.CloseAsync();
        return (true, end);
    }

    private bool IsConfirmed(LogEnd end) => end.Mark is not { } mark || Volatile.Read(ref _confirmed) is { } confirmed && mark.IsUpTo(confirmed);

    private void Confirmed(LogEnd end)
    {
        if (end.Mark is not { } mark)
            return;
        lock (_lock)
        {
            if (_confirmed is { } before && mark.IsUpTo(before))
                return;
            Volatile.Write(ref _confirmed, mark);
            Volatile.Write(ref _position, end.Position);
        }
    }
}
