using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>A fact is judged at the place in history where it occurred, not where it was typed in.</summary>
public sealed class LateFactSpecs
{
    private static readonly DomainEvent[] Cancelled =
    [
        Opened.On("2025-08-10"), SummitProposed.On("2025-08-01"), SummitAccepted.On("2025-08-03"),
        SummitOnThe15th.On("2025-08-05"), SummitCancelled.On("2025-08-09"),
    ];

    [Fact]
    public void the_opening_comes_first_whenever_it_was()
    {
        var canonical = Given(Cancelled).Timeline.Canonical;

        canonical[0].Event.ShouldBeOfType<NegotiationOpened>();
        canonical.Select(entry => entry.Fact.Version).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void then_the_first_day_of_occurred_and_then_the_order_of_recording() =>
        Given(
            Opened, SummitProposed.On("2025-08-06"), CeasefireProposed.On("../2025-08-09"), SummitAccepted.On("2025-08-06"),
            Denied.On("2025-08"), CeasefireBy8August.On("2025-08-06T00:00+02:00"))
            .Timeline.Canonical.Select(entry => entry.Fact.Version).ShouldBe([1, 3, 5, 2, 4, 6]);

    [Fact]
    public void a_late_fact_is_decided_at_its_place() =>
        Given(Cancelled)
            .When(new ConfirmDate("m-summit", "RUS").On("2025-08-06"))
            .Then(new MeetingDateConfirmed("m-summit", "RUS")).AndAgain()
            .After().Meeting().ShouldSatisfyAllConditions(
                meeting => meeting.Status.ShouldBe(MeetingStatus.Cancelled),
                meeting => meeting.ConfirmedBy.ShouldBe(["RUS"]),
                meeting => meeting.Sequence.ShouldBe(3));

    [Fact]
    public void it_is_refused_when_it_was_not_possible_then()
    {
        Given(Cancelled).When(new ConfirmDate("m-summit", "RUS").On("2025-08-04")).ThenRefused("nothing-to-confirm");
        Given(Cancelled).When(new ConfirmDate("m-summit", "RUS").On("2025-07-31")).ThenRefused("meeting-unknown");
        Given(Cancelled).When(new ConfirmDate("m-summit", "RUS")).ThenRefused("nothing-to-confirm");
    }

    [Fact]
    public void it_is_refused_when_a_later_fact_would_not_have_been_possible()
    {
        var verdict = Given(Cancelled).When(new CancelMeeting("m-summit", ["USA"]).On("2025-08-04"))
            .ThenRefused("meeting-cancelled");

        verdict.Hint<IEnumerable<Dependant>>("dependants")
            .Select(dependant => (dependant.Fact, dependant.Version, dependant.Code))
            .ShouldBe([(Fact(4), 4L, "meeting-cancelled"), (Fact(5), 5L, "already-cancelled")]);
        verdict.Refusal.Detail.ShouldContain("2025-08-15");
    }

    [Fact]
    public void on_a_day_without_a_time_facts_stand_as_they_were_recorded() =>
        Given(Opened, SummitProposed.On("2025-08-06"))
            .When(new AnswerProposal("m-summit", "RUS", Answer.Accepted).On("2025-08-06")).Then(SummitAccepted);

    [Fact]
    public void a_restated_position_matters_once_an_earlier_softening_arrives_late()
    {
        var restated = Given(
            Opened, SummitProposed, TermsFirst.On("2025-08-08"), new PositionChanged("d-terms-first", PositionChange.Restated, null).On("2025-08-12"));

        restated.When(new ChangePosition("d-terms-first", PositionChange.Softened).On("2025-08-10"))
            .Then(new PositionChanged("d-terms-first", PositionChange.Softened, null))
            .After().Position("d-terms-first").Status.ShouldBe(PositionStatus.Standing);
    }

    [Fact]
    public void a_fact_that_leaves_the_state_as_it_was_is_still_a_fact() =>
        Given(Opened, SummitProposed, TermsFirst, new PositionChanged("d-terms-first", PositionChange.Restated, null))
            .When(new ChangePosition("d-terms-first", PositionChange.Restated))
            .Then(new PositionChanged("d-terms-first", PositionChange.Restated, null));

    [Fact]
    public void without_a_date_it_is_of_the_day_of_receipt() =>
        Given(Opened).When(new EnterPhase(Phase.Agreement), DateTimeOffset.Parse("2025-08-14T23:30:00-05:00"))
            .Then(new PhaseEntered(Phase.Agreement, null) { Occurred = Date("2025-08-15") });

    [Fact]
    public void only_the_very_same_fact_gives_nothing()
    {
        var proposing = new ProposeMeeting("m-summit", ["USA"], ["RUS"]);
        var given = Given(Opened, SummitProposed with { Occurred = Date("2025-08-07"), Basis = [new Basis { Speaker = "AFP" }] });

        given.When((proposing with { Basis = [new Basis { Speaker = "AFP" }] }).On("2025-08-07")).ThenNothing();
        given.When((proposing with { Basis = [new Basis { Speaker = "TASS" }] }).On("2025-08-07")).Then(SummitProposed);
        given.When((proposing with { Basis = [new Basis { Speaker = "AFP" }] }).On("2025-08-08")).Then(SummitProposed);
        given.When((proposing with { Basis = [new Basis { Speaker = "AFP" }], Marking = Marking.RED }).On("2025-08-07")).Then(SummitProposed);
    }

    [Fact]
    public void its_circumstances_are_kept()
    {
        var told = DateTimeOffset.Parse("2025-08-07T12:00:00+03:00");
        var phrase = new Phrase("الأسبوع المقبل", "ar");
        Basis[] basis = [new() { Speaker = "RUS.Ushakov", Via = ["TASS"], PublishedAt = told, Reliability = Reliability.B, Credibility = 2 }];

        Given(Opened)
            .When(new ProposeSummit("m-summit", ["USA"], ["RUS"])
            {
                Occurred = Date("2025-08-07"), Phrase = phrase, Basis = [.. basis], Marking = Marking.GREEN, EmbargoUntil = told,
            })
            .Then(SummitProposed with
            {
                Occurred = Date("2025-08-07"), Phrase = phrase, Basis = [.. basis], Marking = Marking.GREEN, EmbargoUntil = told,
            });
    }

    [Fact]
    public void its_circumstances_are_well_formed()
    {
        var proposing = new ProposeMeeting("m-summit", ["USA"], ["RUS"]);

        Given(Opened).When(proposing with { Occurred = NotADate }).ThenRefused("edtf-invalid");
        Given(Opened).When(proposing with { Occurred = Edtf.Of("2025-08-10/2025-08-01") }).ThenRefused("edtf-invalid");
        Given(Opened).When(proposing with { Marking = new Word<Marking>("PINK") }).ThenRefused("marking-unknown");
        Given(Opened).When(proposing with { Basis = [new Basis { Credibility = 7 }] }).ThenRefused("malformed");
        Given(Opened).When(proposing with { Basis = [new Basis { Credibility = 0 }] }).ThenRefused("malformed");
    }
}
