using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.MeetingCalendar;

/// <summary>A meeting in a few words, and in full, for readers of a calendar.</summary>
internal static class EventText
{
    /// <summary>
    /// "Postponed: Summit USA – PRK (North Korea's nuclear programme)", or "Hanoi summit: USA – PRK (…)" if it has a
    /// title. Some programs show nothing else, so it marks a meeting that is off.
    /// </summary>
    public static string Summary(CalendarMeeting meeting) =>
        $"{Off(meeting.Status)}{Name(meeting)} {string.Join(" – ", meeting.Participants)} ({meeting.Title})";

    private static string Name(CalendarMeeting meeting) =>
        string.IsNullOrWhiteSpace(meeting.MeetingTitle) ? Kind(meeting) : $"{meeting.MeetingTitle}:";

    public static string Description(CalendarMeeting meeting) => string.Join('\n', Lines(meeting).OfType<string>());

    private static IEnumerable<string?> Lines(CalendarMeeting meeting)
    {
        yield return $"Status: {Status(meeting)}";
        yield return Date(meeting);
        foreach (var phrase in meeting.Phrases)
            yield return $"In the words of the source: {phrase}";
        yield return Said("Moved from", meeting.MovedFrom?.Text);
        yield return Said("Outcome", meeting.Outcome is { } outcome ? Vocabulary<MeetingOutcome>.WordOf(outcome) : null);
        yield return Listed("Absent", meeting.Absent);
        yield return Listed("Blocked by", meeting.BlockedBy);
        yield return Listed("Declined by", meeting.DeclinedBy);
        yield return Listed("Contested by", meeting.ContestedBy);
        yield return Listed("Confirmed by", meeting.ConfirmedBy);
        yield return Venue(meeting.Venue);
        yield return Said("Level", meeting.Level);
        yield return Said("Format", meeting.Format);
        yield return Said("Track", meeting.Track);
        yield return Said("Agenda", meeting.Agenda);
    }

    private static string Status(CalendarMeeting meeting) => string.Join(", ", new[]
    {
        Vocabulary<MeetingStatus>.WordOf(meeting.Status),
        meeting is { CalendarStatus: "TENTATIVE" } ? "tentative" : null,
        meeting.Reinstated > 0 ? "reinstated" : null,
    }.OfType<string>());

    private static string? Date(CalendarMeeting meeting) => meeting switch
    {
        { When: null, LastWhen: { } last } => $"It has no date now; the last was {last} (EDTF)",
        { When: { } when } when when.Begins is null || when.Ends is null => $"Date: {when} (EDTF); one end is open, and only the other is shown",
        { When: { } when } => $"Date: {when} (EDTF)",
        _ => null,
    };

    private static string? Venue(Venue venue) => venue switch
    {
        { Disclosure: VenueDisclosure.Disclosed } => null,
        { Agreement: VenueAgreement.InPrinciple } => "Venue: agreed in principle, undisclosed",
        { Agreement: VenueAgreement.Confirmed } => "Venue: confirmed, undisclosed",
        _ => null,
    };

    private static string Off(MeetingStatus status) => status switch
    {
        MeetingStatus.Postponed => "Postponed: ",
        MeetingStatus.Cancelled => "Cancelled: ",
        MeetingStatus.NotHeld => "Not held: ",
        MeetingStatus.Rejected => "Rejected: ",
        MeetingStatus.Withdrawn => "Withdrawn: ",
        MeetingStatus.Lapsed => "Lapsed: ",
        _ => "",
    };

    private static string Kind(CalendarMeeting meeting) => meeting.Kind switch
    {
        MeetingKind.Ministerial => "Ministerial meeting",
        MeetingKind.TalksRound when meeting.Round is { } round => $"Round {round} of talks",
        MeetingKind.TalksRound => "Round of talks",
        MeetingKind.EnvoyVisit => "Visit of an envoy",
        var kind => Vocabulary<MeetingKind>.WordOf(kind),
    };

    private static string? Said(string what, string? text) => string.IsNullOrEmpty(text) ? null : $"{what}: {text}";

    private static string? Listed(string what, EquatableArray<string> items) => items.IsEmpty ? null : $"{what}: {string.Join(", ", items)}";
}
