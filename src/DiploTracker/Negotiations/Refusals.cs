using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The refusals shared by several commands.</summary>
internal static class Refusals
{
    public static Refusal Malformed(string field, string why) =>
        Problems.Malformed.Because($"`{field}`: {why}.").With("errors", new Dictionary<string, string[]> { [field] = [why] });

    public static Refusal BadId(string field, string? id) =>
        Malformed(field, $"'{id}' is not an id; an id is 1 to 64 lower-case letters, digits and hyphens (a-z 0-9 -)");

    public static Refusal EdtfInvalid(string field, Edtf date) =>
        Problems.EdtfInvalid.Because($"`{field}`: '{date.Text}' is not a date in EDTF. At position {date.Error!.Position}: {date.Error.Message}.")
            .With("errors", new Dictionary<string, string[]> { [field] = [date.Error.Message] })
            .With("position", date.Error.Position);

    public static Refusal MarkingUnknown(Word<Marking> marking) =>
        UnknownWord(Problems.MarkingUnknown, "marking", marking);

    /// <summary>Why marked parts are refused; null if each is known, and its marking.</summary>
    public static Refusal? OfParts(MarkedParts marked) =>
        marked.Parts.FirstOrDefault(part => !part.Part.IsKnown) is { } unknown
            ? UnknownWord(Problems.PartUnknown, "markedParts", unknown.Part)
        : marked.Parts.FirstOrDefault(part => !part.Marking.IsKnown) is { } unmarked
            ? UnknownWord(Problems.MarkingUnknown, "markedParts", unmarked.Marking)
        : null;

    /// <summary>A word that is not in the closed vocabulary of the field.</summary>
    public static Refusal UnknownWord<T>(Problem problem, string field, Word<T> word) where T : struct, Enum =>
        problem.Because($"`{field}`: '{word.Text}' is not one of {Vocabulary<T>.Words}.")
            .With("errors", new Dictionary<string, string[]> { [field] = [$"one of {Vocabulary<T>.Words} is expected"] });

    public static Refusal NegotiationNotOpen => Problems.NegotiationNotOpen.Because("Nothing can be recorded of a negotiation before it is opened.");

    public static Refusal UnknownParty(string party) =>
        Problems.UnknownParty.Because($"'{party}' was not a party to this negotiation at that time.").With("party", party);

    public static Refusal MeetingUnknown(string meeting) =>
        Problems.MeetingUnknown.Because($"No meeting '{meeting}' was known in this negotiation at that time.");

    public static Refusal MeetingClosed(Meeting meeting) =>
        Problems.MeetingClosed.Because($"The meeting '{meeting.Id}' is closed: {meeting.Status}.").With("current", meeting.Status.ToString());

    public static Refusal MeetingCancelled(Meeting meeting) =>
        Problems.MeetingCancelled.Because($"The meeting '{meeting.Id}' is cancelled; reinstate it first.").With("current", meeting.Status.ToString());

    /// <summary>A meeting is not in the status that the command needs.</summary>
    public static Refusal NotNow(Problem problem, Meeting meeting) =>
        problem.Because($"The meeting '{meeting.Id}' is {meeting.Status}. {problem.Mend}").With("current", meeting.Status.ToString());

    /// <summary>Why what a thing concerns is refused; null if all of it is known.</summary>
    public static Refusal? OfLinks(EquatableArray<Link> concerns, Negotiation negotiation) =>
        concerns.FirstOrDefault(link => !negotiation.Knows(link.Id)) is { } unknown
            ? Problems.ConcernsUnknown.Because(
                $"Nothing called '{unknown.Id}' was known in this negotiation at that time.")
            : null;

    public static Refusal ProposalUnknown(string proposal) =>
        Problems.ProposalUnknown.Because($"No proposal '{proposal}' was known in this negotiation at that time.");

    public static Refusal ProposalClosed(Proposal proposal) =>
        Problems.ProposalClosed.Because($"The proposal '{proposal.Id}' is closed: {proposal.Closed}.").With("current", proposal.Closed!.Value.ToString());
}
