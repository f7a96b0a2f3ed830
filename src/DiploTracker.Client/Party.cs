using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>
/// A party, its role, an open word (Principal when absent), and the group that it belongs to, if any.
/// </summary>
[JsonConverter(typeof(PartyConverter))]
public sealed record Party(string Code, string? Role = null, string? MemberOf = null)
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
            TextOf(party.RootElement, "role"),
            TextOf(party.RootElement, "memberOf"));
    }

    public override void Write(Utf8JsonWriter writer, Party value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("code", value.Code);
        if (value.Role is not null)
            writer.WriteString("role", value.Role);
        if (value.MemberOf is not null)
            writer.WriteString("memberOf", value.MemberOf);
        writer.WriteEndObject();
    }

    private static string? TextOf(JsonElement party, string member) =>
        party.TryGetProperty(member, out var text) ? text.GetString() : null;
}
