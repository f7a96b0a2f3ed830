using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Briefs;

/// <summary>How proposals, positions, agreements and deadlines stand, in a sentence or two.</summary>
internal static class ThingSentences
{
    /// <summary>A proposal that is not an invitation, by its makers and its matter.</summary>
    public static Passage Name(Proposal proposal) => Passage.Of(
        $"the proposal of {Passage.Names(proposal.By)} about {Wording.Plain(proposal.About)}");

    public static Passage Name(Position position) => Passage.Of($"the {Wording.Of(position.Kind):w} of {position.By}");

    public static Passage Name(Agreement agreement) => agreement.Title is { } title
        ? Passage.Of($"{title}")
        : Passage.Of($"the agreement ({Wording.Plain(agreement.Type)}){Names(" of ", agreement.By)}");

    public static Passage Name(Deadline deadline) =>
        Passage.Of($"the deadline{Wording.Clause(deadline.Subject, " for ")}");

    public static Passage Of(Proposal proposal) => Passage.Of(
        $"The proposal of {Passage.Names(proposal.By)}{To(proposal)} about {Wording.Plain(proposal.About)}"
        + $"{Summary(proposal)} {Status(proposal):w}.{Answers(proposal)}");

    public static Passage Of(Position position) => Passage.Of(
        $"{position.By} {Verb(position.Kind):w}{Names(Toward(position.Kind), position.To)}{Words(position)}"
        + $"{Status(position):w}{(position.Status == PositionStatus.Standing ? Wording.Stop(position.Text) : "."):w}");

    public static Passage Of(Agreement agreement) => Passage.Of(
        $"{Name(agreement).Capitalised()} {Stage(agreement):w}{Effective(agreement)}.{More(agreement)}");

    public static Passage Of(Deadline deadline) => Passage.Of(
        $"{Name(deadline).Capitalised()}{Names(" to be met by ", deadline.To)}{Status(deadline):w} "
        + $"{DateWords.Noun(deadline.When):w}{Extended(deadline):w}.");

    private static Passage Words(Position position) => string.IsNullOrWhiteSpace(position.Text)
        ? Passage.Of($"; its words are not on record")
        : Wording.Clause(position.Text);

    private static Passage Summary(Proposal proposal) => string.IsNullOrWhiteSpace(proposal.Summary)
        ? Passage.Empty
        : Passage.Of($"{Wording.Clause(proposal.Summary, ", ")},");

    private static Passage To(Proposal proposal) => Names(" to ", proposal.To);

    private static string Status(Proposal proposal) => proposal.Status switch
    {
        ProposalStatus.Open => "is open",
        ProposalStatus.Unanswered => "is unanswered",
        ProposalStatus.Deferred => "is deferred",
        ProposalStatus.Countered => "was countered",
        ProposalStatus.AcceptedConditionally => "is accepted on conditions",
        ProposalStatus.AcceptedInPrinciple => "is accepted in principle",
        ProposalStatus.Accepted => "is accepted",
        ProposalStatus.Rejected => "is rejected",
        ProposalStatus.Withdrawn => "was withdrawn",
        ProposalStatus.Lapsed => "lapsed",
        _ => "was superseded",
    };

    private static Passage Answers(Proposal proposal) => proposal.To.Count < 2 && !Adds(proposal)
        ? Passage.Empty
        : Passage.Join("", proposal.Answers.Select(given => Passage.Of($" {AnswerSentences.Of(given)}.")));

    // To one addressee the status says what it answered, but not on what conditions, nor in which way it is silent.
    private static bool Adds(Proposal proposal) =>
        proposal.Answers.Any(given => !given.Conditions.IsEmpty || given.IsSilence);

    private static string Verb(PositionKind kind) => kind switch
    {
        PositionKind.Demand => "makes a demand",
        PositionKind.Precondition => "sets a precondition",
        PositionKind.RedLine => "draws a red line",
        PositionKind.Offer => "makes an offer",
        PositionKind.Goal => "states a goal",
        _ => "makes a claim",
    };

    private static string Toward(PositionKind kind) => kind switch
    {
        PositionKind.Demand => " of ",
        PositionKind.Goal or PositionKind.Claim => " toward ",
        _ => " to ",
    };

    private static string Status(Position position) => position.Status switch
    {
        PositionStatus.Softened => " (softened since)",
        PositionStatus.Hardened => " (hardened since)",
        PositionStatus.Met => " (met)",
        PositionStatus.Dropped => " (dropped)",
        _ => "",
    };

    private static string Stage(Agreement agreement) => agreement switch
    {
        { Ended: { } end } => $"{Ended(end.How)} {DateWords.When(end.Occurred)}",
        { SuspendedBy.IsEmpty: false, InForce: true } => "is in force but suspended",
        { SuspendedBy.IsEmpty: false } => "is suspended",
        { InForce: true } => "is in force",
        { Furthest: AgreementStage.InPrinciple } => "is agreed in principle",
        _ => $"is {Wording.Of(agreement.Furthest)}",
    };

    private static string Ended(AgreementStage how) => how switch
    {
        AgreementStage.Lapsed => "lapsed",
        AgreementStage.Fulfilled => "was fulfilled",
        AgreementStage.Rejected => "failed: it was rejected",
        _ => $"was {Wording.Of(how)}",
    };

    private static Passage Effective(Agreement agreement) => agreement switch
    {
        { Ended: not null } or { Effective: null } => Passage.Empty,
        { IsUntil: true } => Passage.Of($", until {Wording.Noun(agreement.Effective)}"),
        { InForce: true } => Passage.Empty,
        _ => Passage.Of($", to take effect {Wording.When(agreement.Effective)}"),
    };

    private static Passage More(Agreement agreement) => Passage.Join("",
    [
        agreement.Ended is null && !agreement.SuspendedBy.IsEmpty
            ? Passage.Of($" {Passage.Names(agreement.SuspendedBy)} suspended it.") : Passage.Empty,
        agreement.Extensions > 0 ? Passage.Of($" It was extended {Times(agreement.Extensions):w}.") : Passage.Empty,
        agreement.Breaches.IsEmpty ? Passage.Empty : Passage.Of(
            $" {Wording.Count(agreement.Breaches.Count, "breach", "breaches"):w} recorded"
            + $"{Names(", by ", [.. agreement.Breaches.SelectMany(breach => breach.By).Distinct()])}."),
    ]);

    private static string Status(Deadline deadline) => deadline.Status switch
    {
        DeadlineStatus.Met => " was met; it was",
        DeadlineStatus.Missed => " was missed; it was",
        DeadlineStatus.CalledOff => " was called off; it was",
        _ => " is",
    };

    private static string Extended(Deadline deadline) =>
        deadline.Extensions == 0 ? "" : $", extended {Times(deadline.Extensions)}";

    private static string Times(int number) => number switch { 1 => "once", 2 => "twice", _ => $"{number} times" };

    private static Passage Names(string before, EquatableArray<string> names) => names.IsEmpty ? Passage.Empty
        : Passage.Of($"{before:w}{Passage.Names(names)}");
}
