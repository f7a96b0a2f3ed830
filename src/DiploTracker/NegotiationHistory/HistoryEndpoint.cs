using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DiploTracker.Hosting.Http;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.NegotiationHistory;

public static class HistoryEndpoint
{
    /// <summary>Every fact with its bases, as recorded or in canonical order; corrected and retracted ones stay and say so.</summary>
    [WolverineGet("/api/negotiations/{key}/history")]
    [Tags("Reading")]
    [TakesQuery("order", "As recorded, or in canonical order: by when it occurred.", Words = ["recorded", "occurred"])]
    [ProducesResponseType<HistoryPage>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var order = context.Request.Query["order"].ToString();
        if (order is not ("" or "recorded" or "occurred"))
            return new ProblemResult(Refusals.Malformed("order", "recorded or occurred is expected"));
        var (page, malformed) = PageQuery.Read(context.Request.Query);
        if (page is null)
            return new ProblemResult(malformed!);
        Rank? after = null;
        if (page.After is not null && !TryReadCursor(page.After, out after))
            return new ProblemResult(Refusals.Malformed("after", "use the cursor that `next` of the page before gave"));

        return await negotiations.Read(key, context, timeline => order == "occurred"
            ? Page(timeline.Recorded.OrderBy(timeline.RankOf), timeline.RankOf, after, page.Limit, timeline)
            : Page(timeline.Recorded, fact => new Rank(false, default, fact.Version), after, page.Limit, timeline));
    }

    private static HistoryPage Page(IEnumerable<Fact> facts, Func<Fact, Rank> rank, Rank? after, int limit, Timeline timeline)
    {
        var found = facts.Where(fact => after is not { } last || rank(fact).CompareTo(last) > 0).Take(limit + 1).ToList();
        var items = found.Take(limit).Select(fact => HistoryItem.Of(fact, timeline)).ToList();
        return new HistoryPage(items, found.Count > limit ? Cursor(rank(found[limit - 1])) : null);
    }

    // The cursor names the place of the last item, so that it holds when facts come in between.
    private static string Cursor(Rank rank) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{(rank.IsOpening ? 1 : 0)}.{rank.Earliest.UtcTicks}.{rank.Version}")));

    private static bool TryReadCursor(string cursor, out Rank? rank)
    {
        rank = null;
        var bytes = new byte[cursor.Length];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            || Encoding.UTF8.GetString(bytes, 0, length).Split('.') is not [var opening, var ticksText, var versionText]
            || !long.TryParse(ticksText, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !long.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return false;

        rank = new Rank(opening == "1", new DateTimeOffset(ticks, TimeSpan.Zero), version);
        return true;
    }
}
