using DiploTracker.Kernel;

namespace DiploTracker.Specs;

/// <summary>What the specs speak of: the talks of August 2025 between the United States and Russia, somewhat simplified.</summary>
public static class Facts
{
    public const string NextWeek = "[2025-08-11..2025-08-17]";

    public static readonly Edtf NotADate = Edtf.Of("next week");

    public static readonly NegotiationOpened Opened = new(
        "ukraine-2025", "Ukraine war settlement", null,
        [new("USA", "Mediator"), new("RUS"), new("UKR"), new("TUR", "Host")], Phase.Negotiation);

    public static readonly MeetingProposed SummitProposed = Summit(Formality.Formal);
    public static readonly MeetingProposed SummitFloated = Summit(Formality.Floated);
    public static readonly ProposalAnswered SummitAccepted = new("m-summit", "RUS", Answer.Accepted, []);
    public static readonly ProposalAnswered SummitRejected = new("m-summit", "RUS", Answer.Rejected, []);
    public static readonly MeetingScheduled SummitNextWeek = new("m-summit", Date(NextWeek), true, [], []);
    public static readonly MeetingScheduled SummitOnThe15th = new("m-summit", Date("2025-08-15"), false, [], []);
    public static readonly MeetingRescheduled SummitMoved = new("m-summit", Date("2025-08-16"), null, [], null);
    public static readonly MeetingPostponed SummitPostponed = new("m-summit", ["RUS"], null);
    public static readonly MeetingCancelled SummitCancelled = new("m-summit", ["USA"], null);
    public static readonly MeetingReinstated SummitReinstated = new("m-summit", "USA", null);
    public static readonly MeetingBegun SummitBegun = new("m-summit", null, []);
    public static readonly MeetingHeld SummitHeld = new(
        "m-summit", Date("2025-08-15"), MeetingOutcome.NoAgreement, [], null, null, null, null, [], null, null);
    public static readonly MeetingNotHeld SummitNotHeld = new("m-summit", NotHeldReason.WindowPassed, []);
    public static readonly ProposalClosed SummitWithdrawn = new("m-summit", Closing.Withdrawn, null, null);
    public static readonly ProposalClosed SummitLapsed = new("m-summit", Closing.Lapsed, null, null);

    public static readonly ProposalMade CeasefireProposed = new(
        "p-ceasefire", ["USA"], ["RUS", "UKR"], "Ceasefire", null, Formality.Formal, null, null);

    public static readonly PositionStated TermsFirst = new(
        "d-terms-first", "RUS", PositionKind.Precondition, ["UKR"], null, ["m-summit"]);

    public static readonly AgreementStageReached FrameworkSigned = new(
        "a-framework", AgreementStage.Signed, "Framework", null, [], []);

    public static readonly DeadlineSet CeasefireBy8August = new("t-ceasefire", Date("2025-08-08"), "ceasefire");

    public static readonly StatementRecorded Denied = new(
        "s-denial", "RUS.Peskov", StatementKind.Denial, null, null, null, null, null, null, ["m-summit"]);

    /// <summary>An agreed summit: the state in which most of a meeting's life begins.</summary>
    public static DomainEvent[] Agreed => [Opened, SummitProposed, SummitAccepted];

    public static DomainEvent On(this DomainEvent @event, string occurred) => @event with { Occurred = Date(occurred) };

    public static Command On(this Command command, string occurred) => command with { Occurred = Edtf.Of(occurred) };

    /// <summary>The command that would give the event, with its circumstances.</summary>
    public static Command AsSent(this DomainEvent @event) => @event.ToCommand() with
    {
        Occurred = @event.Occurred,
        Phrase = @event.Phrase,
        Basis = @event.Basis,
        Marking = @event.Marking is { } marking ? (Word<Marking>)marking : null,
        EmbargoUntil = @event.EmbargoUntil,
        Recipients = @event.Recipients,
        MarkedParts = @event.MarkedParts,
    };

    private static MeetingProposed Summit(Formality formality) =>
        new("m-summit", ["USA"], ["RUS"], MeetingKind.Summit, "Leaders", ["USA", "RUS"], "Bilateral", formality);
}
