using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>A list of texts; one is written, and may be read, as a text by itself: <c>"RUS"</c>.</summary>
internal sealed class OneOrMoreJsonConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? [reader.GetString()!]
            : JsonSerializer.Deserialize<string[]>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        if (value is [var one])
            writer.WriteStringValue(one);
        else
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
