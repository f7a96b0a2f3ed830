using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>
/// Another thing that something ratifies, ends, implements or is part of; <paramref name="How"/> is an open word.
/// </summary>
[JsonConverter(typeof(LinkConverter))]
public sealed record Link(string Id, string? How = null)
{
    /// <summary>Reads <c>ID</c> or <c>ID:how</c>.</summary>
    public static Link Parse(string text) =>
        text.Split(':', 2) is [var id, var how] ? new(id, how) : new(text);
}

internal sealed class LinkConverter : JsonConverter<Link>
{
    public override Link Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Link.Parse(reader.GetString()!);

        using var link = JsonDocument.ParseValue(ref reader);
        return new Link(
            link.RootElement.GetProperty("id").GetString()!,
            link.RootElement.TryGetProperty("how", out var how) ? how.GetString() : null);
    }

    public override void Write(Utf8JsonWriter writer, Link value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("id", value.Id);
        if (value.How is not null)
            writer.WriteString("how", value.How);
        writer.WriteEndObject();
    }
}
