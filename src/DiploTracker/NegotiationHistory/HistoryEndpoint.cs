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
    [Through(typeof(HistoryFilter))]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    [ProducesResponseType<HistoryPage>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations) =>
        Read(key, context, negotiations, (_, page) => page);

    /// <summary>A page of the history, in the form that the caller gives it.</summary>
    internal static async Task<IResult> Read(
        string key, HttpContext context, NegotiationReader negotiations, Func<Timeline, HistoryPage, object> show)
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

        var (filter, unknown) = HistoryFilter.Read(context.Request.Query);
        if (filter is null)
            return new ProblemResult(unknown!);

        return await negotiations.Read(key, context, timeline =>
            Page(order == "occurred" ? Canonical(timeline) : timeline.Recorded, after, page.Limit, filter, timeline) switch
            {
                HistoryPage shown => show(timeline, shown),
                var refusal => refusal,
            });
    }

    /// <summary>All facts in canonical order; those about the record by their own dates.</summary>
    private static List<Fact> Canonical(Timeline timeline) => CanonicalOrder.Of(timeline.Recorded.Select(
        fact => Entry.Of(fact, timeline.EventOf(fact), isRetracted: false))).ConvertAll(entry => entry.Fact);

    private static object Page(
        IReadOnlyList<Fact> facts, Cursor? after, int limit, HistoryFilter filter, Timeline timeline)
    {
        var start = after is null ? 0 : facts.TakeWhile(fact => !after.Is(fact)).Count() + 1;
        if (start > facts.Count)
            return Problems.PlaceNotInLog.Because(
                "The log does not hold the fact with which the page before ended: it lost events in a failover, or was restored from an older copy. Begin again without `after`.");
        List<Fact> found = [.. facts.Skip(start).Where(fact => filter.Takes(fact, timeline)).Take(limit + 1)];
        var isLast = found.Count <= limit;
        var items = found.Take(limit).Select(fact => HistoryItem.Of(fact, timeline)).ToList();
        return new HistoryPage(items, isLast ? null : Cursor.At(found[limit - 1]).ToString());
    }

    /// <summary>
    /// The last item by its version, which stays valid when facts are inserted, and digits of its id; cursors given
    /// before there were digits have none.
    /// </summary>
    private sealed record Cursor(long Version, string? Digits)
    {
        public static Cursor At(Fact fact) => new(fact.Version, PlaceToken.DigitsOf(fact.Id));

        public bool Is(Fact fact) =>
            fact.Version == Version && (Digits is null || PlaceToken.DigitsOf(fact.Id) == Digits);

        /// <summary>
        /// Reads a cursor; null if the text is not one. Before its version stand two numbers that no longer matter.
        /// </summary>
        public static Cursor? Read(string text)
        {
            var bytes = new byte[text.Length];
            return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
                && Encoding.UTF8.GetString(bytes, 0, length).Split('.')
                    is ["0" or "1", var ticks, var versionText, .. var rest]
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= DateTimeOffset.MaxValue.UtcTicks
                && long.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? new Cursor(version, rest is [var digits] ? digits : null)
                : null;
        }

        public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"0.0.{Version}.{Digits}")));
    }
}
