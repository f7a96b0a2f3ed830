namespace DiploTracker.Negotiations;

/// <summary>What facts are about.</summary>
internal static class Subjects
{
    /// <summary>The id of the meeting, proposal, position, agreement, deadline or statement that a fact is of; null for those of the process.</summary>
    public static string? Of(DomainEvent @event) => @event switch
    {
        MeetingProposed fact => fact.Id,
        MeetingScheduled fact => fact.Meeting,
        MeetingDateConfirmed fact => fact.Meeting,
        MeetingRescheduled fact => fact.Meeting,
        MeetingPostponed fact => fact.Meeting,
        MeetingCancelled fact => fact.Meeting,
        MeetingReinstated fact => fact.Meeting,
        MeetingFormatSet fact => fact.Meeting,
        MeetingHeld fact => fact.Meeting,
        MeetingNotHeld fact => fact.Meeting,
        VenueAgreedInPrinciple fact => fact.Meeting,
        VenueDisclosed fact => fact.Meeting,
        VenueConfirmed fact => fact.Meeting,
        ProposalMade fact => fact.Id,
        ProposalAnswered fact => fact.Id,
        ProposalClosed fact => fact.Id,
        PositionStated fact => fact.Id,
        PositionChanged fact => fact.Id,
        AgreementStageReached fact => fact.Id,
        DeadlineSet fact => fact.Id,
        DeadlineClosed fact => fact.Id,
        StatementRecorded fact => fact.Id,
        _ => null,
    };

    /// <summary>The last standing fact about each thing that is of a kind, by its id.</summary>
    public static Dictionary<string, DomainEvent> Last<T>(this Timeline timeline) where T : DomainEvent
    {
        Dictionary<string, DomainEvent> last = [];
        foreach (var entry in timeline.Facts)
            if (entry.Event is T)
                last[Of(entry.Event)!] = entry.Event;
        return last;
    }
}
