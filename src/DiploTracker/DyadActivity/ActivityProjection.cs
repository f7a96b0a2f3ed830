using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.DyadActivity;

/// <summary>What happened between two parties in one week of one negotiation.</summary>
/// <param name="One">The first of the two by name.</param>
/// <param name="Week">ISO 8601: 2025-W32.</param>
/// <param name="Starts">Its Monday.</param>
/// <param name="Meetings">Meetings held.</param>
/// <param name="Arrangements">
/// Facts about dates, venue and format of meetings: scheduled, moved, postponed, cancelled, …
/// </param>
/// <param name="Proposals">Proposals and invitations made and closed.</param>
public sealed record DyadWeek(
    string Negotiation, string Id, string One, string Other, string Week, DateOnly Starts, int Meetings, int Arrangements, int Proposals, int Answers,
    int Positions, int Agreements, int Total) : IProjectionRow
{
    IEnumerable<string> IProjectionRow.RestsOn => [Week];
}

/// <summary>
/// Activity for charts: by pair of parties and ISO week. A fact counts in the week in which it occurred (a meeting in
/// that in which it was held); one whose date is wider than a week is left out.
/// </summary>
public sealed class ActivityProjection : Projection<DyadWeek>
{
    public override string Name => "activity";

    public override int Revision => 5;

    public override string Meaning => "Facts between two parties by negotiation and ISO week; those not dated to a week are left out.";

    internal override IReadOnlyList<string> Indexes => ["(starts, negotiation, id)", "((one || '-' || other), starts)"];

    protected override IReadOnlyList<Column<DyadWeek>> Flat =>
    [
        Column<DyadWeek>.Text("one", row => row.One, "A party: the first of the two by name."),
        Column<DyadWeek>.Text("other", row => row.Other, "The other party."),
        Column<DyadWeek>.Text("week", row => row.Week, "The ISO 8601 week: 2025-W32."),
        Column<DyadWeek>.Date("starts", row => row.Starts, "Its Monday."),
        Column<DyadWeek>.Integer("meetings", row => row.Meetings, "Meetings held."),
        Column<DyadWeek>.Integer("arrangements", row => row.Arrangements, "Facts about dates, venue and format of meetings."),
        Column<DyadWeek>.Integer("proposals", row => row.Proposals, "Proposals and invitations made and closed."),
        Column<DyadWeek>.Integer("answers", row => row.Answers, "Answers given, silence seen too."),
        Column<DyadWeek>.Integer("positions", row => row.Positions, "Positions stated and changed."),
        Column<DyadWeek>.Integer("agreements", row => row.Agreements, "Stages of agreements reached."),
        Column<DyadWeek>.Integer("total", row => row.Total, "All of these."),
    ];

    internal override string Thing => "t.week";

    internal override IReadOnlyCollection<string>? Things(FactIndex course) =>
        Weeks(course.Scope) is { } weeks ? [.. weeks.Select(NameOf)] : null;

    protected override IEnumerable<DyadWeek> Project(string negotiation, FactIndex course) =>
        from pair in ByPair(course)
        let name = NameOf(pair.Key.Monday)
        let counts = pair.Value
        select new DyadWeek(
            negotiation, $"{pair.Key.One}-{pair.Key.Other}/{name}", pair.Key.One, pair.Key.Other, name, pair.Key.Monday,
            counts[(int)Dealing.Meeting], counts[(int)Dealing.Arrangement], counts[(int)Dealing.Proposal],
            counts[(int)Dealing.Answer], counts[(int)Dealing.Position], counts[(int)Dealing.Agreement], counts.Sum());

    /// <summary>The Mondays of the weeks in which newer facts lie; null for all.</summary>
    private static HashSet<DateOnly>? Weeks(RowScope scope) =>
        scope.IsAll ? null : [.. scope.Newer.Select(entry => WeekOf(entry.Event)).OfType<DateOnly>()];

