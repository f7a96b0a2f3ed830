using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class CorroborateSpecs
{
    private static readonly EquatableArray<Basis> Tass = [new Basis { Speaker = "TASS" }];

    [Fact]
    public void a_second_source_supports_a_fact() =>
        Given(Opened, SummitProposed).When(new Corroborate(Fact(2)) { Basis = Tass })
            .Then(new FactCorroborated(Fact(2)) { Basis = Tass, Occurred = Date("2025-08-20") }).AndAgain();

    [Fact]
    public void it_changes_nothing_in_the_world()
    {
        var given = Given(Opened, SummitProposed, new FactCorroborated(Fact(2)) { Basis = Tass });

        given.Timeline.Canonical.Count.ShouldBe(2);
        given.Timeline.Version.ShouldBe(3);
    }

    [Fact]
    public void the_source_is_named() =>
        Given(Opened, SummitProposed).When(new Corroborate(Fact(2))).ThenRefused("malformed");

    [Fact]
    public void the_fact_is_recorded_and_not_retracted()
    {
        Given(Opened).When(new Corroborate(Fact(2)) { Basis = Tass }).ThenRefused("correction-target-unknown");
        Given(Opened, SummitProposed, new RecordCorrected(Fact(2), CorrectionMode.Retracted, null, "a hoax"))
            .When(new Corroborate(Fact(2)) { Basis = Tass }).ThenRefused("already-retracted");
    }
}
