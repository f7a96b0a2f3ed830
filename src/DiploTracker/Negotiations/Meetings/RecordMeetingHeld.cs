using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// A meeting took place. Most become known only afterwards: a meeting not known yet is created from its kind and
/// participants.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="When">The actual date (EDTF).</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Absent">Parties that did not come.</param>
/// <param name="Place">Where.</param>
/// <param name="Track">The track of talks.</param>
/// <param name="Round">The number of the round in its <paramref name="Track"/>; unique, gaps are allowed.</param>
/// <param name="Kind">For a meeting not known yet.</param>
/// <param name="Participants">For a meeting not known yet.</param>
/// <param name="Level">For a meeting not known yet; default Officials.</param>
/// <param name="Format">For a meeting not known yet.</param>
[Records<MeetingHeld>]
[Refuses("held-in-the-future", "meeting-cancelled", "meeting-closed", "meeting-unknown", "outcome-unknown",
    "round-already-recorded", "unknown-party")]
public sealed record RecordMeetingHeld(
    string Meeting, Edtf When, Word<MeetingOutcome> Outcome, EquatableArray<string> Absent = default, string? Place = null,
    string? Track = null, int? Round = null, MeetingKind? Kind = null, EquatableArray<string> Participants = default,
    string? Level = null, string? Format = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => [.. Participants, .. Absent];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        _ when !Outcome.IsKnown => Refusals.UnknownWord(Problems.OutcomeUnknown, "outcome", Outcome),
        _ when Round is < 1 => Refusals.Malformed("round", "rounds are counted from 1"),
        _ when When.Error is not null => Refusals.EdtfInvalid("when", When),
        null when !Slug.IsId(Meeting) => Refusals.BadId("meeting", Meeting),
        null when Kind is null || Participants.IsEmpty => Problems.MeetingUnknown.Because(
            $"No meeting '{Meeting}' was known at that time; to record one that nobody had heard of, describe it with `kind` and `participants`."),
        { Status: MeetingStatus.Cancelled } meeting => Refusals.MeetingCancelled(meeting),
        { IsClosed: true } meeting => Refusals.MeetingClosed(meeting),
        _ when Track is not null && Round is { } round && negotiation.Rounds.Contains(new Round(Track, round)) =>
            Problems.RoundAlreadyRecorded.Because($"Round {round} of '{Track}' is recorded already."),
        _ => new MeetingHeld(Meeting, When, Outcome.Value!.Value, Absent, Place, Track, Round, Kind, Participants, Level, Format),
    };

    public override Decision Decide(Negotiation negotiation, DateTimeOffset received) => Decide(negotiation) switch
    {
        { Event: not null } when !When.HasComeBy(received) => Problems.HeldInTheFuture.Because($"'{When}' has not come yet; '{Meeting}' cannot have been held then."),
        var decision => decision,
    };
}

[StoredAs("meeting-held.v1")]
public sealed record MeetingHeld(
    string Meeting, Edtf When, MeetingOutcome Outcome, EquatableArray<string> Absent, string? Place, string? Track, int? Round,
    MeetingKind? Kind, EquatableArray<string> Participants, string? Level, string? Format) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation)
    {
        if ((negotiation.Meetings[Meeting] ?? Unheard()) is not { } meeting)
            return negotiation;

        var held = Held(meeting);
        return (negotiation with
        {
            Meetings = negotiation.Meetings.With(held),
            Rounds = Track is not null && Round is { } round ? negotiation.Rounds.Add(new Round(Track, round)) : negotiation.Rounds,
        }).ActedOn(Meeting, held.Participants.Except(held.Absent));
    }

    private Meeting? Unheard() => Kind is { } kind && !Participants.IsEmpty
        ? new Meeting(Meeting, kind, Level ?? "Officials", Format, Negotiation.PartiesOf(Participants))
        : null;

    private Meeting Held(Meeting meeting) => meeting.Next() with
    {
        Status = MeetingStatus.Held,
        When = When,
        Tentative = false,
        Outcome = Outcome,
        Absent = Negotiation.PartiesOf(Absent),
        Track = Track ?? meeting.Track,
        Round = Round ?? meeting.Round,
        Venue = Place is null ? meeting.Venue : new Venue(VenueAgreement.Confirmed, VenueDisclosure.Disclosed, Place),
    };

    internal override string? Gives => Kind is null ? null : Meeting;

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Meeting;

    public override Command ToCommand() =>
        new RecordMeetingHeld(Meeting, When, Outcome, Absent, Place, Track, Round, Kind, Participants, Level, Format);

    public override string Describe() =>
        $"{Meeting} is held on {When}{Place.At()}{(Round is null ? "" : $", round {Round} of {Track}")}; outcome: {Outcome}"
        + $"{(Absent.IsEmpty ? "" : $"; absent: {Absent.Names()}")}.";
}
