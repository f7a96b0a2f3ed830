using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>A party and its role; the role is an open word, Principal when absent.</summary>
[JsonConverter(typeof(PartyConverter))]
public sealed record Party(string Code, string? Role = null)
{
    /// <summary>Reads <c>CODE</c> or <c>CODE:Role</c>.</summary>
    public static Party Parse(string text) =>
        text.Split(':', 2) is [var code, var role] ? new(code, role) : new(text);
}

internal sealed class PartyConverter : JsonConverter<Party>
{
    public override Party Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Party.Parse(reader.GetString()!);

        using var party = JsonDocument.ParseValue(ref reader);
        return new Party(
            party.RootElement.GetProperty("code").GetString()!,
            party.RootElement.TryGetProperty("role", out var role) ? role.GetString() : null);
    }

    public override void Write(Utf8JsonWriter writer, Party value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("code", value.Code);
        if (value.Role is not null)
            writer.WriteString("role", value.Role);
        writer.WriteEndObject();
    }
}
