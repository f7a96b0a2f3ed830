using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;

namespace DiploTracker.ActorDiary;

/// <summary>How it is known that an actor took part.</summary>
public enum Presence
{
    /// <summary>The facts of the meeting name it as a participant.</summary>
    Participant,

    /// <summary>It spoke of the meeting for a party that took part, as a source of the fact that it was held.</summary>
    Speaker,
}

/// <summary>How two actors were in contact.</summary>
public enum Directness
{
    /// <summary>They met, or spoke with one another.</summary>
    Direct,

    /// <summary>A third party went between them: a contact, but not a meeting of the two.</summary>
    Indirect,
}

/// <summary>
/// An actor takes part in a meeting: a party, or a person who speaks for one. Pairs are joined at query time; storing
/// them would take O(n²) rows.
/// </summary>
/// <param name="Actor">The slug of a party or a person.</param>
/// <param name="Party">The party itself, or the one the person speaks for.</param>
/// <param name="Held">True if it took place; false if it is still to come.</param>
/// <param name="When">The date as far as known (EDTF).</param>
/// <param name="Format">The format of the meeting: an open word.</param>
/// <param name="Mediates">It goes between the others, as a mediator or facilitator, and meets them.</param>
public sealed record Attendance(
    string Negotiation, string Title, string Meeting, string Actor, string Party, Presence Presence, MeetingKind Kind, string? Level,
    MeetingStatus Status, bool Held, Edtf? When, string? Place, MeetingOutcome? Outcome, string? Track, int? Round,
    string? Format, bool Mediates) : IProjectionRow
{
    string IProjectionRow.Id => $"{Meeting}/{Actor}";

    IEnumerable<string> IProjectionRow.RestsOn => [Meeting];

    // The members of a contact that are found at query time.

    public string? Id => null;

    public string? With => null;

    public string? WithParty => null;

    public Presence? WithPresence => null;

    public Directness? Directness => null;

    public EarlierContact? Previous => null;
}

/// <summary>The contacts of parties and persons across negotiations: who met whom, when, and who is to meet.</summary>
public sealed class DiaryProjection : Projection<Attendance>
{
    /// <summary>The id of a contact.</summary>
    internal const string Pair = "t.id || '/' || w.attendee";

    /// <summary>The directness of a contact.</summary>
    internal static readonly string HowDirect = HowDirectBetween("t", "w");

    /// <summary>The same of two rows of one meeting.</summary>
    internal static string HowDirectBetween(string one, string other) =>
        $"case when {one}.indirect and not {one}.mediates and not {other}.mediates "
        + $"then '{nameof(Directness.Indirect)}' else '{nameof(Directness.Direct)}' end";

    /// <summary>The formats in which somebody goes between those who take part.</summary>
    private static readonly HashSet<string> Indirect =
        [.. new[] { "Proximity", "Shuttle", "Indirect" }.Select(Folded.Of)];

    /// <summary>The roles of those who go between.</summary>
    private static readonly HashSet<string> GoBetween = [.. new[] { "Mediator", "Facilitator" }.Select(Folded.Of)];

    public override string Name => "contacts";

    public override int Revision => 7;

    public override string Meaning => "Who met or is to meet whom: a row for each pair of those who take part in a meeting, in both directions.";

    internal override IReadOnlyList<string> Indexes =>
        [$"(attendee, ({ProjectionQuery.InOrder()}), negotiation, id)", "(attendee, level_folded, last_day) where held"];

    /// <summary>
    /// Joins those who take part for other parties. Their keys begin with the meeting, so they are adjacent.
    /// </summary>
    internal override string Joined(string table) =>
        $"join {table} w on w.negotiation = t.negotiation and w.id > t.meeting || '/' and w.id < t.meeting || '0' and w.meeting = t.meeting and w.party <> t.party";

    internal override string Thing => "t.meeting";

    internal override string ShownId => Pair;

    internal override IReadOnlyList<DashboardColumn> Shown =>
    [
        new("title", "t.title", "The title of the negotiation."),
        new("meeting", "t.meeting", "The id of the meeting."),
        new("actor", "t.attendee", "A party or a person."),
        new("party", "t.party", "The party itself, or the one the person speaks for."),
        new("presence", "t.presence", "How it is known that it took part: Participant or Speaker."),
        new("with_actor", "w.attendee", "Whom it met."),
        new("with_party", "w.party", "The other's party."),
        .. AsStored.SkipWhile(column => column.Name != "kind"),
        new("with_presence", "w.presence", "How it is known that the other took part."),
        new("directness", HowDirect, "Direct, or Indirect: a third party went between them."),
    ];

