using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Statuses;

namespace DiploTracker.Briefs;

/// <summary>Writes the sections of a briefing about one negotiation, as seen from its moment.</summary>
/// <param name="day">The day from which ages are counted.</param>
internal sealed partial class BriefWriter(string key, Timeline timeline, DateOnly day, BriefSources sources)
{
    /// <summary>Maximum number of things that are over on the page; the rest is counted.</summary>
    private const int MostOver = 5;

    private readonly Provenance _provenance = Provenance.Of(timeline);

    private Negotiation Head => timeline.Head;

    private MeetingSentences Meetings => field ??= new(timeline, _provenance);

    public Brief Write(string address, SinceMoment? since)
    {
        var over = Over().OrderByDescending(thing => thing.Last).ToList();
        return new Brief(
            key, Passage.Of($"{Head.Title}"), Head.Subject is { } subject ? Passage.Of($"{subject}") : null, Head.Phase,
            timeline.Version, timeline.Recorded[^1].Position, timeline.Recorded.Count, address,
            [.. Stands()], [.. over.Take(MostOver).Select(thing => thing.Line())], Math.Max(0, over.Count - MostOver),
            [.. Next()], [.. Owed()], [.. Blocks()], [.. Contested()], since is null ? null : Changed(since));
    }

    private IEnumerable<BriefLine> Stands() =>
    [
        Line(Process(), about: null, "phase"),
        .. Head.Meetings.Where(meeting => !IsOver(meeting)).OrderBy(Rank).Select(Line),
        .. Head.Agreements.Where(agreement => !agreement.IsOver).Select(Line),
        .. Head.Proposals.Where(proposal => !proposal.IsInvitation && !IsOver(proposal)).Select(Line),
        .. Head.Positions.Where(position => position.IsStanding).Select(Line),
    ];

    private Passage Process()
    {
        var parties = Head.Parties.Where(party => !party.Left).Select(party => party.Role == "Principal"
            ? Passage.Of($"{party.Code}")
            : Passage.Of($"{party.Code} ({Wording.Plain(party.Role)})")).ToList();
        var between = parties.Count < 2 ? Passage.Join("", parties)
            : Passage.Of($"{Passage.Join(", ", parties.SkipLast(1))} and {parties[^1]}");
        var left = Head.Parties.Where(party => party.Left).Select(party => party.Code).ToList();
        return Passage.Of(
            $"{(parties.Count > 1 ? "Between " : "With "):w}{between}; {Phase(Head.Phase):w}."
            + $"{(left is [] ? null : Passage.Of($" {Passage.Names(left)} left."))}");
    }

    private static string Phase(Phase phase) => phase switch
    {
        Negotiations.Phase.PreNegotiation => "formal negotiations have not begun",
        Negotiations.Phase.Negotiation => "negotiations are under way",
        Negotiations.Phase.Agreement => "an agreement is reached",
        Negotiations.Phase.Implementation => "an agreement is being implemented",
        Negotiations.Phase.Suspended => "negotiations are suspended",
        Negotiations.Phase.Collapsed => "negotiations have collapsed",
        _ => "negotiations are concluded",
    };

    private IEnumerable<Finished> Over() =>
    [
        .. Head.Meetings.Where(IsOver).Select(meeting => new Finished(
            meeting.Status == MeetingStatus.Held ? Last(meeting.When) : Last($"meetings/{meeting.Id}/status"),
            () => Line(meeting))),
        .. Head.Agreements.Where(agreement => agreement.IsOver).Select(agreement => new Finished(
            Last(agreement.Ended!.Occurred), () => Line(agreement))),
        .. Head.Proposals.Where(proposal => !proposal.IsInvitation && IsOver(proposal)).Select(proposal => new Finished(
            Last($"proposals/{proposal.Id}/status"), () => Line(proposal))),
        .. Head.Deadlines.Where(deadline => deadline.Status != DeadlineStatus.Running).Select(deadline => new Finished(
            Last($"deadlines/{deadline.Id}/status"), () => Line(deadline))),
    ];

    // A cancelled meeting may be reinstated, but nobody waits for it.
    private static bool IsOver(Meeting meeting) => meeting.IsOver || meeting.Status == MeetingStatus.Cancelled;

    private static bool IsOver(Proposal proposal) =>
        proposal.Closed is not null || proposal.Status is ProposalStatus.Rejected or ProposalStatus.Accepted;

    private static int Rank(Meeting meeting) => meeting.Status switch
    {
        MeetingStatus.UnderWay => 0,
        MeetingStatus.Scheduled => 1,
        MeetingStatus.AgreedInPrinciple => 2,
        MeetingStatus.Postponed => 3,
        MeetingStatus.Proposed => 4,
        _ => 5,
    };

    private BriefLine Line(Meeting meeting) => Line(
        Meetings.Of(meeting, Head.Proposals[meeting.Id]), $"meetings/{meeting.Id}",
        "status", "when", "tentative", "venue/agreement", "venue/place", "confirmedBy", "outcome");

    private BriefLine Line(Agreement agreement) => Line(
        ThingSentences.Of(agreement), $"agreements/{agreement.Id}", "stage", "effective", "suspendedBy");

    private BriefLine Line(Proposal proposal) => Line(
        ThingSentences.Of(proposal), $"proposals/{proposal.Id}", "about", "summary", "status");

    private BriefLine Line(Position position) => Line(
        ThingSentences.Of(position), $"positions/{position.Id}", "text", "status");

    private BriefLine Line(Deadline deadline) => Line(
        ThingSentences.Of(deadline), $"deadlines/{deadline.Id}", "when", "status");

    private BriefLine Line(Passage text, string? about, params string[] values) =>
        new(text, about, Cited(about, values));

    /// <summary>The sources of values, each by the fact that set it last.</summary>
    private IReadOnlyList<int> Cited(string? about, params string[] values) =>
        sources.Cite(Setters(about, values).Select(entry => entry.Fact), timeline);

    private IEnumerable<Entry> Setters(string? about, params string[] values) => values
        .Select(value => _provenance.Of(about is null ? value : $"{about}/{value}") is [.., var last] ? last : null)
        .OfType<Entry>();

    private static DateOnly Last(Edtf? date) =>
        date is { } known && Wording.Certain(known) is { } last ? last : DateOnly.MinValue;

    private DateOnly Last(string path) =>
        _provenance.Of(path) is [.., var setter] ? Last(setter.Event.Occurred) : DateOnly.MinValue;

    /// <summary>Number of days since a date, at least; null if that is unknown or the date is to come.</summary>
    private int? DaysSince(Edtf date) =>
        Wording.Certain(date) is { } since && since <= day ? day.DayNumber - since.DayNumber : null;

    /// <param name="Last">When it ended, to sort by.</param>
    /// <param name="Line">Only what is shown is written: it cites its sources.</param>
    private sealed record Finished(DateOnly Last, Func<BriefLine> Line);
}
