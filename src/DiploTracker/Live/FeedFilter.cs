using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.NegotiationHistory;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>
/// The events that a reader wants: those that pass all given filters, each of which takes several values.
/// </summary>
internal sealed record FeedFilter(IReadOnlySet<string>? Negotiations, IReadOnlySet<string>? Types,
    IReadOnlySet<string>? Parties)
{
    public static readonly FeedFilter None = new(Negotiations: null, Types: null, Parties: null);

    private static readonly string[] Known = ["after", "negotiation", "party", "type"];

    /// <summary>Whether the event can be judged without reading its negotiation.</summary>
    public bool CanJudge(FeedEntry entry) => Parties is null || entry.Concerned is not null;

    public bool Takes(FeedEntry entry) =>
        Negotiations?.Contains(entry.Negotiation) != false && Types?.Contains(entry.Type) != false
            && Parties?.Overlaps(entry.Concerned!) != false;

    [Refuses("malformed")]
    [TakesQuery("negotiation", "Only the events of these negotiations: keys, separated by commas.",
        Type = typeof(IReadOnlyList<string>))]
    [TakesQuery("party",
        "Only events that concern one of these parties: that name it, or are about something that it has a part in.",
        Type = typeof(IReadOnlyList<string>))]
    [TakesQuery("type", "Only events of these types, as they are stored or without the version of their form.",
        Type = typeof(IReadOnlyList<string>))]
    public static (FeedFilter? Filter, Refusal? Refusal) Read(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
            return (null, Refusals.Malformed(unknown,
                $"there is no such filter here; there are {string.Join(", ", Known)}"));

        var negotiations = HistoryFilter.Split(query["negotiation"]);
        if (negotiations?.FirstOrDefault(key => !Slug.IsKey(key)) is { } bad)
            return (null, Refusals.Malformed("negotiation", $"'{bad}' is no key of a negotiation"));
        var types = HistoryFilter.Split(query["type"]);
        if (types?.FirstOrDefault(type => !HistoryFilter.Stored(type).Any()) is { } none)
            return (null, HistoryFilter.NoType(none));

        return (new FeedFilter(negotiations, types?.SelectMany(HistoryFilter.Stored).ToHashSet(),
            HistoryFilter.Split(query["party"])), null);
    }

    /// <summary>
    /// The place in the log after which a reader begins: from <c>Last-Event-ID</c>, which a browser sends on its own
    /// when it reconnects, else from <c>after</c>; null if it only wants new events.
    /// </summary>
    [TakesHeader("Last-Event-ID",
        "The `id` of the last event that was seen, as the feed gave it, or a position: the feed goes on after it. It "
        + "goes before `after`.", Example = "12-5c0b7e21a9f4")]
    [TakesQuery("after",
        "The same for who cannot set the header; 0 begins with the first event. Without either only what is new comes.", Example = "12-5c0b7e21a9f4")]
    public static (PlaceToken? After, Refusal? Refusal) After(HttpRequest request)
    {
        var (name, text) = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } seen
            ? ("Last-Event-ID", seen) : ("after", request.Query["after"].ToString());
        return text.Length == 0 ? (null, null)
            : PlaceToken.Read(text) is { } after ? (after, null)
            : (null, Refusals.Malformed(name, $"the `id` of an event of the feed is expected, or 0, not '{text}'"));
    }
}
