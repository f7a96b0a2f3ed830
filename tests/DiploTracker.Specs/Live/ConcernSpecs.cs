using DiploTracker.NegotiationHistory;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Live;

/// <summary>Whom a fact concerns, so that a desk which follows one party sees what it has a part in.</summary>
public sealed class ConcernSpecs
{
    [Fact]
    public void those_it_names() => Of(CeasefireProposed, [Opened]).ShouldBe("RUS, UKR, USA");

    [Fact]
    public void those_of_the_meeting_it_is_about_though_it_names_nobody() => Of(SummitOnThe15th, Agreed).ShouldBe("RUS, USA");

    [Fact]
    public void the_party_for_which_somebody_speaks_and_those_of_what_it_is_about() => Of(Denied, Agreed).ShouldBe("RUS, USA");

    [Fact]
    public void all_parties_where_it_is_about_the_negotiation() => Of(new PhaseEntered(Phase.Suspended, null), Agreed).ShouldBe("RUS, TUR, UKR, USA");

    [Fact]
    public void those_of_the_fact_that_it_corrects() =>
        Of(new RecordCorrected(Fact(2), CorrectionMode.Retracted, null, "wrong"), [.. Agreed, CeasefireProposed]).ShouldBe("RUS, USA");

    private static string Of(DomainEvent @event, DomainEvent[] before)
    {
        var timeline = Given(before).And(@event).Timeline;
        return string.Join(", ", Concern.Of(timeline.Recorded[^1], timeline).Order());
    }
}
