using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// A meeting that was agreed, scheduled or postponed is called off. It stays the same meeting if it is reinstated.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="By">The parties that cancel; one may be given as a text, and nobody has to be named.</param>
/// <param name="Reason">Why.</param>
[Records<MeetingCancelled>]
[Refuses("already-cancelled", "meeting-under-way", "meeting-unknown", "nothing-to-cancel", "unknown-party")]
public sealed record CancelMeeting(
    string Meeting, [property: JsonConverter(typeof(OneOrMoreJsonConverter))] EquatableArray<string> By = default,
    string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => By;

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        { Status: MeetingStatus.Cancelled } meeting => Refusals.NotNow(Problems.AlreadyCancelled, meeting),
        { Status: MeetingStatus.UnderWay } meeting => Refusals.NotNow(Problems.MeetingUnderWay, meeting),
        { Status: not (MeetingStatus.AgreedInPrinciple or MeetingStatus.Scheduled or MeetingStatus.Postponed) } meeting =>
            Refusals.NotNow(Problems.NothingToCancel, meeting),
        _ => new MeetingCancelled(Meeting, By, Reason),
    };
}

[StoredAs("meeting-cancelled.v1")]
public sealed record MeetingCancelled(
    string Meeting, [property: JsonConverter(typeof(OneOrMoreJsonConverter))] EquatableArray<string> By, string? Reason)
    : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with { Status = MeetingStatus.Cancelled });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new CancelMeeting(Meeting, By, Reason);

    public override string Describe() => By.IsEmpty
        ? $"{Meeting} is cancelled{Reason.Because()}."
        : $"{By.Do("cancel")} {Meeting}{Reason.Because()}.";
}
