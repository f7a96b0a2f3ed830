using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// A party confirms the date. Once every participant that neither declined nor left has confirmed an exact day, it is
/// no longer tentative.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="By">The party that confirms.</param>
[Records<MeetingDateConfirmed>]
[Refuses("meeting-unknown", "nothing-to-confirm", "unknown-party")]
public sealed record ConfirmDate(string Meeting, string By) : Command
{
    internal override IEnumerable<string> PartiesNamed => [By];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        { Status: not MeetingStatus.Scheduled } meeting => Refusals.NotNow(Problems.NothingToConfirm, meeting),
        _ => new MeetingDateConfirmed(Meeting, By),
    };
}

[StoredAs("meeting-date-confirmed.v1")]
public sealed record MeetingDateConfirmed(string Meeting, string By) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation.ActedOn(Meeting, By).ChangeMeeting(Meeting, meeting => Changed(meeting, negotiation));

    private Meeting Changed(Meeting meeting, Negotiation negotiation)
    {
        var party = Negotiation.PartyOf(By);
        return (meeting.Next().NotDeclinedBy(party) with { ConfirmedBy = meeting.ConfirmedBy.Union([party]) })
            .FirmOnceConfirmed(negotiation);
    }

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new ConfirmDate(Meeting, By);

    public override string Describe() => $"{By} confirms the date of {Meeting}.";
}
