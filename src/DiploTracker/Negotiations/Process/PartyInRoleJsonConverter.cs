using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Negotiations.Process;

/// <summary>
/// Reads <c>{ "code": "FRA", "role": "Mediator", "memberOf": "E3" }</c> and, for people who type, <c>"FRA:Mediator"</c> or
/// <c>"FRA"</c>.
/// </summary>
internal sealed class PartyInRoleJsonConverter : JsonConverter<PartyInRole>
{
    private const string Expected = "a party is written \"USA:Mediator\" or { \"code\": \"USA\", \"role\": \"Mediator\" }";

    public override PartyInRole Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            // Read like any other text, so that the limits on texts apply here too.
            var text = JsonSerializer.Deserialize<string>(ref reader, options)!;
            var (code, role) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, "Principal");
            return options.Converters.Any(converter => converter is BoundedTextJsonConverter)
                ? Checked(
                    TextForms.Formed(code, TextForm.Name, Limits.Name),
                    TextForms.Formed(role, TextForm.Label, Limits.Label))
                : Checked(code, role);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(Expected);
        var form = JsonSerializer.Deserialize<ObjectForm>(ref reader, options)!;
        return form.MemberOf is not null && string.IsNullOrWhiteSpace(form.MemberOf)
            ? throw new JsonException(Expected)
            : Checked(form.Code, form.Role) with { MemberOf = form.MemberOf?.Trim() };
    }

    public override void Write(Utf8JsonWriter writer, PartyInRole value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new ObjectForm(value.Code, value.Role, value.MemberOf), options);

    private static PartyInRole Checked(string code, string role) =>
        string.IsNullOrWhiteSpace(code) || string.IsNullOrWhiteSpace(role) || code.Contains('.')
            ? throw new JsonException(Expected)
            : new PartyInRole(code.Trim(), role.Trim());

    private sealed record ObjectForm(
        string Code, string Role = "Principal",
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MemberOf = null);
}
