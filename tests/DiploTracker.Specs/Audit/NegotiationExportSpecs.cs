using System.Text;
using CsCheck;
using DiploTracker.Audit;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

/// <summary>An export of one negotiation out of a log of several.</summary>
public sealed class NegotiationExportSpecs : IDisposable
{
    private const string Key = "talks-2";

    private readonly ExportOf _log = ExportOf.Events(45, block: 10);
    private readonly List<string> _lines = [];

    public NegotiationExportSpecs()
    {
        var events = Enumerable.Range(1, 45).Select(ExportOf.Event).ToList();
        var own = Enumerable.Range(1, 45).Where(position => position % 3 == 2).ToList();
        // Its versions are those of the negotiation, not the positions, which is all that the events of a log have here.
        var (tree, line) = (new List<byte[]>(events), new LineBuffer());
        foreach (var (index, position) in own.Index())
            tree[position - 1] = WithVersion(events[position - 1], index + 1);
        _log.Write(tree, 10);
        var tiled = Tree.Of(tree.Select(written => Merkle.Leaf(written))).GetAwaiter().GetResult().Tiled;
        var note = Seal.Read(Encoding.UTF8.GetBytes(_log.Lines[^1]))!.Checkpoint!;
        var after = 0;
        foreach (var block in own.Chunk(4))
        {
            _lines.AddRange(block.Select(position => Encoding.UTF8.GetString(tree[position - 1])));
            var paths = block.Select(position => Seal.Joined(tiled.Inclusion(position - 1, 45).AsTask().GetAwaiter().GetResult())).ToList();
            new Seal(after, block[^1], Key, paths, note).Write(line);
            _lines.Add(Encoding.UTF8.GetString(line.Line));
            after = block[^1];
        }
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void it_is_valid_as_it_was_made()
    {
        var verdict = _log.Verify(_lines);
        (verdict.Valid, verdict.Checked, verdict.Problem).ShouldBe((true, 15, null));
    }

    [Fact]
    public void each_changed_event_is_named() => Each((lines, at) => lines[at] = lines[at].Replace("المقبل", "الماضي", StringComparison.Ordinal));

    [Fact]
    public void each_missing_event_is_noticed_at_the_next()
    {
        foreach (var (at, position) in Events())
        {
            var lines = _lines.ToList();
            lines.RemoveAt(at);
            _log.Verify(lines).FirstInvalid!.Position.ShouldBeInRange(position, position + 3);
        }
    }

    [Fact]
    public void a_line_twice_and_two_swapped_are_named()
    {
        var twice = _lines.ToList();
        twice.Insert(2, twice[1]);
        _log.Verify(twice).FirstInvalid!.Position.ShouldBe(5);
        var swapped = _lines.ToList();
        (swapped[1], swapped[2]) = (swapped[2], swapped[1]);
        _log.Verify(swapped).FirstInvalid!.Position.ShouldBe(8);
    }

    [Fact]
    public void cut_off_it_is_still_taken_for_what_it_is()
    {
        for (var count = 1; count < _lines.Count; count++)
        {
            if (Seal.IsOne(Encoding.UTF8.GetBytes(_lines[count - 1])))
                continue; // whole, as far as it goes
            var verdict = _log.Verify(_lines.Take(count));
            verdict.FirstInvalid!.Negotiation.ShouldBe(Key);
            verdict.Problem!.ShouldContain("without the seal");
        }
        var bytes = Encoding.UTF8.GetBytes(string.Concat(_lines.Select(line => line + "\n")));
        _log.Verify(bytes[..^40]).Problem!.ShouldContain("within a line");
    }

    [Fact]
    public void every_corruption_is_caught()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(_lines.Select(line => line + "\n")));
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, bytes.Length - 2], Gen.Byte[1, 255]).Sample((kind, at, flip) =>
        {
            var copy = bytes.ToList();
            switch (kind)
            {
                case 0: copy[at] ^= flip; break;
                case 1: copy.RemoveAt(at); break;
                case 2: copy.Insert(at, flip); break;
                default: copy.RemoveRange(0, at + 1); break;
            }
            _log.Verify([.. copy]).Valid.ShouldBeFalse();
        }, iter: 200, threads: 1);
    }

    private void Each(Action<List<string>, int> change)
    {
        foreach (var (at, position) in Events())
        {
            var lines = _lines.ToList();
            change(lines, at);
            _log.Verify(lines).FirstInvalid!.Position.ShouldBe(position);
        }
    }

    private IEnumerable<(int At, int Position)> Events() =>
        _lines.Index().Where(line => !Seal.IsOne(Encoding.UTF8.GetBytes(line.Item)))
            .Select((line, index) => (line.Index, 2 + 3 * index));

    private static byte[] WithVersion(byte[] written, int version)
    {
        var line = new LineBuffer();
        (StoredEventLine.Read(written) with { Version = version }).Write(line);
        return line.Line.ToArray();
    }
}
