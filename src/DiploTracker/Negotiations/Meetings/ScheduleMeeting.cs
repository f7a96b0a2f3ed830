using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>A date is set, only as precise as it was stated; a more precise one later narrows the window.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="When">
/// The date or window (EDTF): "next week" is one day out of a set, <c>[2025-08-11..2025-08-17]</c>.
/// </param>
/// <param name="Tentative">Not firm yet.</param>
/// <param name="ConfirmedBy">Parties that confirm the date.</param>
/// <param name="Despite">Standing positions despite which it is scheduled.</param>
[Records<MeetingScheduled>]
[Refuses("blocked-by-precondition", "meeting-cancelled", "meeting-closed", "meeting-under-way", "meeting-unknown",
    "not-agreed", "outside-scheduled-window", "unknown-party")]
public sealed record ScheduleMeeting(
    string Meeting, Edtf When, bool Tentative = false, EquatableArray<string> ConfirmedBy = default,
    EquatableArray<string> Despite = default) : Command
{
    internal override IEnumerable<string> PartiesNamed => ConfirmedBy;

    internal override Refusal? WrongWhereverItStands => When.Error is null ? null : Refusals.EdtfInvalid("when", When);

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        { IsClosed: true } meeting => Refusals.MeetingClosed(meeting),
        _ when When.Error is not null => Refusals.EdtfInvalid("when", When),
        { Status: MeetingStatus.Cancelled } meeting => Refusals.MeetingCancelled(meeting),
        { Status: MeetingStatus.UnderWay } meeting => Refusals.NotNow(Problems.MeetingUnderWay, meeting),
        _ when Blocking(negotiation) is { Count: > 0 } blocking =>
            Problems.BlockedByPrecondition.Because($"'{Meeting}' is blocked by {blocking.Names()}.").With("blockedBy", blocking),
        { IsOnlyProposed: true, IsConvened: false } when !Tentative =>
            Problems.NotAgreed.Because($"'{Meeting}' has not been agreed to, so it cannot have a firm date; schedule it tentatively or record the answers first."),
        { Status: MeetingStatus.Scheduled, When: { } window } when !When.Narrows(window) =>
            Problems.OutsideScheduledWindow.Because($"'{When}' does not lie within '{window}', for which '{Meeting}' is scheduled; to move it, reschedule it.")
                .With("current", window.Text),
        _ => new MeetingScheduled(Meeting, When, Tentative, ConfirmedBy, Despite),
    };

    private List<string> Blocking(Negotiation negotiation) =>
        [.. negotiation.Blocking(Meeting).Select(position => position.Id).Except(Despite)];
}

[StoredAs("meeting-scheduled.v1")]
public sealed record MeetingScheduled(
    string Meeting, Edtf When, bool Tentative, EquatableArray<string> ConfirmedBy, EquatableArray<string> Despite) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation.ActedOn(Meeting, ConfirmedBy).ChangeMeeting(Meeting, Changed);

    private Meeting Changed(Meeting meeting) => meeting.Next() with
    {
        Status = MeetingStatus.Scheduled,
        When = When,
        Tentative = Tentative,
        ConfirmedBy = meeting.ConfirmedBy.Union(Negotiation.PartiesOf(ConfirmedBy)),
    };

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new ScheduleMeeting(Meeting, When, Tentative, ConfirmedBy, Despite);

    public override string Describe() =>
        $"{Meeting} is {(Tentative ? "tentatively " : "")}scheduled for {When}{(ConfirmedBy.IsEmpty ? "" : $", confirmed by {ConfirmedBy.Names()}")}.";
}
