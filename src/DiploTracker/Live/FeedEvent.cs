using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using DiploTracker.Http;
using DiploTracker.NegotiationHistory;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>A fact as it was recorded, regardless of later changes: a correction is an event of its own.</summary>
public sealed record FeedEvent : HistoryItem
{
    private FeedEvent(string negotiation, HistoryItem recorded) : base(recorded) => Negotiation = negotiation;

    /// <summary>The key of the negotiation.</summary>
    [JsonPropertyOrder(-1)]
    public string Negotiation { get; }

    public static FeedEvent Of(string negotiation, Fact fact) => new(negotiation, AsRecorded(fact));

    /// <summary>The event in wire format, the same for every reader on every node.</summary>
    public byte[] OnTheWire() =>
    [
        .. Encoding.UTF8.GetBytes($"id: {new EventPlace(Position, Id)}\ndata: "),
        .. JsonSerializer.SerializeToUtf8Bytes(this, Json.Options),
        .. "\n\n"u8,
    ];
}

/// <summary>An event ready to send, with the values that filters compare.</summary>
/// <param name="Concerned">The parties that it concerns; null if no reader has asked for them yet.</param>
internal sealed record FeedEntry(
    EventPlace Place, string Negotiation, string Type, byte[] Bytes, IReadOnlySet<string>? Concerned)
{
    public long Position => Place.Position;
}
