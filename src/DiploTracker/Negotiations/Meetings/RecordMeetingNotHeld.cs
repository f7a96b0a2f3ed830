using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// A scheduled meeting did not take place: somebody did not appear, its window passed, or for another reason. One that
/// had begun was broken off before it came to anything.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="Reason">Why.</param>
/// <param name="Absent">Parties that did not come.</param>
[Records<MeetingNotHeld>]
[Refuses("absent-required", "meeting-unknown", "nothing-to-miss", "reason-unknown", "unknown-party")]
public sealed record RecordMeetingNotHeld(string Meeting, Word<NotHeldReason> Reason, EquatableArray<string> Absent = default) : Command
{
    internal override IEnumerable<string> PartiesRecalled => Absent;

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        _ when !Reason.IsKnown => Refusals.UnknownWord(Problems.ReasonUnknown, "reason", Reason),
        _ when Reason.Value == NotHeldReason.NoShow && Absent.IsEmpty =>
            Problems.AbsentRequired.Because("A no-show names in `absent` those who did not appear."),
        null => Refusals.MeetingUnknown(Meeting),
        { Status: not (MeetingStatus.Scheduled or MeetingStatus.UnderWay) } meeting =>
            Refusals.NotNow(Problems.NothingToMiss, meeting),
        _ => new MeetingNotHeld(Meeting, Reason.Value!.Value, Absent),
    };
}

[StoredAs("meeting-not-held.v1")]
public sealed record MeetingNotHeld(string Meeting, NotHeldReason Reason, EquatableArray<string> Absent) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with
    {
        Status = MeetingStatus.NotHeld,
        Absent = Negotiation.PartiesOf(Absent),
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new RecordMeetingNotHeld(Meeting, Reason, Absent);

    public override string Describe() => Reason switch
    {
        NotHeldReason.NoShow => $"{Meeting} does not take place: {Absent.Names()} did not appear.",
        NotHeldReason.WindowPassed => $"{Meeting} does not take place: its window passed.",
        _ => $"{Meeting} does not take place.",
    };
}
