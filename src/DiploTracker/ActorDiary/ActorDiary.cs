using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Views;

namespace DiploTracker.ActorDiary;

/// <summary>How it is known that somebody took part.</summary>
public enum Presence
{
    /// <summary>The facts of the meeting name it among those who meet.</summary>
    Participant,

    /// <summary>It spoke of the meeting for a party that took part, as a source of the fact that it was held.</summary>
    Speaker,
}

/// <summary>One meets another: parties, and persons who speak for them. Each meeting gives one row for each of its pairs and direction.</summary>
/// <param name="Actor">The slug of a party or a person.</param>
/// <param name="Party">The party itself, or the one the person speaks for.</param>
/// <param name="With">The other.</param>
/// <param name="Held">It took place; else it is still to come.</param>
/// <param name="When">The date as far as known (EDTF).</param>
public sealed record Contact(
    string Negotiation, string Id, string Title, string Meeting, string Actor, string Party, Presence Presence, string With, string WithParty,
    Presence WithPresence, MeetingKind Kind, string? Level, MeetingStatus Status, bool Held, Edtf? When, string? Place, MeetingOutcome? Outcome,
    string? Track, int? Round) : IViewRow
{
    /// <summary>The last earlier one of the two that was held at the same level, in any negotiation; null for the first.</summary>
    public EarlierContact? Previous { get; init; }

    string IViewRow.Thing => Meeting;
}

/// <summary>An earlier contact of the same two.</summary>
/// <param name="Days">From its end to the beginning of the later one, or to today where that has no date.</param>
public sealed record EarlierContact(string Negotiation, string Meeting, Edtf When, string? Place, MeetingOutcome? Outcome, int Days);

/// <summary>The contacts of parties and persons across negotiations: who met whom, when, and who is to meet.</summary>
public sealed class ActorDiary : View<Contact>
{
    public override string Name => "contacts";

    public override int Version => 1;

    public override string Meaning => "Who met or is to meet whom: a row for each pair of those who take part in a meeting, in both directions.";

    internal override IReadOnlyList<string> Indexes => ["(actor, (coalesce(earliest, 'infinity')), negotiation, id)", "(actor, with_actor, level, latest) where held"];

    protected override IReadOnlyList<Column<Contact>> Flat =>
    [
        Column<Contact>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<Contact>.Text("meeting", row => row.Meeting, "The id of the meeting."),
        Column<Contact>.Text("actor", row => row.Actor, "A party or a person."),
        Column<Contact>.Text("party", row => row.Party, "The party itself, or the one the person speaks for."),
        Column<Contact>.Word<Presence>("presence", row => row.Presence, "How it is known that it took part: Participant or Speaker."),
        Column<Contact>.Text("with_actor", row => row.With, "Whom it met."),
        Column<Contact>.Text("with_party", row => row.WithParty, "The other's party."),
        Column<Contact>.Word<MeetingKind>("kind", row => row.Kind, "The kind of the meeting."),
        Column<Contact>.Text("level", row => row.Level, "The level of the meeting."),
        Column<Contact>.Word<MeetingStatus>("status", row => row.Status, "The status of the meeting."),
        Column<Contact>.Flag("held", row => row.Held, "It took place; else it is still to come."),
        Column<Contact>.Text("when_edtf", row => row.When?.Text, "The date (EDTF)."),
        Column<Contact>.Time("earliest", row => row.When?.Earliest, "The first instant of the date; null without one."),
        Column<Contact>.Time("latest", row => row.When?.Latest, "The last instant of the date; null without one."),
        Column<Contact>.Text("place", row => row.Place, "The place, as far as it is known."),
        Column<Contact>.Word<MeetingOutcome>("outcome", row => row.Outcome, "What it came to."),
    ];

    private protected override IEnumerable<string>? Changes(Entry entry, string id, Negotiation after) => after.Meetings.Has(id) ? [id] : [];

    protected override IEnumerable<Contact> Project(string negotiation, Course course, Only only)
    {
        var head = course.Head;
        return
            from meeting in head.Meetings.Where(meeting => only.Has(meeting.Id))
            where meeting.Status is MeetingStatus.Held or MeetingStatus.Scheduled or MeetingStatus.AgreedInPrinciple
            let present = Present(meeting, course)
            from one in present
            from other in present
            where one.Party != other.Party
            select new Contact(
                negotiation, $"{meeting.Id}/{one.Actor}/{other.Actor}", head.Title, meeting.Id, one.Actor, one.Party, one.Presence, other.Actor,
                other.Party, other.Presence, meeting.Kind, meeting.Level, meeting.Status, meeting.Status == MeetingStatus.Held, meeting.When,
                meeting.Venue.Place, meeting.Outcome, meeting.Track, meeting.Round);
    }

    /// <summary>The parties that take part, the persons named among them, and those who spoke for them of a meeting that was held.</summary>
    private static List<Attendee> Present(Meeting meeting, Course course)
    {
        var parties = meeting.Participants.Where(party => !meeting.Absent.Contains(party)).ToList();
        List<Attendee> present = [.. parties.Select(party => new Attendee(party, party, Presence.Participant))];
        foreach (var entry in course.Of(meeting.Id).Where(entry => entry.Event is MeetingProposed or MeetingHeld))
        {
            IEnumerable<string> named = entry.Event switch
            {
                MeetingProposed proposed => [.. proposed.By, .. proposed.To, .. proposed.Participants],
                MeetingHeld held => held.Participants,
                _ => [],
            };
            Add(named, Presence.Participant);
            if (entry.Event is MeetingHeld)
                Add(course.Timeline.BasesOf(entry.Fact).Select(basis => basis.Speaker).OfType<string>(), Presence.Speaker);
        }
        return present;

        void Add(IEnumerable<string> speakers, Presence presence) => present.AddRange(
            from speaker in speakers
            let dot = speaker.IndexOf('.')
            where dot > 0 && dot < speaker.Length - 1 && parties.Contains(speaker[..dot]) && present.TrueForAll(known => known.Actor != speaker[(dot + 1)..])
            select new Attendee(speaker[(dot + 1)..], speaker[..dot], presence));
    }

    private sealed record Attendee(string Actor, string Party, Presence Presence);
}
