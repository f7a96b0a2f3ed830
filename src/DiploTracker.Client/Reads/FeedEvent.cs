using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>An event of the feed: a fact as it was recorded, and of which negotiation.</summary>
public sealed record FeedEvent : HistoryItem
{
    public string Negotiation { get; init; } = "";

    /// <summary>
    /// The event and its place in the log: the feed goes on after it (<c>after</c>). Not to be taken apart.
    /// </summary>
    [JsonIgnore]
    public string Place { get; init; } = "";

    /// <summary>The whole event as the server gave it.</summary>
    [JsonIgnore]
    public JsonElement Json { get; init; }

    internal static string PlaceOf(long position, string? id) => id is { Length: > 12 }
        ? string.Create(CultureInfo.InvariantCulture, $"{position}-{id[^12..]}")
        : position.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Which events of the feed; commas separate several values of one, and all that are given must hold.
/// </summary>
/// <param name="Negotiation">Of these negotiations.</param>
/// <param name="Party">That concern one of these parties.</param>
/// <param name="Type">Of these types: <c>meeting-scheduled.v1</c>, or <c>meeting-scheduled</c> in any version.</param>
public sealed record FeedFilter(string? Negotiation = null, string? Party = null, string? Type = null);

/// <summary>What happens to the connection of a feed.</summary>
/// <param name="Lost">The connection broke, for this reason; null where the server ended it. It is tried again.</param>
/// <param name="Back">It is there again, and goes on where it broke.</param>
public sealed record FeedWatch(Action<Exception?>? Lost = null, Action? Back = null)
{
    /// <summary>
    /// A connection over which nothing has come for so long, not even a sign of life, counts as broken.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between the first tries; it doubles up to ten seconds.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);
}
