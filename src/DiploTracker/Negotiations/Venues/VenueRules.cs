namespace DiploTracker.Negotiations.Venues;

/// <summary>The first check of every command about a venue: the meeting is known, live and not cancelled.</summary>
internal static class VenueRules
{
    public static (Meeting? Meeting, Kernel.Refusal? Refusal) Meeting(Negotiation negotiation, string id) => negotiation.Meetings[id] switch
    {
        null => (null, Refusals.MeetingUnknown(id)),
        { IsClosed: true } meeting => (meeting, Refusals.MeetingClosed(meeting)),
        { Status: MeetingStatus.Cancelled } meeting => (meeting, Refusals.MeetingCancelled(meeting)),
        var meeting => (meeting, null),
    };
}
