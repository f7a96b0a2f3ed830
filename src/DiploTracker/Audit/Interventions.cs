using System.Globalization;
using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// Interventions by operators to resume recording. For each, a signed note is written beside the checkpoints before the
/// database changes, so that an auditor finds it where auditors look.
/// </summary>
public sealed class Interventions(RecordingDatabase database, AuditFolder folder, RecordingGate gate)
{
    private const int Batch = 10_000;

    /// <summary>All interventions, oldest first.</summary>
    public async Task<IReadOnlyList<Intervention>> All(CancellationToken cancellation)
    {
        await using var select = database.Source.CreateCommand("select note from diplo.interventions order by at");
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<Intervention> all = [];
        while (await rows.ReadAsync(cancellation))
            if (Intervention.Read(rows.GetString(0)) is { } one)
                all.Add(one);
        return all;
    }

    /// <summary>The number of events in the log.</summary>
    public async Task<long> Kept(CancellationToken cancellation)
    {
        await using var ask = database.Source.CreateCommand($"select {LogEnd.LastPosition}");
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// Accepts a log that is not the one that was sealed, as it is. It continues under another name, whose tree begins
    /// with its present content: the earlier tree is never continued by another. If it turns out to be the log that was
    /// sealed, it keeps its name.
    /// </summary>
    /// <exception cref="AuditUnavailableException">The note cannot be written, or the log cannot be read.</exception>
    public async Task<Refusal?> AcceptLoss(AcceptLoss accepted, string by)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Claim(connection);
        var head = await Head.Lock(connection);
        if (head?.Stopped is not { Origin: { } origin } stop)
            return Problems.NothingToMend.Because("The log is the one that was sealed.");
        if (accepted.Origin != origin || accepted.Sealed != stop.Sealed || accepted.Kept != head.Position)
            return Problems.NotWhatWasFound
                .Because($"Of {origin} {stop.Sealed} events were sealed, and the log holds {head.Position}.")
                .With("current", new { origin, stop.Sealed, Kept = head.Position });

        var tree = await TreeState.Read(connection);
        var trusted = TrustedCheckpoints.Read(folder.Checkpoints(origin));
        var growth = new GrowthCheck(trusted.Of(origin));
        var root = await Rebuild(connection, growth, head.Position);
        var isAnother = tree?.Origin != origin;
        var isLost = isAnother || growth.Broken is not null || Math.Max(stop.Sealed ?? 0, growth.Largest?.Size ?? 0) > head.Position;
        // Another node with its own folder may have accepted the loss already.
        var goesOn = !isLost || (isAnother && tree is not null && (await All(CancellationToken.None)).Any(one => one.Continues == tree.Origin));
        var log = goesOn ? TreeState.LogOf(tree!.Origin) : Guid.NewGuid();
        var name = TreeState.OriginOf(log);

        var intervention = new Intervention(
            isLost ? InterventionKind.LossAccepted : InterventionKind.Resumed, origin, head.Clock.UtcDateTime, by, accepted.Ground,
            isLost ? name : null, stop.Sealed, head.Position, root, growth.Fits?.Size ?? 0);
        using var key = folder.Key();
        var note = Keep(intervention, key);
        if (isLost)
            KeepUnder(name, origin, intervention, note, trusted, key);
        await Name(connection, log, forgetsCheckpoints: !goesOn);
        if (head.Position > 0)
        {
            var signed = SignedCheckpoint.Sign(new Checkpoint(name, head.Position, root), key);
            DurableFile.Write(Path.Combine(folder.Checkpoints(name), OutsideCheckpoints.NameOf(head.Position)), signed.Note);
            await TreeState.Store(connection, signed);
        }
        await Record(connection, intervention, note, "stopped = null");
        await Incarnation.Renew(connection);
        await transaction.CommitAsync();
        folder.KeepSealedLog(name);
        await gate.Ask(CancellationToken.None);
        return null;
    }

    /// <summary>
    /// Sets the last recorded time back to the clock of the database. Recorded events keep their times.
    /// </summary>
    /// <exception cref="AuditUnavailableException">The note cannot be written.</exception>
    public async Task<Refusal?> SetTimeBack(SetTimeBack asked, string by)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Claim(connection);
        if (await gate.Ask(CancellationToken.None) is { Reason: StopReason.ClockStepped or StopReason.ClocksApart } clock)
            return clock.Refusal;
        if (await Head.Lock(connection) is not { } head || head.RecordedAt - head.Clock <= LogClock.Tolerance)
            return Problems.NothingToMend.Because("The last recorded time does not lie in the future.");
        if (asked.RecordedAt != head.RecordedAt)
            return Problems.NotWhatWasFound.Because($"The last recorded time is {head.RecordedAt:O}.").With("current", new { head.RecordedAt });

