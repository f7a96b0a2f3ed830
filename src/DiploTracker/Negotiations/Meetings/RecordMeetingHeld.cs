using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// A meeting took place. Most become known only afterwards: a meeting not known yet is created from its kind and
/// participants. What is said of a known one takes effect. If its end was open or its outcome unknown, the record may
/// be completed once, by the same command.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="When">The actual date (EDTF).</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Absent">Parties that did not come.</param>
/// <param name="Place">Where.</param>
/// <param name="Track">The track of talks.</param>
/// <param name="Round">The number of the round in its <paramref name="Track"/>; unique, gaps are allowed.</param>
/// <param name="Kind">Required for a meeting not known yet.</param>
/// <param name="Participants">Those who came; required for a meeting not known yet.</param>
/// <param name="Level">Officials for a meeting not known yet, when left out.</param>
/// <param name="Format">The format that it had.</param>
/// <param name="Title">The name it goes by.</param>
[Records<MeetingHeld>]
[Refuses("held-in-the-future", "meeting-cancelled", "meeting-closed", "meeting-unknown", "outcome-unknown",
    "round-already-recorded", "unknown-party")]
public sealed record RecordMeetingHeld(
    string Meeting, Edtf When, Word<MeetingOutcome> Outcome, EquatableArray<string> Absent = default, string? Place = null,
    string? Track = null, int? Round = null, MeetingKind? Kind = null, EquatableArray<string> Participants = default,
    string? Level = null, string? Format = null, string? Title = null) : Command
{
    internal override IEnumerable<string> PartiesRecalled => [.. Participants, .. Absent];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        _ when !Outcome.IsKnown => Refusals.UnknownWord(Problems.OutcomeUnknown, "outcome", Outcome),
        _ when Round is < 1 => Refusals.Malformed("round", "rounds are counted from 1"),
        _ when When.Error is not null => Refusals.EdtfInvalid("when", When),
        null when !Slug.IsId(Meeting) => Refusals.BadId("meeting", Meeting),
        null when Kind is null || Participants.IsEmpty => Problems.MeetingUnknown.Because(
            $"No meeting '{Meeting}' was known at that time; to record one that nobody had heard of, describe it with `kind` and `participants`."),
        { Status: MeetingStatus.Cancelled } meeting => Refusals.MeetingCancelled(meeting),
        { IsClosed: true, CanBeCompleted: false } meeting => Refusals.MeetingClosed(meeting),
        var meeting when IsRecorded(negotiation) && !IsRoundOf(meeting) =>
            Problems.RoundAlreadyRecorded.Because($"Round {Round} of '{Track}' is recorded already."),
        _ => new MeetingHeld(
            Meeting, When, Outcome.Value!.Value, Absent, Place, Track, Round, Kind, Participants, Level, Format, Title),
    };

    private bool IsRecorded(Negotiation negotiation) =>
        Track is not null && Round is { } round && negotiation.Rounds.Contains(new Round(Track, round));

    private bool IsRoundOf(Meeting? meeting) => meeting is { Track: { } track, Round: { } round }
        && new Round(track, round) == new Round(Track!, Round!.Value);

    public override Decision Decide(Negotiation negotiation, DateTimeOffset received) => Decide(negotiation) switch
    {
        { Event: not null } when !When.HasComeBy(received) => Problems.HeldInTheFuture.Because($"'{When}' has not come yet; '{Meeting}' cannot have been held then."),
        var decision => decision,
    };
}

[StoredAs("meeting-held.v1")]
public sealed record MeetingHeld(
    string Meeting, Edtf When, MeetingOutcome Outcome, EquatableArray<string> Absent, string? Place, string? Track, int? Round,
    MeetingKind? Kind, EquatableArray<string> Participants, string? Level, string? Format, string? Title = null)
    : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation)
    {
        if ((negotiation.Meetings[Meeting] ?? Unheard()) is not { } meeting)
            return negotiation;

        var held = Held(meeting, negotiation);
        return (negotiation with
        {
            Meetings = negotiation.Meetings.With(held),
            Rounds = Track is not null && Round is { } round ? negotiation.Rounds.Add(new Round(Track, round)) : negotiation.Rounds,
        }).ActedOn(Meeting, held.Participants.Except(held.Absent));
    }

    private Meeting? Unheard() => Kind is { } kind && !Participants.IsEmpty
        ? new Meeting(Meeting, kind, Level ?? "Officials", Format, Negotiation.PartiesOf(Participants))
        : null;

    private Meeting Held(Meeting meeting, Negotiation negotiation)
    {
        var isCompleted = meeting.Status == MeetingStatus.Held;
        var absent = Absent.IsEmpty && isCompleted ? meeting.Absent : Negotiation.PartiesOf(Absent);
        return meeting.Next() with
        {
            Status = MeetingStatus.Held,
            IsCompleted = isCompleted,
            When = When,
            Tentative = false,
            Outcome = Outcome,
            Kind = Kind ?? meeting.Kind,
            Level = Level ?? meeting.Level,
            Format = Format ?? meeting.Format,
            Title = Title ?? meeting.Title,
            Participants = meeting.Attending(Negotiation.PartiesOf(Participants), absent, When, negotiation),
            Absent = absent,
            Track = Track ?? meeting.Track,
            Round = Round ?? meeting.Round,
            Venue = Place is null ? meeting.Venue
                : new Venue(VenueAgreement.Confirmed, VenueDisclosure.Disclosed, Place),
        };
    }

    internal override string? Gives => Kind is null ? null : Meeting;

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Meeting;

    public override Command ToCommand() => new RecordMeetingHeld(
        Meeting, When, Outcome, Absent, Place, Track, Round, Kind, Participants, Level, Format, Title);

    public override string Describe() =>
        $"{Meeting} is held on {When}{Place.At()}{(Round is null ? "" : $", round {Round} of {Track}")}; outcome: {Outcome}"
        + $"{(Absent.IsEmpty ? "" : $"; absent: {Absent.Names()}")}.";
}
