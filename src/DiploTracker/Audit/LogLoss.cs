using DiploTracker.Database;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// Compares the log in the database with its checkpoints outside. If it is not the log that was sealed, recording
/// stops: new events would take the places of the missing ones.
/// </summary>
internal sealed class LogLoss(AuditFolder folder, RecordingGate gate) : ISchemaStep
{
    /// <summary>Before the first command: stops recording if the log is not the one that was sealed.</summary>
    public async Task Check(NpgsqlConnection connection)
    {
        try
        {
            if (await Find(connection, OutsideCheckpoints.NewestOf(folder)) is (var incarnation, { } stop))
                await gate.Close(stop, incarnation);
        }
        catch (Exception unread) when (unread is AuditUnavailableException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // No verdict is possible; the sealer reports why.
        }
    }

    /// <summary>The incarnation of the log, and its problem, or null if it is the log that was sealed.</summary>
    /// <param name="outside">
    /// The log that was last sealed, with its newest checkpoint; read first, so that what it covers is already
    /// committed.
    /// </param>
    /// <exception cref="InvalidDataException">The stored tree is damaged.</exception>
    public async Task<(Guid? Incarnation, Stop? Stop)> Find(NpgsqlConnection connection, (string Origin, Checkpoint? Newest)? outside)
    {
        await using var ask = new NpgsqlCommand(
            $"""
            select pg_is_in_recovery(), {LogEnd.LastPosition},
                   (select log from diplo.tree), coalesce((select size from diplo.tree), 0), (select incarnation from diplo.log_head)
            """, connection);
        bool isCopy;
        long position, size;
        string? origin;
        Guid? incarnation;
        await using (var row = await ask.ExecuteReaderAsync())
        {
            await row.ReadAsync();
            (isCopy, position) = (row.GetBoolean(0), row.GetInt64(1));
            (origin, size) = (row.IsDBNull(2) ? null : TreeState.OriginOf(row.GetGuid(2)), row.GetInt64(3));
            incarnation = row.IsDBNull(4) ? null : row.GetGuid(4);
        }
        if (isCopy)
            return (incarnation, null); // A standby may be behind, and records nothing.
        if (folder.Exchanged(outside?.Origin, origin) is { } exchanged)
            return (incarnation, new Stop(StopReason.LogExchanged, exchanged, default, outside?.Origin, outside?.Newest?.Size ?? 0));
        var newest = outside?.Origin == origin ? outside?.Newest : null;
        if (Math.Max(size, newest?.Size ?? 0) is var most && most > position)
            return (incarnation, Behind(origin!, most, position));
        if (newest is null || newest.Size > size)
            return (incarnation, null); // one signed but not stored is compared during sealing
        var root = await new TiledTree(new TreeTiles(connection).Read).Root(newest.Size);
        return (incarnation, root.AsSpan().SequenceEqual(newest.Root) ? null : Rewritten(newest));
    }

    public static Stop Behind(string origin, long size, long position) => new(
        StopReason.LogBehind, $"The log ends at {position}, but {size} events were sealed: its end is missing. {AuditFolder.Ways}", default, origin, size);

    public static Stop Rewritten(Checkpoint signed) => new(
        StopReason.LogRewritten,
        $"The first {signed.Size} events are not those of the checkpoint signed before: the log was rewritten. {AuditFolder.Ways}", default, signed.Origin, signed.Size);

    public static Stop Damaged(string origin, long size, long position) => new(
        StopReason.LogDamaged,
        $"Event {position} is missing in the middle of the log. Restore it from a backup or an export; then `diplo recording` says how to go on.", default, origin, size);
}

/// <summary>The log is not the one that was sealed.</summary>
internal sealed class LogLostException(Stop stop) : AuditUnavailableException(stop.Detail)
{
    public Stop Stop => stop;
}
