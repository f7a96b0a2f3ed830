using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Negotiations;

/// <summary>Another thing that something ratifies, ends, implements or is part of.</summary>
/// <param name="Id">The id of the other thing.</param>
/// <param name="How">An open word: ratifies, ends, implements, part-of, …</param>
[JsonConverter(typeof(LinkJsonConverter))]
public sealed record Link(string Id, string? How = null)
{
    public override string ToString() => How is null ? Id : $"{Id} ({How})";
}

/// <summary>
/// Reads <c>{ "id": "a-truce", "how": "ratifies" }</c> and, where nothing more is known, <c>"a-truce"</c>.
/// </summary>
internal sealed class LinkJsonConverter : JsonConverter<Link>
{
    private const string Expected = "a link is written \"a-truce\" or { \"id\": \"a-truce\", \"how\": \"ratifies\" }";

    public override Link Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        // Read like any other text, so that the limits on texts apply here too.
        if (reader.TokenType == JsonTokenType.String)
            return new Link(JsonSerializer.Deserialize<string>(ref reader, options)!);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(Expected);
        var form = JsonSerializer.Deserialize<ObjectForm>(ref reader, options)!;
        return form.How is not null && string.IsNullOrWhiteSpace(form.How)
            ? throw new JsonException(Expected)
            : new Link(form.Id, form.How);
    }

    public override void Write(Utf8JsonWriter writer, Link value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new ObjectForm(value.Id, value.How), options);

    private sealed record ObjectForm(string Id, string? How = null);
}
