using System.Globalization;
using System.Text.Unicode;

namespace DiploTracker.Audit;

/// <summary>
/// Verifies an export of the whole log, line by line: each block against its seal, the tree against the checkpoints.
/// </summary>
internal sealed class LogExport(string origin, TrustedCheckpoints trusted, bool isOlder)
{
    private readonly GrowthCheck _growth = new(trusted.Expected(origin));
    private readonly byte[] _block = new byte[Seal.Block * Merkle.HashSize]; // the leaves since the last seal
    private int _count;
    private Seal? _lastSeal;

    private long Expected => _growth.Size + _count + 1;

    public Verdict Verify(ExportLines lines)
    {
        while (lines.Next())
        {
            var wrong = lines.Damage is { } damage ? new FirstInvalid(Expected, null, null, damage)
                : Seal.IsOne(lines.Line.Span) ? SealWrong(lines.Line)
                : EventWrong(lines);
            if (wrong is not null)
                return Verdict.Wrong(Expected - 1, wrong, _growth.Fits);
        }
        return End();
    }

    private FirstInvalid? EventWrong(ExportLines lines)
    {
        Span<byte> position = stackalloc byte[40];
        Utf8.TryWrite(position, CultureInfo.InvariantCulture, $"\"position\":\"{Expected}\"", out var length);
        if (lines.Line.Span.LastIndexOf(position[..length]) < 0) // it is near the end
            return ExportFile.Wrong(Expected, lines.Line, "The event is not the one that was sealed.");
        if (_count == Seal.Block)
            return new FirstInvalid(_growth.Size + 1, null, null, $"The seal of the events from {_growth.Size + 1} on is missing.");
        lines.Leaf(Leaf(_count++));
        return null;
    }

    private FirstInvalid? SealWrong(ReadOnlyMemory<byte> line)
    {
        var (first, last) = (_growth.Size + 1, _growth.Size + _count);
        if (Seal.Read(line) is not { Negotiation: null, Hashes: [var leaves] } seal
            || seal.After != _growth.Size || seal.Through != seal.After + leaves.Length / Merkle.HashSize)
            return new FirstInvalid(first, null, null, $"The seal of the events from {first} on is damaged.");
        if (leaves.AsSpan().CommonPrefixLength(_block.AsSpan(0, _count * Merkle.HashSize)) / Merkle.HashSize is var same
            && same < Math.Min(leaves.Length / Merkle.HashSize, _count))
            return new FirstInvalid(first + same, null, null, "The event is not the one that was sealed.");
        if (seal.Through > last)
            return new FirstInvalid(last + 1, null, null, "The event is missing.");
        if (seal.Through < last)
            return new FirstInvalid(seal.Through + 1, null, null, "The event was not sealed.");
        if (_count == 0)
            return new FirstInvalid(first, null, null, $"A seal without events stands before event {first}.");

        for (var index = 0; index < _count; index++)
            if (!_growth.Add(Leaf(index)))
                return _growth.Differs();
        _count = 0;
        _lastSeal = seal;
        return seal.Checkpoint is null ? null : CheckpointWrong(seal.Checkpoint);
    }

    private FirstInvalid? CheckpointWrong(string note)
    {
        var signed = SignedCheckpoint.Read(note);
        var reason = signed is null || signed.Checkpoint.Size != _growth.Size || !signed.Checkpoint.Root.AsSpan().SequenceEqual(_growth.Root())
                ? "is not one of the events before it"
            : signed.Checkpoint.Origin != origin ? "is one of another log"
            : trusted.Keys.Count > 0 && !trusted.Trusts(signed) ? "is not signed with a key that is kept with the checkpoints"
            : null;
        return reason is null ? null : new FirstInvalid((_growth.Fits?.Size ?? 0) + 1, null, null, $"The checkpoint after event {_growth.Size} {reason}.");
    }

    private Span<byte> Leaf(int index) => _block.AsSpan(index * Merkle.HashSize, Merkle.HashSize);

    private Verdict End()
    {
        if (_count > 0)
            return Verdict.Wrong(Expected - 1, new FirstInvalid(_growth.Size + 1, null, null,
                $"The file ends without the seal of the events from {_growth.Size + 1} on."), _growth.Fits);
        if (_growth.Size == 0)
            return new Verdict(false, 0, null, null, "The file holds no events.");
        if (_lastSeal!.Checkpoint is null)
            return Verdict.Wrong(_growth.Size, new FirstInvalid(_growth.Size + 1, null, null,
                $"The file ends after event {_growth.Size} without a checkpoint: what followed is missing."), _growth.Fits);
        if (_growth.Fits is not { } fits)
            return new Verdict(false, _growth.Size, null, null,
                $"None of the checkpoints kept elsewhere is one of this log ({origin}) at {_growth.Size} events or fewer: nothing can be said.");
        return !isOlder && _growth.Largest!.Size > _growth.Size
            ? Verdict.Wrong(_growth.Size, _growth.EndIsMissing(), fits)
            : new Verdict(true, _growth.Size, null, fits, null);
    }
}
