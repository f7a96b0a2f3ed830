using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>A meeting has begun, and its end is not known yet.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="When">
/// The actual date (EDTF). When left out: the exact date that it had, or else the date of this fact.
/// </param>
/// <param name="Participants">Those who came, if they are others than expected.</param>
[Records<MeetingBegun>]
[Refuses("held-in-the-future", "meeting-cancelled", "meeting-closed", "meeting-under-way", "meeting-unknown",
    "unknown-party")]
public sealed record BeginMeeting(string Meeting, Edtf? When = null, EquatableArray<string> Participants = default)
    : Command
{
    internal override IEnumerable<string> PartiesRecalled => Participants;

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        _ when When is { Error: not null } => Refusals.EdtfInvalid("when", When),
        null => Refusals.MeetingUnknown(Meeting),
        { Status: MeetingStatus.Cancelled } meeting => Refusals.MeetingCancelled(meeting),
        { Status: MeetingStatus.UnderWay } meeting => Refusals.NotNow(Problems.MeetingUnderWay, meeting),
        { IsClosed: true } meeting => Refusals.MeetingClosed(meeting),
        { Status: MeetingStatus.Floated } meeting => Problems.MeetingClosed
            .Because($"The meeting '{Meeting}' was only floated; it begins once it was proposed formally.")
            .With("current", meeting.Status.ToString()),
        _ => new MeetingBegun(Meeting, When, Participants),
    };

    public override Decision Decide(Negotiation negotiation, DateTimeOffset received) => Decide(negotiation) switch
    {
        { Event: not null } when When is { } when && !when.HasComeBy(received) =>
            Problems.HeldInTheFuture.Because($"'{when}' has not come yet; '{Meeting}' cannot have begun then."),
        var decision => decision,
    };
}

[StoredAs("meeting-begun.v1")]
public sealed record MeetingBegun(string Meeting, Edtf? When, EquatableArray<string> Participants) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation)
    {
        if (negotiation.Meetings[Meeting] is not { } meeting)
            return negotiation;

        var came = meeting.Attending(Negotiation.PartiesOf(Participants), absent: [], When ?? Occurred, negotiation);
        var begun = meeting.Next() with
        {
            Status = MeetingStatus.UnderWay,
            When = When ?? (meeting.When is { IsExact: true } planned ? planned : Occurred),
            Tentative = false,
            Participants = came,
        };
        return (negotiation with { Meetings = negotiation.Meetings.With(begun) }).ActedOn(Meeting, came);
    }

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new BeginMeeting(Meeting, When, Participants);

    public override string Describe() =>
        $"{Meeting} begins{(When is null ? "" : $" on {When}")}"
        + $"{(Participants.IsEmpty ? "" : $", with {Participants.Names()}")}.";
}
