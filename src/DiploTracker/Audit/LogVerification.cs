using Npgsql;

namespace DiploTracker.Audit;

/// <summary>What verifying the log in the database found.</summary>
/// <param name="Checked">How many events were looked at, those not sealed yet included.</param>
/// <param name="Unsealed">How many of them are not sealed yet.</param>
/// <param name="Checkpoint">The largest checkpoint kept outside the database that fits.</param>
public sealed record LogVerdict(bool Valid, long Checked, long Unsealed, FirstInvalid? FirstInvalid, Checkpoint? Checkpoint, string? Problem);

/// <summary>
/// Recomputes everything that is sealed from what the database holds now, in one pass: each event against its leaf, the
/// tree against the stored checkpoints and those kept outside.
/// </summary>
public sealed class LogVerification(NpgsqlDataSource database, AuditFolder folder)
{
    public async Task<LogVerdict> Verify(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await TreeState.Read(connection) is not { } before)
            return await NothingSealed(connection, cancellation);

        var trusted = TrustedCheckpoints.Read(folder.Checkpoints(before.Origin));
        await using var second = await database.OpenConnectionAsync(cancellation);
        var (stored, damaged) = await Stored(second, before, trusted, cancellation);
        // Read again: what was sealed meanwhile has its checkpoints above, which a tree read before them would not reach.
        var state = await TreeState.Read(connection) ?? before;
        var growth = new GrowthCheck([.. stored.Concat(trusted.Of(state.Origin)).OrderBy(checkpoint => checkpoint.Size)]);
        var pass = new Pass(state, growth, new SealedLeaves(new TreeTiles(second), state.Size));
        var wrong = await pass.Run(connection, cancellation) ?? damaged;

        var outside = trusted.Of(state.Origin);
        var fits = growth.Fits is { } reached ? outside.LastOrDefault(kept => kept.Size <= reached.Size) : null;
        var problem = wrong?.Reason ?? (outside.Count == 0 ? $"No checkpoint of this log is kept in {folder.Checkpoints(state.Origin)}: nothing can be said." : null);
        return new LogVerdict(problem is null, pass.Count, Math.Max(0, pass.Count - growth.Size), wrong, fits, problem);
    }

    private static async Task<LogVerdict> NothingSealed(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var count = new NpgsqlCommand("select count(*) from mt_events", connection);
        var events = (long)(await count.ExecuteScalarAsync(cancellation))!;
        return new LogVerdict(events == 0, events, events, null, null, events == 0 ? null : "Nothing has been sealed yet.");
    }

    /// <summary>The stored checkpoints, and what is wrong with the first that was not signed by this log.</summary>
    private static async Task<(List<Checkpoint> Stored, FirstInvalid? Damaged)> Stored(
        NpgsqlConnection connection, TreeState state, TrustedCheckpoints trusted, CancellationToken cancellation)
    {
        List<Checkpoint> stored = [];
        FirstInvalid? damaged = null;
        await using var select = new NpgsqlCommand("select size, note from diplo.checkpoints order by size", connection);
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var size = rows.GetInt64(0);
            if (SignedCheckpoint.Read(rows.GetString(1)) is { } signed && signed.Checkpoint.Size == size
                && signed.Checkpoint.Origin == state.Origin && trusted.Trusts(signed))
                stored.Add(signed.Checkpoint);
            else
                damaged ??= new FirstInvalid(
                    size, null, null, $"The stored checkpoint of {size} events is not signed with a key that is kept outside the database.");
        }
        return (stored, damaged);
    }

    /// <summary>The pass over all events.</summary>
    private sealed class Pass(TreeState state, GrowthCheck growth, SealedLeaves leaves)
    {
        private readonly LineBuffer _line = new();

        public long Count { get; private set; }

        public async Task<FirstInvalid?> Run(NpgsqlConnection connection, CancellationToken cancellation)
        {
            await foreach (var row in EventRows.Read(connection, after: 0, cancellation: cancellation))
                if (await Wrong(row) is { } wrong)
                    return wrong;
                else
                    Count++;
            return Count < Math.Max(state.Size, state.LogPosition)
                    ? new FirstInvalid(Count + 1, null, null, $"The events from {Count + 1} on are missing: the log went up to {Math.Max(state.Size, state.LogPosition)}.")
                : growth.Largest?.Size > growth.Size ? growth.EndIsMissing()
                : null;
        }

        private async ValueTask<FirstInvalid?> Wrong(EventRow row)
        {
            var expected = Count + 1;
            if (row.Position != expected)
                return new FirstInvalid(expected, row.Event?.Negotiation, row.Event?.Id.ToString(), row.Position > expected
                    ? $"The event is missing; event {row.Position} stands in its place."
                    : $"Event {row.Position} stands in its place.");
            if (row.Event is not { } stored)
                return new FirstInvalid(expected, null, null, $"The event cannot be read: {row.Problem}");
            if (expected > state.Size)
                return null; // not sealed yet

            FirstInvalid Changed(string reason) => new(expected, stored.Negotiation, stored.Id.ToString(), reason);
            try
            {
                stored.Write(_line);
            }
            catch (System.Text.Json.JsonException unreadable)
            {
                return Changed($"The event has no canonical form: {unreadable.Message}");
            }
            var leaf = Merkle.LeafOf(_line.LeafInput);
            return !await leaves.Has(expected - 1, leaf) ? Changed("The event is not the one that was sealed.")
                : growth.Add(leaf) ? null
                : growth.Differs();
        }
    }
}

/// <summary>The leaf hashes of the tree, read ahead in blocks.</summary>
internal sealed class SealedLeaves(TreeTiles tiles, long size)
{
    private const int Block = 64 * TiledTree.TileWidth;

    private byte[] _leaves = [];
    private long _first;

    /// <summary>Is that the leaf at that index? Called with rising indices.</summary>
    public async ValueTask<bool> Has(long index, byte[] leaf)
    {
        if (index >= _first + _leaves.Length / Merkle.HashSize)
        {
            _first = index;
            _leaves = await tiles.Leaves(index, (int)Math.Min(Block, size - index));
        }
        return _leaves.AsSpan((int)(index - _first) * Merkle.HashSize, Merkle.HashSize).SequenceEqual(leaf);
    }
}
