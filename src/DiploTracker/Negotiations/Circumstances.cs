using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// The words that gave a date or a venue, with their language as a BCP 47 tag: "الأسبوع المقبل" (ar).
/// </summary>
public sealed record Phrase(string Text, string Language);

/// <summary>A source of a fact, and how reliable it is. A fact has none, one or several.</summary>
public sealed record Basis
{
    /// <summary>The speaker: <c>RUS.Ushakov</c>, Ushakov speaking for Russia, or an agency.</summary>
    public string? Speaker { get; init; }

    /// <summary>The carriers, nearest to the speaker first: agencies, newspapers.</summary>
    public EquatableArray<string> Via { get; init; }

    /// <summary>The registered report that contains it: the SHA-256 of the report's text, in hex.</summary>
    public string? Report { get; init; }

    /// <summary>When the source published it.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When the speaker said it.</summary>
    public DateTimeOffset? StatedAt { get; init; }

    /// <summary>
    /// Reliability of the source, A (completely reliable) to F (cannot be judged): Admiralty code, NATO AJP-2.1.
    /// </summary>
    public Reliability? Reliability { get; init; }

    /// <summary>
    /// Credibility of the information, 1 (confirmed by others) to 6 (cannot be judged): Admiralty code.
    /// </summary>
    public int? Credibility { get; init; }
}

/// <summary>Admiralty code, first half.</summary>
public enum Reliability { A, B, C, D, E, F }

/// <summary>The parts of a fact that can be marked higher than the fact.</summary>
public enum FactPart
{
    [JsonStringEnumMemberName("quote")] Quote,
    [JsonStringEnumMemberName("place")] Place,
    [JsonStringEnumMemberName("basis")] Basis,
    [JsonStringEnumMemberName("persons")] Persons,
}

/// <summary>A part of a fact, and its marking.</summary>
public sealed record MarkedPart(Word<FactPart> Part, Word<Marking> Marking);

/// <summary>Parts of a fact that are marked on their own: <c>{ "quote": "AMBER", "place": "RED" }</c>.</summary>
/// <param name="Parts">In the order of their names, each once.</param>
[JsonConverter(typeof(MarkedPartsJsonConverter))]
public sealed record MarkedParts(EquatableArray<MarkedPart> Parts)
{
    /// <summary>The highest of their markings; null if no part is marked.</summary>
    public Marking? Highest => Parts.Max(part => part.Marking.Value);
}

internal sealed class MarkedPartsJsonConverter : JsonConverter<MarkedParts>
{
    private const string Expected = "marked parts are written { \"quote\": \"AMBER\", \"place\": \"RED\" }";

    public override MarkedParts Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(Expected);
        SortedDictionary<string, string> parts = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String || !parts.TryAdd(part, reader.GetString()!))
                throw new JsonException(Expected);
        }
        return new MarkedParts([.. parts.Select(part => new MarkedPart(new(part.Key), new(part.Value)))]);
    }

    public override void Write(Utf8JsonWriter writer, MarkedParts value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (part, marking) in value.Parts)
            writer.WriteString(part.Text, marking.Text);
        writer.WriteEndObject();
    }
}

/// <summary>Traffic Light Protocol 2.0 (FIRST.org): who may see it.</summary>
public enum Marking
{
    CLEAR,
    GREEN,
    AMBER,
    [JsonStringEnumMemberName("AMBER+STRICT")] AMBERSTRICT,
    RED,
}
