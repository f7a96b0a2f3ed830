using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Statuses;

namespace DiploTracker.Briefs;

/// <summary>How a meeting stands, in a sentence or two.</summary>
internal sealed class MeetingSentences(Timeline timeline, Provenance provenance)
{
    /// <summary>The meeting by its title, or else by its kind and those who take part.</summary>
    public static Passage Name(Meeting meeting) => meeting switch
    {
        { Title: { } title } => Passage.Of($"{title}"),
        { Track: { } track, Round: { } round } => Passage.Of($"round {round} of talks ({track})"),
        { Kind: MeetingKind.TalksRound, Round: { } round } => Passage.Of($"round {round} of talks{Of(meeting)}"),
        _ => Passage.Of($"the {Noun(meeting.Kind):w}{Of(meeting)}"),
    };

    public Passage Of(Meeting meeting, Proposal? invitation) =>
        Passage.Of($"{With(meeting, Clause(meeting, invitation))}.{Rest(meeting, invitation)}");

    /// <summary>The meeting and what is said of it, which begins with a verb.</summary>
    public static Passage With(Meeting meeting, Passage said) => Passage.Of(
        $"{Name(meeting).Capitalised()}{(meeting.Title is null ? Passage.Of($" {said}") : said.AfterTitle())}");

    private Passage Clause(Meeting meeting, Proposal? invitation) => meeting.Status switch
    {
        MeetingStatus.Floated => Passage.Of(
            $"has been floated{By(invitation)}; nobody has proposed it formally{Venue(meeting)}"),
        MeetingStatus.Proposed => Passage.Of(
            $"is proposed{By(invitation)}; it is not agreed{Date(meeting)}{Venue(meeting)}"),
        MeetingStatus.AgreedInPrinciple => Passage.Of($"is agreed in principle{Date(meeting)}{Venue(meeting)}"),
        MeetingStatus.Scheduled => Passage.Of(
            $"is {(meeting.Tentative ? "tentatively " : ""):w}set for {Dated(meeting)}"
            + $"{Moved(meeting):w}{Venue(meeting)}"),
        MeetingStatus.UnderWay => Passage.Of($"is under way{Since(meeting)}{Venue(meeting)}"),
        MeetingStatus.Postponed => Passage.Of(
            $"is postponed{Doer(meeting)}; no new date is set{Venue(meeting)}"),
        MeetingStatus.Cancelled => Passage.Of($"is cancelled{Doer(meeting)}"),
        MeetingStatus.Held => Passage.Of($"was held{At(meeting)}{Place(meeting)}{Outcome(meeting):w}"),
        MeetingStatus.NotHeld => Passage.Of($"was not held{Reason(meeting)}"),
        MeetingStatus.Rejected => Passage.Of($"is rejected{Names(" by ", meeting.DeclinedBy)}"),
        MeetingStatus.Withdrawn => Passage.Of($"is no longer proposed: the proposal was withdrawn"),
        _ => Passage.Of($"is no longer proposed: the proposal lapsed"),
    };

    private static Passage Rest(Meeting meeting, Proposal? invitation) => Passage.Join("",
    [
        Confirmed(meeting),
        meeting.Status == MeetingStatus.Rejected ? Passage.Empty : Told(meeting.DeclinedBy, "declined."),
        Told(meeting.Absent, meeting.Absent.Count == 1 ? "was absent." : "were absent."),
        meeting.IsOnlyProposed || meeting.Status == MeetingStatus.AgreedInPrinciple
            ? Answered(invitation)
            : Passage.Empty,
        meeting.Reinstated > 0 ? Passage.Of($" It had been called off and was reinstated.") : Passage.Empty,
    ]);

    // Who is asked to confirm is who takes part; what has no date is confirmed by nobody.
    private static Passage Confirmed(Meeting meeting)
    {
        if (meeting.Status != MeetingStatus.Scheduled)
            return Passage.Empty;
        List<string> waiting =
            [.. meeting.Participants.Where(party => !meeting.ConfirmedBy.Contains(Negotiation.PartyOf(party)))];
        return (meeting.ConfirmedBy.IsEmpty, waiting.Count) switch
        {
            (true, 0) => Passage.Empty,
            (true, _) => Passage.Of($" Nobody has confirmed the date."),
            (_, 0) => Passage.Of($" All have confirmed the date."),
            (_, 1) => Passage.Of($" {Passage.Names(meeting.ConfirmedBy)} confirmed; {Passage.Names(waiting)} has not."),
            _ => Passage.Of($" {Passage.Names(meeting.ConfirmedBy)} confirmed; {Passage.Names(waiting)} have not."),
        };
    }

