using DiploTracker.Kernel;
using DiploTracker.Statuses;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RestrictNegotiationSpecs
{
    private static readonly NegotiationRestricted Restricted = new(["alice", "desk"], "back channel");

    [Fact]
    public void a_negotiation_is_restricted_to_its_members_and_opened_again()
    {
        var restricted = Given(Opened).When(new RestrictNegotiation(["alice", "desk"], "back channel")).Then(Restricted).AndAgain().After();
        Shown(restricted).ShouldBe(["alice", "desk"]);
        Shown(restricted.When(new RestrictNegotiation(["alice"])).After()).ShouldBe(["alice"]);
        Shown(restricted.When(new RestrictNegotiation([])).After()).ShouldBeEmpty();
        Shown(Given(Opened)).ShouldBeEmpty();
    }

    [Fact]
    public void not_to_the_very_same_again()
    {
        Given(Opened, Restricted).When(new RestrictNegotiation(["desk", "alice"])).ThenRefused("already-restricted");
        Given(Opened, Restricted).When(new RestrictNegotiation(["desk", "alice"], "another reason")).ThenRefused("already-restricted");
        Given(Opened).When(new RestrictNegotiation([])).ThenRefused("already-restricted");
        Given(Opened, Restricted, Restricted with { Members = ["alice"] }).When(new RestrictNegotiation(["alice", "desk"], "back channel").On("2025-08-07"))
            .Then(Restricted).After().When(new RestrictNegotiation(["alice", "desk"])).ThenRefused("already-restricted");
    }

    [Fact]
    public void a_restriction_that_was_retracted_holds_no_longer() =>
        Shown(Given(Opened, Restricted, new RecordCorrected(Fact(2), CorrectionMode.Retracted, null, "wrong"))).ShouldBeEmpty();

    [Fact]
    public void its_members_have_names() => Given(Opened).When(new RestrictNegotiation([""])).ThenRefused("malformed");

    private static EquatableArray<string> Shown(Specification given) => NegotiationStatus.Of("talks", given.Timeline).RestrictedTo ?? [];
}

public sealed class SetDefaultMarkingSpecs
{
    private static readonly SetDefaultMarking Amber = new() { Marking = Marking.AMBER };

    [Fact]
    public void facts_without_a_marking_have_the_default()
    {
        var given = Given([.. Agreed, CeasefireProposed with { Marking = Marking.CLEAR }]);
        NegotiationStatus.Of("talks", given.Timeline).DefaultMarking.ShouldBeNull();

        var amber = given.When(Amber).Then(new DefaultMarkingSet { Marking = Marking.AMBER, Occurred = Date("2025-08-20") }).AndAgain().After();
        NegotiationStatus.Of("talks", amber.Timeline).DefaultMarking.ShouldBe(Marking.AMBER);
        amber.Marked("m-summit").ShouldBe(Marking.AMBER);
        amber.Timeline.Recorded.Take(4).Select(fact => NegotiationHistory.HistoryItem.Of(fact, amber.Timeline).Marking)
            .ShouldBe(["AMBER", "AMBER", "AMBER", "CLEAR"]);
    }

    [Fact]
    public void the_one_set_last_holds()
    {
        var green = Given([.. Agreed]).When(Amber).After().When(new SetDefaultMarking { Marking = Marking.GREEN }).After();
        green.Marked("m-summit").ShouldBe(Marking.GREEN);
        green.When(Amber).Then(new DefaultMarkingSet()).After().Marked("m-summit").ShouldBe(Marking.AMBER);
    }

    [Fact]
    public void it_names_a_marking_that_needs_no_recipients()
    {
        Given(Opened).When(new SetDefaultMarking()).ThenRefused("malformed");
        Given(Opened).When(new SetDefaultMarking { Marking = Marking.RED }).ThenRefused("recipients-needed");
        Given(Opened).When(new SetDefaultMarking { Marking = new Word<Marking>("PINK") }).ThenRefused("marking-unknown");
    }
}
