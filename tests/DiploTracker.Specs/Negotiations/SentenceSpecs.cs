using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>A fact as one plain sentence, with all that it holds and without.</summary>
public sealed class SentenceSpecs
{
    private static readonly MeetingHeld Held = new(
        "m-summit", Date("2025-08-15"), MeetingOutcome.NoAgreement, [], null, null, null, null, [], null, null);

    private static readonly StatementRecorded Said = new(
        "s-soon", "USA.Trump", StatementKind.Expectation, null, null, null, null, null, null, []);

    public static TheoryData<string, DomainEvent> OfMeetings => new()
    {
        { "USA proposes to RUS the meeting m-summit (Summit, Leaders, Bilateral).", SummitProposed },
        { "USA floats to RUS through CHE and OMN the meeting m-summit (Summit, Leaders, Bilateral).",
            SummitFloated with { Through = ["CHE", "OMN"] } },
        { "UN convenes the meeting m-summit (Summit, Leaders, Bilateral).",
            SummitProposed with { By = ["UN"], To = [], Formality = Formality.Convened } },
        { "USA and RUS announce the meeting m-summit (Summit, Leaders, Bilateral).",
            SummitProposed with { By = ["USA", "RUS"], To = [] } },
        { "USA and RUS propose to UKR the meeting m-summit (Summit, Leaders, Bilateral).",
            SummitProposed with { By = ["USA", "RUS"], To = ["UKR"] } },
        { "m-summit is scheduled for 2025-08-15.", SummitOnThe15th },
        { "m-summit is tentatively scheduled for 2025-08, confirmed by RUS.",
            SummitNextWeek with { When = Date("2025-08"), ConfirmedBy = ["RUS"] } },
        { "USA confirms the date of m-summit.", new MeetingDateConfirmed("m-summit", "USA") },
        { "m-summit is moved to 2025-08-16.", SummitMoved },
        { "m-summit is moved to 2025-08-16 (weather).", SummitMoved with { Reason = "weather" } },
        { "m-summit is postponed.", SummitPostponed with { By = [] } },
        { "RUS postpones m-summit (manoeuvres).", SummitPostponed with { Reason = "manoeuvres" } },
        { "USA and RUS postpone m-summit.", SummitPostponed with { By = ["USA", "RUS"] } },
        { "m-summit is cancelled (hostility).", SummitCancelled with { By = [], Reason = "hostility" } },
        { "USA cancels m-summit.", SummitCancelled },
        { "USA, RUS and UKR cancel m-summit.", SummitCancelled with { By = ["USA", "RUS", "UKR"] } },
        { "USA reinstates m-summit.", SummitReinstated },
        { "USA reinstates m-summit for 2025-08-15.", SummitReinstated with { When = Date("2025-08-15") } },
        { "For m-summit is set: format Trilateral, level Envoy, participants USA and RUS, agenda terms, title Talks.",
            new MeetingFormatSet("m-summit", "Trilateral", "Envoy", ["USA", "RUS"], "terms", "Talks") },
        { "For m-summit is set: agenda terms.", new MeetingFormatSet("m-summit", null, null, [], "terms") },
        { "m-summit begins.", SummitBegun },
        { "m-summit begins on 2025-08-15/.., with USA and RUS.",
            new MeetingBegun("m-summit", Date("2025-08-15/.."), ["USA", "RUS"]) },
        { "m-summit is held on 2025-08-15; outcome: NoAgreement.", Held },
        { "m-summit is held on 2025-08-15 in Anchorage, round 3 of direct; outcome: NoAgreement; absent: TUR.",
            Held with { Place = "Anchorage", Round = 3, Track = "direct", Absent = ["TUR"] } },
        { "m-summit does not take place: RUS did not appear.",
            new MeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS"]) },
        { "m-summit does not take place: somebody did not appear.",
            new MeetingNotHeld("m-summit", NotHeldReason.NoShow, []) },
        { "m-summit does not take place: its window passed.", SummitNotHeld },
        { "m-summit does not take place.", new MeetingNotHeld("m-summit", NotHeldReason.Other, []) },
        { "The venue of m-summit is agreed in principle, but not disclosed.",
            new VenueAgreedInPrinciple("m-summit", null) },
        { "The venue of m-summit is agreed in principle: Alaska.", new VenueAgreedInPrinciple("m-summit", "Alaska") },
        { "The venue of m-summit is disclosed: Anchorage.", new VenueDisclosed("m-summit", "Anchorage") },
        { "The venue of m-summit is confirmed.", new VenueConfirmed("m-summit", null) },
        { "The venue of m-summit is confirmed: Anchorage.", new VenueConfirmed("m-summit", "Anchorage") },
    };

    public static TheoryData<string, DomainEvent> OfTheRest => new()
    {
        { "The record of “Ukraine war settlement” opens, between USA, RUS, UKR, TUR; phase Negotiation.", Opened },
        { "EGY joins as Mediator.", new PartyJoined("EGY", "Mediator") },
        { "EGY joins as Mediator, of LAS, in the place of UAR.", new PartyJoined("EGY", "Mediator", ["UAR"], "LAS") },
        { "USA leaves (withdrawal).", new PartyLeft("USA", "withdrawal") },
        { "The negotiation enters the phase Agreement (signed).", new PhaseEntered(Phase.Agreement, "signed") },
        { "USA makes a proposal about Ceasefire to RUS and UKR.", CeasefireProposed },
        { "USA floats a proposal about Ceasefire to RUS through OMN, countering p-truce, concerning a-truce (ends)"
            + ": 30 days.",
            CeasefireProposed with
            {
                To = ["RUS"], Formality = Formality.Floated, Through = ["OMN"], CounterTo = "p-truce",
                Summary = "30 days.", Concerns = [new Link("a-truce", "ends")],
            } },
        { "USA withdraws p (refused).", new ProposalClosed("p", Closing.Withdrawn, "USA", "refused") },
        { "The proposer withdraws p.", new ProposalClosed("p", Closing.Withdrawn, null, null) },
        { "p lapses (late).", new ProposalClosed("p", Closing.Lapsed, null, "late") },
        { "p is superseded (new).", new ProposalClosed("p", Closing.Superseded, null, "new") },
        { "RUS states a position to UKR (Precondition, d-terms-first); it blocks m-summit.", TermsFirst },
        { "RUS states a position (Precondition, d-terms-first), concerning a-truce: terms first.",
            TermsFirst with { To = [], Blocks = [], Text = "terms first.", Concerns = [new Link("a-truce")] } },
        { "The position d is softened.", new PositionChanged("d", PositionChange.Softened, null) },
        { "The position d is dropped by RUS.", new PositionChanged("d", PositionChange.Dropped, "RUS") },
        { "The agreement a-framework reaches the stage Signed.", FrameworkSigned with { ContingentOn = default } },
        { "The agreement a-framework reaches the stage Signed, contingent on nothing.", FrameworkSigned },
        { "The agreement a-framework reaches the stage Signed by USA, effective 2025-09, contingent on ratification"
            + ", concerning a-truce.",
            FrameworkSigned with
            {
                By = ["USA"], Effective = Date("2025-09"), ContingentOn = ["ratification"],
                Concerns = [new Link("a-truce")],
            } },
        { "The deadline t is set to 2025-08-08.", new DeadlineSet("t", Date("2025-08-08"), null) },
        { "The deadline t for ceasefire is set to 2025-08-08 by USA, for RUS, concerning a-truce.",
            CeasefireBy8August with { Id = "t", By = "USA", To = ["RUS"], Concerns = [new Link("a-truce")] } },
        { "The deadline t is met.", new DeadlineClosed("t", true) },
        { "The deadline t is missed.", new DeadlineClosed("t", false) },
        { "The deadline t is called off.", new DeadlineClosed("t", null, DeadlineClosing.CalledOff) },
        { "USA.Trump (Expectation).", Said },
        { "USA.Trump (Expectation) on m-summit, roughly even chance, expected 2025-08: very soon.",
            Said with
            {
                About = ["m-summit"], Likelihood = Likelihood.RoughlyEvenChance, Expects = Date("2025-08"),
                Quote = "x", Translation = "very soon.",
            } },
        { "USA.Trump (Denial) on the date of m-summit: no.",
            Said with { Kind = StatementKind.Denial, Aspect = Aspect.Date, About = ["m-summit"], Quote = "no" } },
        { "RUS (Act, as USA.Trump says).", Said with { Kind = StatementKind.Act, By = ["RUS"] } },
        { "(Act).", Said with { Kind = StatementKind.Act, Speaker = null } },
        { "TASS, AFP and Another source supports a recorded fact.",
            new FactCorroborated(Fact(2)) { Basis = [new() { Speaker = "TASS" }, new() { Via = ["AFP"] }, new()] } },
        { "Facts without a marking are AMBER from now on.", new DefaultMarkingSet { Marking = Marking.AMBER } },
        { "Facts without a marking are GREEN from now on.", new DefaultMarkingSet() },
        { "The negotiation is restricted to alice and desk (back channel).",
            new NegotiationRestricted(["alice", "desk"], "back channel") },
        { "The negotiation is open to all again.", new NegotiationRestricted([], null) },
        { "A person was erased, whose key was c0ffee: a request.",
            new SubjectErased(Erasure.Person, "c0ffee", null, "a request.") },
        { "The words of a fact were erased, whose key was c0ffee: a request.",
            new SubjectErased(Erasure.Words, "c0ffee", Fact(4), "a request") },
        { "A recorded fact is retracted: a misprint.",
            new RecordCorrected(Fact(3), CorrectionMode.Retracted, null, "a misprint") },
        { "A recorded fact is amended (a misprint). It now says: USA leaves.",
            new RecordCorrected(Fact(3), CorrectionMode.Amended, new PartyLeft("USA", null), "a misprint") },
    };

    public static TheoryData<string, Answer> Answers => new()
    {
        { "RUS accepts p through CHE.", Answer.Accepted },
        { "RUS accepts p in principle through CHE.", Answer.AcceptedInPrinciple },
        { "RUS accepts p through CHE on conditions: no arms; no flights.", Answer.AcceptedConditionally },
        { "RUS rejects p through CHE.", Answer.Rejected },
        { "RUS defers its answer to p through CHE.", Answer.Deferred },
        { "RUS does not comment on p through CHE.", Answer.NoComment },
        { "RUS leaves p without an answer through CHE.", Answer.NoResponse },
    };

    [Theory]
    [MemberData(nameof(OfMeetings))]
    [MemberData(nameof(OfTheRest))]
    public void a_fact_is_said_in_a_sentence(string sentence, DomainEvent fact) => fact.Describe().ShouldBe(sentence);

    [Theory]
    [MemberData(nameof(Answers))]
    public void so_is_each_answer(string sentence, Answer answer) =>
        new ProposalAnswered("p", "RUS", answer, ["no arms", "no flights"], ["CHE"]).Describe().ShouldBe(sentence);
}
