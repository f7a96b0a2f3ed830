using DiploTracker.AgreementRegister;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.MeetingCalendar;
using DiploTracker.NegotiationList;
using DiploTracker.PositionLedger;
using DiploTracker.Projections;
using DiploTracker.ProposalBoard;
using DiploTracker.Statements;

namespace DiploTracker.Desk.Search;

/// <summary>Words looked for in everything, as each route of the API looks for them.</summary>
internal static class SearchScreen
{
    private const int MostOfEach = 20;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search", Get).ExcludeFromDescription();

    [TakesQuery("q", "The words.")]
    public static async Task<IResult> Get(HttpContext context, ProjectionReader views)
    {
        var words = context.Request.Query["q"].ToString().Trim();
        if (words.Length == 0)
            return DeskResult.Page<Search>(context, "find", new SearchModel("", []));
        Found[] found =
        [
            await In<NegotiationListProjection, NegotiationLine>("negotiations", ListEndpoint.Filters,
                row => new Hit(row.Key, "", row.Title, null, null)),
            await In<MeetingProjection, CalendarMeeting>("meetings", MeetingsEndpoint.Filters,
                row => new Hit(
                    row.Negotiation, $"#meetings/{row.Id}", row.MeetingTitle ?? row.Id, row.Title, row.LastWhen)),
            await In<ProposalProjection, BoardProposal>("proposals", ProposalsEndpoint.Filters,
                row => new Hit(
                    row.Negotiation, $"#proposals/{row.Id}", row.Summary ?? row.Id, row.Title, row.OpenSince)),
            await In<PositionProjection, LedgerPosition>("positions", PositionsEndpoint.Filters,
                row => new Hit(row.Negotiation, $"#positions/{row.Id}", row.Text ?? row.Id, row.Title, row.Since)),
            await In<AgreementProjection, RegisteredAgreement>("agreements", AgreementEndpoints.AgreementFilters,
                row => new Hit(
                    row.Negotiation, $"#agreements/{row.Id}", row.AgreementTitle ?? row.Id, row.Title, row.Effective)),
            await In<StatementProjection, Statement>("statements", StatementsEndpoint.Filters,
                row => new Hit(
                    row.Negotiation, $"/facts#fact-{row.Fact}", row.Quote ?? row.Translation ?? row.Id, row.Title,
                    row.Occurred)
                {
                    Speaker = row.Speaker,
                }),
        ];
        return Array.Find(found, one => one.Refusal is not null)?.Refusal is { } refusal
            ? DeskResult.Problem(context, refusal)
            : DeskResult.Page<Search>(
                context, words, new SearchModel(words, [.. found.Where(one => one.Hits is not [])]));

        async Task<Found> In<TView, TRow>(string name, Action<ProjectionQuery> filters, Func<TRow, Hit> hit)
            where TView : Projection<TRow>
            where TRow : class, IProjectionRow
        {
            var question = QueryString.Create("q", words).Add("limit", $"{MostOfEach}");
            var (page, refused) = await views.Rows<TView, TRow>(context, question.Value!, filters);
            return new Found(name, page is null ? [] : [.. page.Items.Select(hit)], page?.Next is not null, refused);
        }
    }
}

public sealed record SearchModel(string Words, IReadOnlyList<Found> Found);

/// <param name="Name">The kind of things, a name among the texts.</param>
/// <param name="HasMore">There are more than are shown.</param>
public sealed record Found(string Name, IReadOnlyList<Hit> Hits, bool HasMore, Refusal? Refusal);

/// <param name="Place">Where it is on the page of its negotiation.</param>
public sealed record Hit(string Negotiation, string Place, string Text, string? Title, Edtf? When)
{
    public string? Speaker { get; init; }
}
