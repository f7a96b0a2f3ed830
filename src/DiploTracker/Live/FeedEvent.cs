using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using DiploTracker.Http;
using DiploTracker.NegotiationHistory;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>
/// A fact as it was recorded, whatever was recorded of it later: a correction of it is an event of its own.
/// </summary>
public sealed record FeedEvent : HistoryItem
{
    private FeedEvent(string negotiation, HistoryItem recorded) : base(recorded) => Negotiation = negotiation;

    /// <summary>The key of the negotiation.</summary>
    [JsonPropertyOrder(-1)]
    public string Negotiation { get; }

    public static FeedEvent Of(string negotiation, Fact fact) => new(negotiation, AsRecorded(fact));

    /// <summary>The event as it goes over the wire, the same for every reader on every node.</summary>
    public byte[] OnTheWire() => [.. Encoding.UTF8.GetBytes($"id: {new EventPlace(Position, Id)}\ndata: "), .. JsonSerializer.SerializeToUtf8Bytes(this, Json.Options), .. "\n\n"u8];
}

/// <summary>An event that is ready to be sent, and what filters ask of it.</summary>
/// <param name="Concerned">The parties that it concerns; null where no reader has asked for that yet.</param>
internal sealed record FeedEntry(EventPlace Place, string Negotiation, string Type, byte[] Bytes, IReadOnlySet<string>? Concerned)
{
    public long Position => Place.Position;
}
