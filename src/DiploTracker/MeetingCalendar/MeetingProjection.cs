using System.Text.Json.Serialization;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.MeetingCalendar;

/// <summary>A meeting as its negotiation shows it, with the data that a calendar needs.</summary>
public sealed record CalendarMeeting : MeetingView, IProjectionRow
{
    internal CalendarMeeting(MeetingView meeting) : base(meeting)
    {
    }

    // Read back from the view: all members come from the row.
    [JsonConstructor]
    private CalendarMeeting() : base(Of(
        new Meeting("", default, null, null, []), Negotiations.Negotiation.None, Blocking.In(Negotiations.Negotiation.None)))
    {
    }

    public required string Negotiation { get; init; }

    /// <summary>The title of the negotiation.</summary>
    public new required string Title { get; init; }

    /// <summary>The name that the meeting goes by; null if it has none.</summary>
    public string? MeetingTitle { get; init; }

    /// <summary>UID of iCalendar: permanent, whatever becomes of the meeting.</summary>
    public string Uid => $"{Id}.{Negotiation}@diplotracker";

    /// <summary>The first day of the date, at its own place; null without one, or if its start is open.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day of the date, at its own place; null without one, or if its end is open.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>
    /// The date before the meeting was last moved (EDTF): previousStartDate of schema.org; null if it never was.
    /// </summary>
    public Kernel.Edtf? MovedFrom { get; init; }

    /// <summary>The date that it has or last had (EDTF), which a calendar shows; null if it never had one.</summary>
    public Kernel.Edtf? LastWhen { get; init; }

    /// <summary>When the tracker recorded the last fact or correction about it: LAST-MODIFIED of iCalendar.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The original wording of its dates and venue, in their languages.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }
}

/// <summary>All meetings of all negotiations, with the dates they may be on.</summary>
public sealed class MeetingProjection : Projection<CalendarMeeting>
{
    public override string Name => "meetings";

    public override int Revision => 9;

    public override string Meaning => "Meetings of all kinds, from a call to a summit, as they stand now.";

    internal override IReadOnlyList<string> Indexes =>
    [
        $"({ProjectionQuery.InOrder()}, negotiation, id)", "(recorded_at, negotiation, id)", "using gin (participants)",
        "using gist (daterange(first_day, last_day, '[]')) where first_day is not null",
        "(negotiation) where cardinality(blocked_by) > 0",
    ];

    protected override Func<CalendarMeeting, IEnumerable<string?>> Searched => meeting =>
    [
        meeting.Title, meeting.MeetingTitle, meeting.Id, meeting.Agenda, meeting.Venue.Place, meeting.Format,
        meeting.Track, .. meeting.Phrases,
    ];

    protected override IReadOnlyList<Column<CalendarMeeting>> Flat =>
    [
        Column<CalendarMeeting>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<CalendarMeeting>.Text("meeting_title", row => row.MeetingTitle, "The name that the meeting goes by."),
        Column<CalendarMeeting>.Word<MeetingKind>("kind", row => row.Kind, "Summit, Ministerial, TalksRound, EnvoyVisit, Call or Consultation."),
        Column<CalendarMeeting>.Text("level", row => row.Level, "Leaders, Ministers, Envoy, Officials, …: an open word."),
        Column<CalendarMeeting>.Compared("level", row => row.Level),
        Column<CalendarMeeting>.Word<MeetingStatus>("status", row => row.Status, "How far it has come: Proposed, Scheduled, Held, …"),
        Column<CalendarMeeting>.Text("when_edtf", row => row.When?.Text, "The date as vague as it was said (EDTF)."),
        Column<CalendarMeeting>.Word<Kernel.Precision>("precision", row => row.Precision, "How precisely the date is known: Vague, Window, Day or Time."),
        .. Column<CalendarMeeting>.Days("", row => row.When, "the date"),
        Column<CalendarMeeting>.Flag("tentative", row => row.Tentative, "The date is not firm."),
        Column<CalendarMeeting>.Texts("participants", row => row.Participants, "The parties that meet."),
        Column<CalendarMeeting>.Texts("blocked_by", row => row.BlockedBy, "The standing positions that block it."),
        Column<CalendarMeeting>.Texts("declined_by", row => row.DeclinedBy, "The addressees that rejected it."),
        Column<CalendarMeeting>.Texts("contested_by", row => row.ContestedBy, "The parties that deny it."),
        Column<CalendarMeeting>.Word<VenueAgreement>("venue_agreement", row => row.Venue.Agreement, "How far the venue is agreed."),
        Column<CalendarMeeting>.Text("place", row => row.Venue.Place, "The place, as far as it is known."),
        Column<CalendarMeeting>.Flag("place_disclosed", row => row.Venue.Disclosure == VenueDisclosure.Disclosed, "The place has been made public."),
        Column<CalendarMeeting>.Word<MeetingOutcome>("outcome", row => row.Outcome, "What it came to, once held."),
        Column<CalendarMeeting>.Text("format", row => row.Format, "Bilateral, Trilateral, Video, …: an open word."),
        Column<CalendarMeeting>.Text("track", row => row.Track, "The track of talks it belongs to."),
        Column<CalendarMeeting>.Compared("track", row => row.Track),
        Column<CalendarMeeting>.Integer("round", row => row.Round, "Its number in the track."),
        Column<CalendarMeeting>.Integer("sequence", row => row.Sequence, "SEQUENCE of iCalendar: rises with each change."),
        Column<CalendarMeeting>.Text("calendar_status", row => row.CalendarStatus, "STATUS of iCalendar; null when it is in no calendar."),
        Column<CalendarMeeting>.Flag("moved", row => row.Moved, "It has been moved to another date."),
        Column<CalendarMeeting>.Integer("reinstated", row => row.Reinstated, "How often it was reinstated."),
        Column<CalendarMeeting>.Time("recorded_at", row => row.RecordedAt, "When the tracker recorded the last fact or correction about it."),
        Column<CalendarMeeting>.Text("last_when_edtf", row => row.LastWhen?.Text, "The date that it has or last had (EDTF), as a calendar shows it."),
        .. Column<CalendarMeeting>.Days("calendar_", row => row.LastWhen, "the date in the calendar"),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) => course.ThingsIn(course.Head.Meetings);