    private static Passage Answered(Proposal? invitation) => invitation is null ? Passage.Empty : Passage.Join("",
        invitation.Answers.Select(given => Passage.Of($" {AnswerSentences.Of(given)}.")));

    private static Passage Of(Meeting meeting) => meeting.Participants.IsEmpty
        ? Passage.Empty
        : Passage.Of($" of {Passage.Names(meeting.Participants)}");

    private static Passage By(Proposal? invitation) => invitation is null
        ? Passage.Empty
        : Passage.Of($"{Names(" by ", invitation.By)}{Names(" to ", [.. invitation.To.Except(invitation.By)])}");

    private Passage Dated(Meeting meeting) => meeting.When is not { } when ? Passage.Of($"a date that is not known")
        : Passage.Of($"{Wording.Noun(when)}{Wording.Quoted(PhraseOf(meeting, "when"))}");

    private Passage Date(Meeting meeting) => meeting.When is null
        ? Passage.Of($"; no date is set")
        : Passage.Of($"; the date named is {Dated(meeting)}");

    private static Passage Since(Meeting meeting) => meeting.When is not { } when ? Passage.Empty
        : Passage.Of($", {Wording.When(when)}");

    private static Passage At(Meeting meeting) => meeting.When is not { } when ? Passage.Empty
        : Passage.Of($" {Wording.When(when)}");

    private Passage Venue(Meeting meeting) => meeting.Venue switch
    {
        { Agreement: VenueAgreement.None } => Passage.Of($", no venue named"),
        { Disclosure: VenueDisclosure.Undisclosed } venue =>
            Passage.Of(
                $", venue {Agreed(venue.Agreement):w} but undisclosed"
                + $"{Wording.Quoted(PhraseOf(meeting, "venue/agreement"))}"),
        { Place: { } place } venue => Passage.Of($", at {place} (venue {Agreed(venue.Agreement):w})"),
        var venue => Passage.Of($", venue {Agreed(venue.Agreement):w}, the place not known"),
    };

    private static Passage Place(Meeting meeting) =>
        meeting.Venue.Place is { } place ? Passage.Of($" at {place}") : Passage.Empty;

    private static string Moved(Meeting meeting) => meeting.Moved ? ", moved from an earlier date" : "";

    private static string Outcome(Meeting meeting) => meeting.Outcome switch
    {
        null => "",
        MeetingOutcome.Unknown => "; the outcome is not known",
        MeetingOutcome.NoAgreement => "; without agreement",
        MeetingOutcome.Breakdown => "; it broke down",
        MeetingOutcome.Progress => "; progress was reported",
        var outcome => $"; outcome: {Wording.Of(outcome.Value)}",
    };

    private Passage Doer(Meeting meeting) => LastOf(meeting, "status") switch
    {
        MeetingPostponed fact => Passage.Of($"{Names(" by ", fact.By)}{Wording.Reason(fact.Reason)}"),
        MeetingCancelled fact => Passage.Of($"{Names(" by ", fact.By)}{Wording.Reason(fact.Reason)}"),
        _ => Passage.Empty,
    };

    private Passage Reason(Meeting meeting) => (LastOf(meeting, "status") as MeetingNotHeld)?.Reason switch
    {
        NotHeldReason.WindowPassed => Passage.Of($": the time for it passed"),
        NotHeldReason.NoShow => Passage.Of($": not all came"),
        _ => Passage.Empty,
    };

    private Phrase? PhraseOf(Meeting meeting, string value) => LastOf(meeting, value)?.Phrase;

    private DomainEvent? LastOf(Meeting meeting, string value) =>
        provenance.Of($"meetings/{meeting.Id}/{value}") is [.., var last] ? timeline.EventOf(last.Fact) : null;

    private static Passage Told(EquatableArray<string> parties, string what) => parties.IsEmpty ? Passage.Empty
        : Passage.Of($" {Passage.Names(parties)} {what:w}");

    private static Passage Names(string before, EquatableArray<string> names) => names.IsEmpty ? Passage.Empty
        : Passage.Of($"{before:w}{Passage.Names(names)}");

    private static string Agreed(VenueAgreement agreement) => agreement switch
    {
        VenueAgreement.InPrinciple => "agreed in principle",
        VenueAgreement.Announced => "announced by one side",
        _ => "confirmed",
    };

    private static string Noun(MeetingKind kind) => kind switch
    {
        MeetingKind.Ministerial => "ministerial meeting",
        MeetingKind.TalksRound => "round of talks",
        MeetingKind.EnvoyVisit => "envoy’s visit",
        _ => Wording.Of(kind),
    };
}
