using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.NegotiationHistory;

public static class HistoryEndpoint
{
    /// <summary>
    /// Every fact with its bases, as recorded or in canonical order; corrected and retracted ones are included and
    /// marked.
    /// </summary>
    [WolverineGet("/api/negotiations/{key}/history")]
    [EndpointName("getHistory")]
    [Tags("Reading")]
    [TakesQuery("order", "As recorded, or in canonical order: by when it occurred.", Words = ["recorded", "occurred"])]
    [Refuses("place-not-in-log")]
    [Through(typeof(PageQuery))]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    [ProducesResponseType<HistoryPage>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var order = context.Request.Query["order"].ToString();
        if (order is not ("" or "recorded" or "occurred"))
            return new ProblemResult(Refusals.Malformed("order", "recorded or occurred is expected"));
        var (page, malformed) = PageQuery.Read(context.Request.Query);
        if (page is null)
            return new ProblemResult(malformed!);
        Cursor? after = null;
        if (page.After is not null && (after = Cursor.Read(page.After)) is null)
            return new ProblemResult(Refusals.Malformed("after", "use the cursor that `next` of the page before gave"));

        return await negotiations.Read(key, context, timeline => order == "occurred"
            ? Page(timeline.Recorded.OrderBy(timeline.RankOf), timeline.RankOf, after, page.Limit, timeline)
            : Page(timeline.Recorded, fact => new Rank(false, default, fact.Version), after, page.Limit, timeline));
    }

    private static object Page(IEnumerable<Fact> facts, Func<Fact, Rank> rank, Cursor? after, int limit, Timeline timeline)
    {
        if (after is { Digits: not null } && !timeline.Recorded.Any(after.Is))
            return Problems.PlaceNotInLog.Because(
                "The log does not hold the fact with which the page before ended: it lost events in a failover, or was restored from an older copy. Begin again without `after`.");
        var found = facts.Where(fact => after is null || rank(fact).CompareTo(after.Rank) > 0).Take(limit + 1).ToList();
        var items = found.Take(limit).Select(fact => HistoryItem.Of(fact, timeline)).ToList();
        return new HistoryPage(items, found.Count > limit ? new Cursor(rank(found[limit - 1]), PlaceToken.DigitsOf(found[limit - 1].Id)).ToString() : null);
    }

    /// <summary>The rank of the last item, which stays valid when facts are inserted, and digits of its id.</summary>
    private sealed record Cursor(Rank Rank, string? Digits)
    {
        public bool Is(Fact fact) => fact.Version == Rank.Version && PlaceToken.DigitsOf(fact.Id) == Digits;

        /// <summary>Reads a cursor; null if the text is not one.</summary>
        public static Cursor? Read(string text)
        {
            var bytes = new byte[text.Length];
            return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
                && Encoding.UTF8.GetString(bytes, 0, length).Split('.') is [var opening, var ticksText, var versionText, .. var rest]
                && long.TryParse(ticksText, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
                && long.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? new Cursor(new Rank(opening == "1", new DateTimeOffset(ticks, TimeSpan.Zero), version), rest is [var digits] ? digits : null)
                : null;
        }

        public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{(Rank.IsOpening ? 1 : 0)}.{Rank.Earliest.UtcTicks}.{Rank.Version}.{Digits}")));
    }
}