    protected override IReadOnlyList<Column<Attendance>> Flat =>
    [
        Column<Attendance>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<Attendance>.Text("meeting", row => row.Meeting, "The id of the meeting."),
        Column<Attendance>.Text("attendee", row => row.Actor, "A party or a person."),
        Column<Attendance>.Text("party", row => row.Party, "The party itself, or the one the person speaks for."),
        Column<Attendance>.Word<Presence>("presence", row => row.Presence, "How it is known that it took part: Participant or Speaker."),
        Column<Attendance>.Word<MeetingKind>("kind", row => row.Kind, "The kind of the meeting."),
        Column<Attendance>.Text("level", row => row.Level, "The level of the meeting."),
        Column<Attendance>.Compared("level", row => row.Level),
        Column<Attendance>.Word<MeetingStatus>("status", row => row.Status, "The status of the meeting."),
        Column<Attendance>.Flag("held", row => row.Held, "It took place; else it is still to come."),
        Column<Attendance>.Text("when_edtf", row => row.When?.Text, "The date (EDTF)."),
        .. Column<Attendance>.Days("", row => row.When, "the date"),
        Column<Attendance>.Text("place", row => row.Place, "The place, as far as it is known."),
        Column<Attendance>.Word<MeetingOutcome>("outcome", row => row.Outcome, "What it came to."),
        Column<Attendance>.Text("format", row => row.Format, "Bilateral, Video, Proximity, …: an open word."),
        Column<Attendance>.Flag(
            "indirect", row => row.Format is not null && Indirect.Contains(Folded.Of(row.Format)),
            "Somebody goes between those who take part: Proximity, Shuttle or Indirect."),
        Column<Attendance>.Flag("mediates", row => row.Mediates, "It is one of those who go between."),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) => course.ThingsIn(course.Head.Meetings);

    protected override IEnumerable<Attendance> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        return
            from meeting in course.InScope(head.Meetings)
            where meeting.Status is MeetingStatus.AgreedInPrinciple or MeetingStatus.Scheduled
                or MeetingStatus.UnderWay or MeetingStatus.Held
            from one in Present(meeting, course)
            select new Attendance(
                negotiation, head.Title, meeting.Id, one.Actor, one.Party, one.Presence, meeting.Kind, meeting.Level, meeting.Status,
                meeting.Status == MeetingStatus.Held, meeting.When, meeting.Venue.Place, meeting.Outcome, meeting.Track, meeting.Round,
                meeting.Format, head.Parties[one.Party] is { } party && GoBetween.Contains(Folded.Of(party.Role)));
    }

    /// <summary>
    /// The parties that take part, the persons named among them, and those who spoke for them about it once it was
    /// held. Those who came for a party count instead of those who had been expected.
    /// </summary>
    private static List<Attendee> Present(Meeting meeting, FactIndex course)
    {
        var parties = meeting.Participants.Where(party => !meeting.Absent.Contains(party)).ToList();
        List<Attendee> present = [.. parties.Select(party => new Attendee(party, party, Presence.Participant))];
        var naming = course.Gathered<Naming>().Of(meeting.Id);
        var came = meeting.Status is MeetingStatus.Held or MeetingStatus.UnderWay
            ? naming.Select(entry => WhoCame(entry.Event)).LastOrDefault(named => !named.IsEmpty) : [];
        foreach (var entry in naming)
        {
            if (entry.Event is MeetingProposed proposed)
                Add(Expected(proposed), Presence.Participant);
            else if (WhoCame(entry.Event).Equals(came))
                Add(came, Presence.Participant);
            if (entry.Event is MeetingHeld)
                Add(course.Timeline.BasesOf(entry.Fact).Select(basis => basis.Speaker).OfType<string>(), Presence.Speaker);
        }
        return present;

        IEnumerable<string> Expected(MeetingProposed proposed) =>
            proposed.By.Concat(proposed.To).Concat(proposed.Participants).Where(speaker => !SomebodyCameFor(speaker));

        bool SomebodyCameFor(string speaker) =>
            came.Any(one => one.Contains('.') && Negotiation.PartyOf(one) == Negotiation.PartyOf(speaker));

        void Add(IEnumerable<string> speakers, Presence presence) => present.AddRange(
            from speaker in speakers
            let dot = speaker.IndexOf('.')
            where dot > 0 && dot < speaker.Length - 1 && parties.Contains(speaker[..dot]) && present.TrueForAll(known => known.Actor != speaker[(dot + 1)..])
            select new Attendee(speaker[(dot + 1)..], speaker[..dot], presence));
    }

    private static EquatableArray<string> WhoCame(DomainEvent @event) => @event switch
    {
        MeetingHeld held => held.Participants,
        MeetingBegun begun => begun.Participants,
        _ => [],
    };

    /// <summary>The facts that name the participants of a meeting, in canonical order.</summary>
    private sealed class Naming : CollectedByThing<Entry>
    {
        public override void Add(Entry entry)
        {
            if (entry.Event is MeetingProposed or MeetingBegun or MeetingHeld)
                Add(entry.Event.Thing!, entry);
        }
    }

    private sealed record Attendee(string Actor, string Party, Presence Presence);
}
