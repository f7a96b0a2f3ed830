using Npgsql;

namespace DiploTracker.Audit;

/// <summary>One pass over all events of the log, which finds the first invalid one.</summary>
internal sealed class LogPass(TreeState state, GrowthCheck growth, TreeTiles tiles)
{
    private readonly SealedLeaves _leaves = new(tiles, state.Size);
    private readonly LineBuffer _line = new();
    private FirstInvalid? _suspect;
    private string _otherwise = "";
    private byte[]? _root;

    // A checkpoint may be outside before the tree in the database includes it: its events are compared with it alone.
    private readonly long _sealed = Math.Max(state.Size, growth.Largest?.Size ?? 0);

    public long Count { get; private set; }

    public async Task<FirstInvalid?> Run(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await foreach (var row in EventRows.ReadPages(database, after: 0, cancellation: cancellation))
            if (await Wrong(row) is { } wrong)
                return wrong;
            else
                Count++;
        return _suspect
            ?? (Count < Math.Max(state.Size, state.LogPosition)
                ? new FirstInvalid(Count + 1, null, null, $"The events from {Count + 1} on are missing: the log went up to {Math.Max(state.Size, state.LogPosition)}.")
            : growth.Largest?.Size > growth.Size ? growth.EndIsMissing()
            : await TreeState.Read(database, cancellation) is { } now && Count > now.LogPosition
                ? new FirstInvalid(now.LogPosition + 1, null, null, $"The tracker did not record the event: its log goes up to {now.LogPosition}.")
            : null);
    }

    /// <summary>The problem of the stored tree if its leaves are right, or null if there is none.</summary>
    public async Task<string?> TreeProblem()
    {
        try
        {
            return _root is null || (await new TiledTree(tiles.Read).Root(state.Size)).AsSpan().SequenceEqual(_root)
                ? null
                : "The stored tree is damaged: its leaves are those of the events, what was computed from them is not. The proofs that it gives do not hold.";
        }
        catch (InvalidDataException missing)
        {
            return missing.Message;
        }
    }

    private async ValueTask<FirstInvalid?> Wrong(EventRow row)
    {
        var expected = Count + 1;
        if (row.Position != expected)
            return _suspect ?? new FirstInvalid(expected, row.Event?.Negotiation, row.Event?.Id.ToString(), row.Position > expected
                ? $"The event is missing; event {row.Position} stands in its place."
                : $"Event {row.Position} stands in its place.");
        if (row.Event is not { } stored)
            return _suspect ?? new FirstInvalid(expected, null, null, $"The event cannot be read: {row.Problem}");
        if (expected > _sealed)
            return null; // not sealed yet

        FirstInvalid Changed(string reason) => new(expected, stored.Negotiation, stored.Id.ToString(), reason);
        try
        {
            stored.Write(_line);
        }
        catch (System.Text.Json.JsonException unreadable)
        {
            return _suspect ?? Changed($"The event has no canonical form: {unreadable.Message}");
        }
        var leaf = Merkle.LeafOf(_line.LeafInput);
        if (_suspect is null && expected <= state.Size && await LeafWrong(expected - 1, leaf) is var (changed, damaged))
            (_suspect, _otherwise) = (Changed(changed), damaged);
        if (!growth.Add(leaf))
            return _suspect ?? growth.Differs();
        if (growth.Size == state.Size)
            _root = growth.Root();

        // If the next checkpoint fits, the event is the one that was sealed, and the stored tree was changed.
        return growth.Fits?.Size >= _suspect?.Position ? _suspect! with { Reason = _otherwise } : null;
    }

    /// <summary>
    /// The two reasons to report if the leaf is not that of the event: for a changed event, and for a damaged tree.
    /// </summary>
    private async ValueTask<(string Changed, string Damaged)?> LeafWrong(long index, byte[] leaf)
    {
        try
        {
            return await _leaves.Has(index, leaf)
                ? null
                : ("The event is not the one that was sealed.", $"The stored tree is damaged: the event is the one that was sealed, its leaf {index} is not.");
        }
        catch (InvalidDataException broken)
        {
            return (broken.Message, broken.Message);
        }
    }
}

/// <summary>The leaf hashes of the tree, read ahead in blocks.</summary>
internal sealed class SealedLeaves(TreeTiles tiles, long size)
{
    private const int Block = 64 * TiledTree.TileWidth;

    private byte[] _leaves = [];
    private long _first;

    /// <summary>Whether that is the leaf at that index. Call with rising indices.</summary>
    /// <exception cref="InvalidDataException">The stored tree is incomplete.</exception>
    public async ValueTask<bool> Has(long index, byte[] leaf)
    {
        if (index >= _first + _leaves.Length / Merkle.HashSize)
            (_leaves, _first) = (await tiles.Leaves(index, (int)Math.Min(Block, size - index)), index);
        return _leaves.AsSpan((int)(index - _first) * Merkle.HashSize, Merkle.HashSize).SequenceEqual(leaf);
    }
}
