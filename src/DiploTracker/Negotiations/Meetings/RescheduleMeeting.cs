using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>A scheduled meeting is moved to another date or window; confirmations start over.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="When">EDTF: the new date or window.</param>
/// <param name="Tentative">Unchanged when left out.</param>
/// <param name="ConfirmedBy">Parties that confirm the new date.</param>
/// <param name="Reason">Why.</param>
[Records<MeetingRescheduled>]
[Refuses("meeting-under-way", "meeting-unknown", "nothing-to-reschedule", "same-date", "unknown-party")]
public sealed record RescheduleMeeting(
    string Meeting, Edtf When, bool? Tentative = null, EquatableArray<string> ConfirmedBy = default, string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => ConfirmedBy;

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        _ when When.Error is not null => Refusals.EdtfInvalid("when", When),
        { Status: MeetingStatus.UnderWay } meeting => Refusals.NotNow(Problems.MeetingUnderWay, meeting),
        { Status: not MeetingStatus.Scheduled } meeting => Refusals.NotNow(Problems.NothingToReschedule, meeting),
        { When: { } current } when current.Means(When) =>
            Problems.SameDate.Because($"'{Meeting}' is scheduled for {current} already."),
        _ => new MeetingRescheduled(Meeting, When, Tentative, ConfirmedBy, Reason),
    };
}

[StoredAs("meeting-rescheduled.v1")]
public sealed record MeetingRescheduled(
    string Meeting, Edtf When, bool? Tentative, EquatableArray<string> ConfirmedBy, string? Reason) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation.ActedOn(Meeting, ConfirmedBy).ChangeMeeting(Meeting, Changed);

    private Meeting Changed(Meeting meeting) => meeting.Next() with
    {
        Status = MeetingStatus.Scheduled,
        When = When,
        Tentative = Tentative ?? meeting.Tentative,
        ConfirmedBy = Negotiation.PartiesOf(ConfirmedBy),
        Moved = true,
    };

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new RescheduleMeeting(Meeting, When, Tentative, ConfirmedBy, Reason);

    public override string Describe() => $"{Meeting} is moved to {When}{Reason.Because()}.";
}
