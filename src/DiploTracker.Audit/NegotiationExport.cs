using System.Globalization;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>
/// Verifies an export of one negotiation: its versions follow one another, and the path of each event leads to the root
/// of a checkpoint that is kept elsewhere too. That events are missing at its end cannot be seen from it.
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
            var wrong = lines.IsCut ? new FirstInvalid(_through + 1, negotiation, null, "The file ends within a line.")
                : Seal.IsOne(lines.Line.Span) ? SealWrong(lines.Line)
                : EventWrong(lines);
            if (wrong is not null)
                return Verdict.Wrong(_version, wrong, _fits);
        }
        return _block is [var first, ..]
            ? Verdict.Wrong(_version, new FirstInvalid(first.Position, negotiation, first.Id, "The file ends without the seal of this event."), _fits)
            : new Verdict(true, _version, null, _fits, null);
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
            || seal.Through != last.Position || seal.Hashes.Count != _block.Count || SignedCheckpoint.Read(note) is not { } signed)
            return new FirstInvalid(first.Position, negotiation, first.Id, "The seal after this event is damaged, or is not that of the events before it.");
        for (var index = 0; index < _block.Count; index++)
            if (Seal.Decode(seal.Hashes[index]) is not { } path
                || !Proof.Includes(_block[index].Position - 1, signed.Checkpoint.Size, _block[index].Leaf, path, signed.Checkpoint.Root))
                return new FirstInvalid(_block[index].Position, negotiation, _block[index].Id, "The event is not the one that was sealed.");
        if (!trusted.Of(signed.Checkpoint.Origin).Any(kept => kept.Size == signed.Checkpoint.Size && kept.Root.AsSpan().SequenceEqual(signed.Checkpoint.Root)))
            return new FirstInvalid(first.Position, negotiation, first.Id,
                $"The checkpoint of {signed.Checkpoint.Size} events under which this event lies is not among those kept elsewhere.");
        if (!trusted.Trusts(signed))
            return new FirstInvalid(first.Position, negotiation, first.Id, "The checkpoint is not signed with a key that is kept with the checkpoints.");

        (_through, _fits) = (last.Position, signed.Checkpoint);
        _block.Clear();
        return null;
    }

    private sealed record Read(long Position, string Negotiation, long Version, string Id, byte[] Leaf)
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
