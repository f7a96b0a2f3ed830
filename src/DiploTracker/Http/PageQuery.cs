using System.Globalization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Http;

/// <summary><c>after</c> and <c>limit</c>, the parameters of every list.</summary>
internal sealed record PageQuery(string? After, int Limit)
{
    private const int Usual = 100;

    private const int Most = 1_000;

    [Refuses("malformed")]
    [TakesQuery("after", "The cursor that `next` of the page before gave.")]
    [TakesQuery("limit", "How many items at most: 100 when left out, 1,000 at most.", Type = typeof(int))]
    public static (PageQuery? Page, Refusal? Refusal) Read(IQueryCollection query)
    {
        var after = query["after"].ToString() is { Length: > 0 } cursor ? cursor : null;
        if (query["limit"].ToString() is not { Length: > 0 } text)
            return (new PageQuery(after, Usual), null);

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most
            ? (new PageQuery(after, limit), null)
            : (null, Refusals.Malformed("limit", $"a whole number from 1 to {Most} is expected, not '{text}'"));
    }
}