    /// <summary>The number of facts of each kind in a week between two parties.</summary>
    private static Dictionary<(DateOnly Monday, string One, string Other), int[]> ByPair(FactIndex course)
    {
        Dictionary<(DateOnly, string, string), int[]> counts = [];
        if (Weeks(course.Scope) is var weeks && weeks is { Count: 0 })
            return counts;
        foreach (var entry in course.Facts)
            if (WeekOf(entry.Event) is { } monday && weeks?.Contains(monday) != false && DealingOf(entry) is { } dealing)
                foreach (var (one, other) in Dyads(entry))
                    Of((monday, one, other))[(int)dealing]++;
        return counts;

        int[] Of((DateOnly, string, string) pair) =>
            CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _) ??= new int[Enum.GetValues<Dealing>().Length];
    }

    // The completed record of a meeting is no second meeting.
    private static Dealing? DealingOf(Entry entry) => entry.Event switch
    {
        MeetingHeld held when entry.After.Meetings[held.Meeting] is { IsCompleted: true } => Dealing.Arrangement,
        var @event => @event.CountsAs,
    };

    /// <summary>The pairs of parties between which a fact counts as activity.</summary>
    private static IEnumerable<(string One, string Other)> Dyads(Entry entry)
    {
        var after = entry.After;
        return entry.Event switch
        {
            MeetingProposed fact => Between(fact.By, fact.To.IsEmpty ? fact.By : fact.To),
            ProposalMade fact => Between(fact.By, fact.To),
            ProposalAnswered fact when after.Proposals[fact.Id] is { } proposal => Between([fact.By], proposal.By),
            ProposalClosed fact when after.Proposals[fact.Id] is { } proposal => Between(proposal.By, proposal.To),
            PositionStated fact => Between([fact.By], fact.To),
            PositionChanged fact when after.Positions[fact.Id] is { } position => Between([position.By], position.To),
            AgreementStageReached fact when after.Agreements[fact.Id] is { } agreement => Between(agreement.By, agreement.By),
            var fact when fact.Thing is { } id && after.Meetings[id] is { } meeting => Between(meeting.Participants, meeting.Participants),
            _ => [],
        };
    }

    private static HashSet<(string One, string Other)> Between(EquatableArray<string> some, EquatableArray<string> others)
    {
        HashSet<(string One, string Other)> pairs = [];
        foreach (var someone in some.Items)
            foreach (var another in others.Items)
                if ((One: Negotiation.PartyOf(someone), Other: Negotiation.PartyOf(another)) is var (one, other) && one != other)
                    pairs.Add(string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one));
        return pairs;
    }

    /// <summary>The Monday of the week in which it occurred; null if its date is wider than a week.</summary>
    private static DateOnly? WeekOf(DomainEvent @event)
    {
        var date = @event is MeetingHeld held ? held.When : @event.Occurred;
        return date is { First.Date: not null, Last.Date: not null }
            && Week(date.First) is var week && week == Week(date.Last)
            ? DateOnly.FromDayNumber(week * 7) : null;
    }

    // Day 0 of .NET's calendar is a Monday.
    private static int Week(EdtfBound bound) => bound.Day / 7;

    private static string NameOf(DateOnly monday) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(Midnight(monday)):D4}-W{ISOWeek.GetWeekOfYear(Midnight(monday)):D2}");

    private static DateTime Midnight(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);
}

/// <summary>A page of activity.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record Activities(IReadOnlyList<DyadWeek> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static partial class ActivityEndpoint
{
    /// <summary>
    /// What happened between two parties by ISO week, for charts: <c>dyad=USA-RUS</c> or <c>party=USA</c>, <c>from</c>
    /// and <c>to</c> as dates. One row for each negotiation, pair and week in which something happened.
    /// </summary>
    [WolverineGet("/api/activity")]
    [EndpointName("listActivity")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<Activities>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) => views.Page<ActivityProjection>(context, Filters);

    private static void Filters(ProjectionQuery activity) => activity
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Text("week", "Only these ISO weeks: 2025-W32.",
            "t.week", week => Weeks().IsMatch(week) ? [week] : null, "an ISO 8601 week, as in 2025-W32,")
        .Each("party", "Only pairs with this party; of two, only their pair.", party => $"{party} in (t.one, t.other)")
        .Text("dyad", "Only these pairs, in either order: USA-RUS,USA-UKR.",
            "t.one || '-' || t.other", EitherWay, "a pair of parties with a hyphen between them, as in USA-RUS,")
        .Days("t.starts", "t.starts + 6")
        .Sort("week", "t.starts", "date");

    /// <summary>The pair in both orders; the name of a party may contain a hyphen too.</summary>
    private static List<string>? EitherWay(string dyad)
    {
        List<string> ways = [.. Enumerable.Range(1, Math.Max(0, dyad.Length - 2)).Where(at => dyad[at] == '-').Select(at => $"{dyad[(at + 1)..]}-{dyad[..at]}")];
        return ways is [] ? null : [dyad, .. ways];
    }

    [GeneratedRegex("^[0-9]{4}-W[0-9]{2}$")]
    private static partial Regex Weeks();
}
