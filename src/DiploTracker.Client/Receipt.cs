using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>The result of a command: no events if the fact was recorded already, Parked if it waits.</summary>
public sealed record Receipt
{
    public string Negotiation { get; init; } = "";

    /// <summary>The version of the negotiation with these events.</summary>
    public long Version { get; init; }

    /// <summary>The global position of the last of these events.</summary>
    public long Position { get; init; }

    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    /// <summary>
    /// The last of these events and its place in the log, for <see cref="WaitFor"/> and as the start of a feed.
    /// </summary>
    [JsonIgnore]
    public string Place => FeedEvent.PlaceOf(Position, Events is [.., var last] ? last.Id : null);

    /// <summary>Id of the parked fact, in a 202.</summary>
    [JsonIgnore]
    public string? Parked { get; init; }

    /// <summary>The JSON of the answer.</summary>
    [JsonIgnore]
    public JsonElement Json { get; init; }
}

/// <summary>One stored event: its id, its versioned type and the version it gave the negotiation.</summary>
public sealed record RecordedEvent(string Id, string Type, long Version);

/// <summary>How to send a command.</summary>
public sealed record SendOptions
{
    /// <summary>Who records; the server writes <c>local</c> when it is absent.</summary>
    public string? RecordedBy { get; init; }

    /// <summary>What the request belongs to.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What brought the request about.</summary>
    public string? CausationId { get; init; }

    /// <summary>
    /// The expected version, else 412: its number, or the <c>ETag</c> of an answer, which also differs from that of the
    /// same number after a loss of events.
    /// </summary>
    public string? IfMatch { get; init; }

    /// <summary>The same key and command always give the same answer and one set of events.</summary>
    public Guid? IdempotencyKey { get; init; }

    /// <summary>Park the fact if it cannot be placed yet.</summary>
    public bool Park { get; init; }
}
