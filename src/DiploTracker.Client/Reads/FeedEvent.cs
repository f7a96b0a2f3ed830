using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

public sealed partial record FeedEvent
{
    /// <summary>The event and its place in the log: the feed goes on after it (<c>after</c>). Opaque.</summary>
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
/// A filter of the feed; commas separate alternative values of a member, and all members given must match.
/// </summary>
/// <param name="Negotiation">Of these negotiations.</param>
/// <param name="Party">That concern one of these parties.</param>
/// <param name="Type">Of these types: <c>meeting-scheduled.v1</c>, or <c>meeting-scheduled</c> in any version.</param>
public sealed record FeedFilter(string? Negotiation = null, string? Party = null, string? Type = null);

/// <summary>Callbacks and limits for the connection of a feed.</summary>
/// <param name="Lost">
/// Called when the connection breaks, with the reason; null if the server ended it. It is retried.
/// </param>
/// <param name="Back">Called when it is restored and resumes where it broke off.</param>
public sealed record FeedWatch(Action<Exception?>? Lost = null, Action? Back = null)
{
    /// <summary>How long a connection may receive nothing, not even a heartbeat, before it counts as broken.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause before the first retry; it doubles up to ten seconds.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);
}
