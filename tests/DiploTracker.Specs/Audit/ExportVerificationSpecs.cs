using CsCheck;
using System.IO.Compression;
using System.Text;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

public sealed class ExportVerificationSpecs : IDisposable
{
    private readonly ExportOf _export = ExportOf.Events(45, block: 10, 7, 20, 33);

    public void Dispose() => _export.Dispose();

    [Fact]
    public void an_export_as_it_was_made_is_valid()
    {
        var verdict = _export.Verify(_export.Bytes);
        (verdict.Valid, verdict.Checked, verdict.Checkpoint!.Size, verdict.Problem).ShouldBe((true, 45, 45, null));
    }

    [Fact]
    public void no_valid_export_is_refused() => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20]).Sample((count, block) =>
    {
        using var export = ExportOf.Events(count, block, 3, 11);
        export.Verify(export.Bytes).Valid.ShouldBeTrue();
    }, iter: 30, threads: 1);

    [Fact]
    public void every_corruption_is_caught() => Corruption.Sample(corrupt =>
    {
        var bytes = corrupt(_export.Bytes);
        if (!bytes.AsSpan().SequenceEqual(_export.Bytes))
            _export.Verify(bytes).Valid.ShouldBeFalse();
    }, iter: 200, threads: 1);

    [Fact]
    public void each_changed_event_is_named()
    {
        for (var position = 1; position <= 45; position++)
        {
            var lines = _export.Lines;
            var at = lines.FindIndex(line => line.Contains($"\"position\":\"{position}\"", StringComparison.Ordinal));
            lines[at] = lines[at].Replace("المقبل", "الماضي", StringComparison.Ordinal);
            _export.Verify(lines).FirstInvalid!.Position.ShouldBe(position);
        }
    }

    [Fact]
    public void a_missing_event_is_named()
    {
        for (var position = 1; position <= 45; position++)
            _export.Verify(_export.Lines.Where(line => !line.Contains($"\"position\":\"{position}\"", StringComparison.Ordinal)))
                .FirstInvalid!.Position.ShouldBe(position);
    }

    [Fact]
    public void an_inserted_event_is_named()
    {
        var lines = _export.Lines;
        lines.Insert(4, lines[3]);
        _export.Verify(lines).FirstInvalid!.Position.ShouldBe(5);
    }

    [Fact]
    public void swapped_events_are_named()
    {
        var lines = _export.Lines;
        (lines[5], lines[6]) = (lines[6], lines[5]);
        _export.Verify(lines).FirstInvalid!.Position.ShouldBe(6);
    }

    [Fact]
    public void a_cut_end_is_noticed_even_where_it_was_sealed_before()
    {
        for (var count = 0; count < _export.Lines.Count; count++)
            _export.Verify(_export.Lines.Take(count)).Valid.ShouldBeFalse();
        using var shorter = ExportOf.Events(20, block: 10);
        var forged = _export.Verify(shorter.Bytes);
        forged.Valid.ShouldBeFalse();
    }

    [Fact]
    public void an_earlier_export_is_valid_when_it_is_said_to_be_earlier()
    {
        _export.Write([.. Enumerable.Range(1, 20).Select(ExportOf.Event)], 10);
        var bytes = _export.Bytes;
        _export.Verify(bytes).FirstInvalid!.Position.ShouldBe(21);
        _export.Verify(bytes, isOlder: true).Valid.ShouldBeTrue();
    }

    [Fact]
    public void what_another_key_signed_does_not_pass()
    {
        var forged = _export.Forged([.. Enumerable.Range(1, 45).Select(ExportOf.Event)], 10);
        var verdict = _export.Verify(forged);
        verdict.Valid.ShouldBeFalse();
        verdict.Problem!.ShouldContain("not signed with a key");
    }

    [Fact]
    public void a_log_rewritten_from_the_middle_no_longer_fits_the_checkpoint_kept_outside()
    {
        var forged = _export.Forged([.. Enumerable.Range(1, 45).Select(position => ExportOf.Event(position >= 25 ? position + 1000 : position))
            .Select((line, index) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace($"\"position\":\"{index + 1001}\"", $"\"position\":\"{index + 1}\"", StringComparison.Ordinal)))], 10);
        var verdict = _export.Verify(forged);
        verdict.FirstInvalid!.Position.ShouldBe(21, verdict.Problem); // the checkpoint of 20 fits, that of 33 does not
        verdict.Problem!.ShouldContain("The checkpoint of 33 events no longer fits");
    }

    [Fact]
    public void without_a_fitting_checkpoint_nothing_is_said_to_be_valid()
    {
        foreach (var file in Directory.EnumerateFiles(_export.Folder, "*.checkpoint"))
            File.Delete(file);
        var verdict = _export.Verify(_export.Bytes);
        verdict.Valid.ShouldBeFalse();
        verdict.FirstInvalid.ShouldBeNull();
    }

    [Fact]
    public void a_file_that_was_copied_as_text_is_wrong_from_its_first_line_on_and_says_why()
    {
        var verdict = _export.Verify(_export.Lines.Select(line => line + "\r"));
        verdict.FirstInvalid!.Position.ShouldBe(1);
        verdict.Problem!.ShouldContain("CR LF");
    }

    [Fact]
    public void a_compressed_file_says_so()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(_export.Bytes);
        var verdict = _export.Verify(packed.ToArray());
        (verdict.Valid, verdict.FirstInvalid).ShouldBe((false, null));
        verdict.Problem!.ShouldContain("unpack it first");
    }

    [Fact]
    public void what_is_no_export_at_all_is_not_valid()
    {
        foreach (var bytes in new byte[][] { [], "\n"u8.ToArray(), "my notes\n"u8.ToArray(), [0xff, 0xfe, 0x0a], new byte[100_000] })
            _export.Verify(bytes).Valid.ShouldBeFalse();
    }

    private static Gen<Func<byte[], byte[]>> Corruption => Gen.Select(Gen.Int[0, 5], Gen.Double.Unit, Gen.Double.Unit, Gen.Byte[1, 255]).Select((kind, place, other, flip) =>
        (Func<byte[], byte[]>)(bytes =>
        {
            var (at, to) = ((int)(place * (bytes.Length - 1)), (int)(other * (bytes.Length - 1)));
            var copy = bytes.ToList();
            switch (kind)
            {
                case 0: copy[at] ^= flip; break;
                case 1: copy.RemoveAt(at); break;
                case 2: copy.Insert(at, flip); break;
                case 3: (copy[at], copy[to]) = (copy[to], copy[at]); break;
                case 4: copy.RemoveRange(at, copy.Count - at); break;
                default: copy.RemoveRange(Math.Min(at, to), Math.Abs(at - to)); break;
            }
            return [.. copy];
        }));
}
