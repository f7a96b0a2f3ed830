using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.NegotiationList;

/// <summary>One negotiation in the list.</summary>
/// <param name="RecordedAt">When its latest fact was recorded.</param>
public sealed record NegotiationLine(
    string Key, string Title, string? Subject, Phase Phase, long Version, DateTimeOffset RecordedAt,
    EquatableArray<PartyStatus> Parties) : IProjectionRow
{
    string IProjectionRow.Negotiation => Key;

    string IProjectionRow.Id => Key;

    // No thing: the line takes the highest marking of all facts, because its version counts each.
    IEnumerable<string> IProjectionRow.RestsOn => [""];
}

/// <summary>The negotiations, one row each.</summary>
public sealed class NegotiationListProjection : Projection<NegotiationLine>
{
    public override string Name => "negotiations";

    public override int Revision => 1;

    public override string Meaning => "The negotiations as they stand now.";

    internal override IReadOnlyList<string> Indexes => ["using gin (parties)", "(recorded_at, negotiation, id)"];

    protected override Func<NegotiationLine, IEnumerable<string?>> Searched => line => [line.Key, line.Title, line.Subject];

    // Its one row shows the version, which each fact changes.
    internal override IReadOnlyCollection<string>? Things(FactIndex course) => null;

    protected override IReadOnlyList<Column<NegotiationLine>> Flat =>
    [
        Column<NegotiationLine>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<NegotiationLine>.Text("subject", row => row.Subject, "Its subject, if it has one."),
        Column<NegotiationLine>.Word<Phase>("phase", row => row.Phase, "PreNegotiation, Negotiation, Agreement, …"),
        Column<NegotiationLine>.Texts(
            "parties", row => row.Parties.Where(party => !party.Left).Select(party => party.Code), "The parties that have not left."),
        Column<NegotiationLine>.Integer("version", row => checked((int)row.Version), "The number of its recorded facts."),
        Column<NegotiationLine>.Time("recorded_at", row => row.RecordedAt, "When the tracker recorded the last of them."),
    ];

    protected override IEnumerable<NegotiationLine> Project(string negotiation, FactIndex course)
    {
        if (course.Timeline.Recorded is not [.., var latest])
            yield break;
        var head = course.Head;
        yield return new NegotiationLine(
            negotiation, head.Title, head.Subject, head.Phase, course.Timeline.Version, latest.RecordedAt,
            [.. head.Parties.Select(PartyStatus.Of)]);
    }
}

/// <summary>A page of the negotiations.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record NegotiationLines(
    IReadOnlyList<NegotiationLine> Items, string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class ListEndpoint
{
    /// <summary>
    /// The negotiations by key, filtered by phase, by a party that has not left, and by words in key, title or subject.
    /// </summary>
    [WolverineGet("/api/negotiations")]
    [EndpointName("listNegotiations")]
    [Tags("Reading")]
    [Filters(nameof(Filters))]
    [Refuses("phase-unknown")]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<NegotiationLines>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) =>
        views.Page<NegotiationListProjection>(context, Filters);

    internal static void Filters(ProjectionQuery negotiations) => Narrow(negotiations)
        .Text("negotiation", "Only these: keys, separated by commas.")
        .Sort("key", "t.negotiation", "text")
        .Sort("recorded", "t.recorded_at", "timestamptz");

    /// <summary>The filters, without an order.</summary>
    internal static ProjectionQuery Narrow(ProjectionQuery negotiations) => negotiations
        .Word<Phase>("phase", "Only those in one of these phases.", Problems.PhaseUnknown)
        .Has("party", "Only those with all these parties; one that has left does not count.", "parties")
        .Search();
}