        await Execute(connection, "insert into diplo.tree (\"only\", log, size) values (true, gen_random_uuid(), 0) on conflict do nothing");
        var origin = (await TreeState.Read(connection))!.Origin;
        var intervention = new Intervention(
            InterventionKind.TimeSetBack, origin, head.Clock.UtcDateTime, by, asked.Ground, Kept: head.Position,
            SetBackFrom: head.RecordedAt.UtcDateTime, SetBackTo: head.Clock.UtcDateTime);
        using var key = folder.Key();
        await Record(connection, intervention, Keep(intervention, key), "set_back_from = greatest(set_back_from, recorded_at), recorded_at = $3");
        await transaction.CommitAsync();
        await gate.Ask(CancellationToken.None);
        return null;
    }

    /// <summary>
    /// Blocks sealing until the transaction ends. An intervention must survive a failover, so unlike sealing it waits
    /// for the standby.
    /// </summary>
    private static async Task Claim(NpgsqlConnection connection)
    {
        await TreeState.Claim(connection);
        await Execute(connection, "set local synchronous_commit to default");
    }

    /// <summary>Rebuilds the tree from the events and returns its root.</summary>
    private static async Task<byte[]> Rebuild(NpgsqlConnection connection, GrowthCheck growth, long through)
    {
        await Execute(connection, "delete from diplo.tree_tiles");
        var tiles = new TreeTiles(connection);
        var tree = await GrowingTree.Load(0, RestoredTree.NoTile);
        var line = new LineBuffer();
        while (tree.Size < through)
        {
            var end = Math.Min(through, tree.Size + Batch);
            await foreach (var row in EventRows.Read(connection, tree.Size, end))
            {
                if (row.Position != tree.Size + 1)
                    break;
                (row.Event ?? throw new AuditUnavailableException($"Event {row.Position} cannot be sealed: {row.Problem}")).Write(line);
                var leaf = Merkle.LeafOf(line.LeafInput);
                growth.Add(leaf);
                tree.Add(leaf);
            }
            if (tree.Size < end)
                throw new AuditUnavailableException($"Event {tree.Size + 1} is missing from the log: it has to be restored first.");
            await tiles.Write(tree.TakeChanges());
        }
        return growth.Root();
    }

    private string Keep(Intervention intervention, SigningKey key)
    {
        folder.KeepKey(intervention.Origin, key.Verifier(intervention.Origin));
        var note = intervention.Sign(key);
        DurableFile.Write(FileOf(intervention.Origin, intervention), note);
        return note;
    }

    /// <summary>
    /// Also stores the note beside the checkpoints under the next name, with all earlier keys and notes, so that this
    /// folder alone documents how that log began.
    /// </summary>
    private void KeepUnder(string name, string origin, Intervention intervention, string note, TrustedCheckpoints trusted, SigningKey key)
    {
        folder.KeepKey(name, key.Verifier(name));
        foreach (var kept in trusted.Keys.Append(key.Verifier(origin)))
            DurableFile.Write(Path.Combine(folder.Checkpoints(name), $"{Convert.ToHexStringLower(kept.KeyHash)}.vkey"), $"{kept}\n");
        foreach (var file in Directory.EnumerateFiles(folder.Checkpoints(origin), TrustedCheckpoints.InterventionFiles))
            DurableFile.Write(Path.Combine(folder.Checkpoints(name), Path.GetFileName(file)), File.ReadAllText(file));
        DurableFile.Write(FileOf(name, intervention), note);
    }

    private string FileOf(string origin, Intervention intervention) => Path.Combine(folder.Checkpoints(origin), string.Create(
        CultureInfo.InvariantCulture, $"{intervention.At:yyyyMMdd'T'HHmmssffffff}{TrustedCheckpoints.InterventionFiles[1..]}"));

    private static async Task Name(NpgsqlConnection connection, Guid log, bool forgetsCheckpoints)
    {
        if (forgetsCheckpoints)
            await Execute(connection, "delete from diplo.checkpoints");
        await Execute(connection, "insert into diplo.tree (\"only\", log, size) values (true, $1, 0) on conflict (\"only\") do update set log = $1, size = 0", log);
    }

    private static async Task Record(NpgsqlConnection connection, Intervention intervention, string note, string change) => await Execute(
        connection, $"with noted as (insert into diplo.interventions (id, at, note) values ($1, $3, $2)) update diplo.log_head set {change}",
        Guid.CreateVersion7(intervention.At), note, intervention.At);

    private static async Task Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Head(long Position, DateTimeOffset RecordedAt, Stop? Stopped, DateTimeOffset Clock)
    {
        public static async Task<Head?> Lock(NpgsqlConnection connection)
        {
            await using var ask = new NpgsqlCommand("select position, recorded_at, stopped::text, clock_timestamp() from diplo.log_head for update", connection);
            await using var row = await ask.ExecuteReaderAsync();
            return await row.ReadAsync()
                ? new Head(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : Stop.Read(row.GetString(2)), row.GetFieldValue<DateTimeOffset>(3))
                : null;
        }
    }
}