    protected override IEnumerable<CalendarMeeting> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        List<Meeting> meetings = [.. course.InScope(head.Meetings)];
        var (blocking, recordedAt) = (Blocking.In(head), RecordedAt(course.Timeline, meetings));
        foreach (var meeting in meetings)
            yield return new CalendarMeeting(MeetingView.Of(meeting, head, blocking))
            {
                Negotiation = negotiation,
                Title = head.Title,
                MeetingTitle = meeting.Title,
                FirstDay = meeting.When?.First.Date,
                LastDay = meeting.When?.Last.Date,
                MovedFrom = MovedFrom(course.Of(meeting.Id)),
                LastWhen = meeting.When ?? LastDate(course.Of(meeting.Id), course.Of(meeting.Id).Count),
                RecordedAt = recordedAt[meeting.Id],
                Phrases = [.. course.PhrasesOf(meeting.Id)],
            };
    }

    /// <summary>
    /// The meetings whose rows a fact changes: also those that a position blocks or a statement contests, and those of
    /// a counter-proposal.
    /// </summary>
    private static IEnumerable<string> ChangedBy(DomainEvent @event, Negotiation head) => @event switch
    {
        PositionStated stated => stated.Blocks,
        PositionChanged changed => head.Positions[changed.Id]?.Blocks ?? [],
        StatementRecorded said => said.About,
        ProposalMade { CounterTo: { } countered } made => [made.Id, countered],
        _ => @event.Thing is { } id ? [id] : [],
    };

    /// <summary>The same for a fact as it was recorded, which may correct another.</summary>
    private static IEnumerable<string> ChangedBy(Fact fact, Timeline timeline) => fact.Event switch
    {
        RecordCorrected correction => (timeline.Fact(correction.Fact) is { } corrected ? ChangedBy(corrected.Event, timeline.Head) : [])
            .Concat(correction.Replacement is { } instead ? ChangedBy(instead, timeline.Head) : []),
        var @event => ChangedBy(@event, timeline.Head),
    };

    /// <summary>
    /// When the last fact of each meeting was recorded; searched from the end, where it nearly always is.
    /// </summary>
    private static Dictionary<string, DateTimeOffset> RecordedAt(Timeline timeline, IEnumerable<Meeting> meetings)
    {
        Dictionary<string, DateTimeOffset> recordedAt = [];
        var missing = meetings.Select(meeting => meeting.Id).ToHashSet();
        for (var index = timeline.Recorded.Count - 1; missing.Count > 0 && index >= 0; index--)
            foreach (var id in ChangedBy(timeline.Recorded[index], timeline))
                if (missing.Remove(id))
                    recordedAt[id] = timeline.Recorded[index].RecordedAt;
        return recordedAt;
    }

    /// <summary>The date of a meeting before it was last moved; null if it never was, or had none.</summary>
    private static Kernel.Edtf? MovedFrom(IReadOnlyList<Entry> facts)
    {
        for (var index = facts.Count - 1; index >= 0; index--)
            if (facts[index].Event is MeetingRescheduled)
                return LastDate(facts, index);
        return null;
    }

    /// <summary>The last date that a meeting had before one of its facts.</summary>
    private static Kernel.Edtf? LastDate(IReadOnlyList<Entry> facts, int before)
    {
        for (var index = before - 1; index >= 0; index--)
            if (facts[index].After.Meetings[facts[index].Event.Thing!]?.When is { } when)
                return when;
        return null;
    }
}
