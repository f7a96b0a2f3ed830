using System.Globalization;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>
/// Verifies an export of one negotiation: its versions are consecutive, and the path of each event leads to the root of
/// a checkpoint that is also kept elsewhere. Events missing at its end cannot be detected.
/// </summary>
internal sealed class NegotiationExport(string negotiation, TrustedCheckpoints trusted)
{
    private readonly List<Read> _block = [];
    private long _through;
    private long _version;
    private Checkpoint? _fits;

    public Verdict Verify(ExportLines lines)
    {
        while (lines.Next())
        {
            var wrong = lines.Damage is { } damage ? new FirstInvalid((_block is [.., var last] ? last.Position : _through) + 1, negotiation, null, damage)
                : Seal.IsOne(lines.Line.Span) ? SealWrong(lines.Line)
                : EventWrong(lines);
            if (wrong is not null)
                return Verdict.Wrong(_version, wrong, _fits);
        }
        return _block is [var first, ..]
            ? Verdict.Wrong(_version, new FirstInvalid(first.Position, negotiation, first.Id, "The file ends without the seal of this event."), _fits)
            : new Verdict(_fits is not null, _version, null, _fits, _fits is null ? "The file holds no events." : null);
    }

    private FirstInvalid? EventWrong(ExportLines lines)
    {
        var next = _block is [.., var last] ? last.Position + 1 : _through + 1;
        if (Read.Of(lines) is not { } read)
            return new FirstInvalid(next, negotiation, null, "The line cannot be read as an event.");
        if (read.Negotiation != negotiation || read.Position < next || read.Version != _version + 1)
            return new FirstInvalid(read.Position, read.Negotiation, read.Id, $"Version {_version + 1} of {negotiation} is expected here, not {read.Version} of {read.Negotiation}.");
        if (_block.Count == Seal.Block)
            return new FirstInvalid(_block[0].Position, negotiation, _block[0].Id, "The seal of this event is missing.");
        _block.Add(read);
        _version++;
        return null;
    }

    private FirstInvalid? SealWrong(ReadOnlyMemory<byte> line)
    {
        if (_block is [])
            return new FirstInvalid(_through + 1, negotiation, null, "A seal without events stands here.");
        var (first, last) = (_block[0], _block[^1]);
        if (Seal.Read(line) is not { Checkpoint: { } note } seal || seal.Negotiation != negotiation || seal.After != _through
            || SignedCheckpoint.Read(note) is not { } signed)
            return new FirstInvalid(first.Position, negotiation, first.Id, "The seal after this event is damaged, or is not that of the events before it.");
        for (var index = 0; index < Math.Min(seal.Hashes.Count, _block.Count); index++)
            if (!Proof.Includes(_block[index].Position - 1, signed.Checkpoint.Size, _block[index].Leaf, [.. seal.Hashes[index].Chunk(Merkle.HashSize)], signed.Checkpoint.Root))
                return new FirstInvalid(_block[index].Position, negotiation, _block[index].Id, "The event is not the one that was sealed.");
        if (seal.Hashes.Count == _block.Count + 1)
            return new FirstInvalid(seal.Through, negotiation, null, "The event is missing.");
        if (seal.Hashes.Count > _block.Count)
            return new FirstInvalid(last.Position + 1, negotiation, null, $"Events are missing after {last.Position}, up to {seal.Through}.");
        if (seal.Hashes.Count < _block.Count)
            return new FirstInvalid(_block[seal.Hashes.Count].Position, negotiation, _block[seal.Hashes.Count].Id, "The event was not sealed.");
        if (seal.Through != last.Position)
            return new FirstInvalid(first.Position, negotiation, first.Id, "The seal after this event is not that of the events before it.");
        if (!trusted.Of(signed.Checkpoint.Origin).Any(kept => kept.Size == signed.Checkpoint.Size && kept.Root.AsSpan().SequenceEqual(signed.Checkpoint.Root)))
            return new FirstInvalid(first.Position, negotiation, first.Id,
                $"The checkpoint of {signed.Checkpoint.Size} events under which this event lies is not among those kept elsewhere.");
        if (!trusted.Trusts(signed))
            return new FirstInvalid(first.Position, negotiation, first.Id, "The checkpoint is not signed with a key that is kept with the checkpoints.");

        (_through, _fits) = (last.Position, signed.Checkpoint);
        _block.Clear();
        return null;
    }

    internal sealed record Read(long Position, string Negotiation, long Version, string Id, byte[] Leaf)
    {
        public static Read? Of(ExportLines lines)
        {
            try
            {
                using var json = JsonDocument.Parse(lines.Line);
                var root = json.RootElement;
                return new Read(
                    long.Parse(root.GetProperty("position").GetString()!, NumberStyles.None, CultureInfo.InvariantCulture),
                    root.GetProperty("subject").GetString()!, root.GetProperty("version").GetInt64(), root.GetProperty("id").GetString()!, lines.Leaf());
            }
            catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                or OverflowException or ArgumentException)
            {
                return null;
            }
        }
    }
}
