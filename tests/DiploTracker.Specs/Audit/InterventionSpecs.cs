using DiploTracker.Audit;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

public sealed class InterventionSpecs : IDisposable
{
    private const string Next = "diplotracker/0198f3a0-0000-7000-8000-000000000002";

    private readonly SigningKey _key = SigningKey.Create().Key;
    private readonly string _folder = Directory.CreateTempSubdirectory("interventions-").FullName;

    private static readonly Intervention Loss = new(
        InterventionKind.LossAccepted, ExportOf.Origin, new DateTime(2025, 8, 7, 12, 0, 0, DateTimeKind.Utc).AddMicroseconds(123456), "Müller", "the backup\nof Monday",
        Next, Sealed: 100, Kept: 90, KeptRoot: Root(90), Fits: 80);

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void it_is_a_signed_note_of_the_origin_and_canonical_json() => Loss.Sign(_key).ShouldStartWith(
        $$"""
        {{ExportOf.Origin}}
        {"at":"2025-08-07T12:00:00.123456Z","by":"Müller","continues":"{{Next}}","fits":80,"ground":"the backup\nof Monday","kept":90,"keptRoot":"{{Convert.ToBase64String(Root(90))}}","kind":"LossAccepted","origin":"{{ExportOf.Origin}}","sealed":100}

        — {{ExportOf.Origin}}{{" "}}
        """.ReplaceLineEndings("\n"));

    [Fact]
    public void it_is_read_back_where_a_key_of_the_log_signed_it()
    {
        var note = Loss.Sign(_key);
        Intervention.Read(note, [_key.Verifier(ExportOf.Origin)])!.ShouldBeEquivalentTo(Loss);
        Intervention.Read(note, [_key.Verifier(Next)]).ShouldBeNull();
        Intervention.Read(note, [SigningKey.Create().Key.Verifier(ExportOf.Origin)]).ShouldBeNull();
        Intervention.Read(note.Replace("Müller", "Maier", StringComparison.Ordinal), [_key.Verifier(ExportOf.Origin)]).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("diplotracker/one\n{}\n\n— diplotracker/one AAAA\n")]
    [InlineData("diplotracker/one\n{\"at\":7}\n\n— diplotracker/one AAAA\n")]
    [InlineData("diplotracker/one\nno JSON\n\n— diplotracker/one AAAA\n")]
    public void what_is_no_note_is_not_read(string note) => Intervention.Read(note).ShouldBeNull();

    [Fact]
    public void a_log_that_goes_on_must_fit_what_it_was_said_to_hold_and_the_checkpoints_that_fitted()
    {
        const string third = "diplotracker/0198f3a0-0000-7000-8000-000000000003";
        Keep(Loss.Sign(_key), "one.intervention");
        Keep((Loss with { Origin = Next, Continues = third, Sealed = 99, Kept = 70, KeptRoot = Root(70), Fits = 60, At = Loss.At.AddDays(1) }).Sign(_key), "two.intervention");
        foreach (var (origin, size) in new[] { (ExportOf.Origin, 50), (ExportOf.Origin, 80), (ExportOf.Origin, 100), (Next, 60), (Next, 99), (third, 75) })
            Keep(SignedCheckpoint.Sign(new Checkpoint(origin, size, Root(size)), _key).Note, $"{origin[^1]}-{size}.checkpoint");
        foreach (var origin in new[] { ExportOf.Origin, Next, third })
            Keep($"{_key.Verifier(origin)}\n", $"{origin[^1]}.vkey");

        var trusted = TrustedCheckpoints.Read(_folder);
        trusted.Unreadable.ShouldBeEmpty();
        trusted.Expected(ExportOf.Origin).Select(checkpoint => checkpoint.Size).ShouldBe([50, 80, 100]);
        trusted.Expected(Next).Select(checkpoint => checkpoint.Size).ShouldBe([50, 60, 80, 90, 99]);
        trusted.Expected(third).Select(checkpoint => checkpoint.Size).ShouldBe([50, 60, 70, 75]);
        trusted.LossesBefore(third).Select(loss => loss.Origin).ShouldBe([ExportOf.Origin, Next]);
    }

    private static byte[] Root(long size) => [.. Enumerable.Repeat((byte)size, Merkle.HashSize)];

    private void Keep(string text, string file) => File.WriteAllText(Path.Combine(_folder, file), text);
}
