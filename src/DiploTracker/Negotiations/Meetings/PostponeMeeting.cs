using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>A meeting that was agreed or scheduled is put off without a new date; it need never have had one.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="By">The parties that postpone; one may be given as a text, and nobody has to be named.</param>
/// <param name="Reason">Why.</param>
[Records<MeetingPostponed>]
[Refuses("meeting-under-way", "meeting-unknown", "nothing-to-postpone", "unknown-party")]
public sealed record PostponeMeeting(
    string Meeting, [property: JsonConverter(typeof(OneOrMoreJsonConverter))] EquatableArray<string> By = default,
    string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => By;

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        { Status: MeetingStatus.UnderWay } meeting => Refusals.NotNow(Problems.MeetingUnderWay, meeting),
        { Status: MeetingStatus.Scheduled or MeetingStatus.AgreedInPrinciple }
            or { Status: MeetingStatus.Proposed, IsConvened: true } => new MeetingPostponed(Meeting, By, Reason),
        var meeting => Refusals.NotNow(Problems.NothingToPostpone, meeting),
    };
}

[StoredAs("meeting-postponed.v1")]
public sealed record MeetingPostponed(
    string Meeting, [property: JsonConverter(typeof(OneOrMoreJsonConverter))] EquatableArray<string> By, string? Reason)
    : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with
    {
        Status = MeetingStatus.Postponed,
        When = null,
        Tentative = true,
        ConfirmedBy = [],
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new PostponeMeeting(Meeting, By, Reason);

    public override string Describe() => By.IsEmpty
        ? $"{Meeting} is postponed{Reason.Because()}."
        : $"{By.Do("postpone")} {Meeting}{Reason.Because()}.";
}
