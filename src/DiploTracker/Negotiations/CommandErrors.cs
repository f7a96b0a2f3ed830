using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The errors of a command that could not be read, in words that mean something to a client.</summary>
internal static class CommandErrors
{
    /// <summary>Reports the errors member by member: the reader itself stops at the first.</summary>
    public static Refusal Unreadable(Type type, JsonObject fields, JsonException unreadable, JsonSerializerOptions options)
    {
        var members = CommandJson.Members(type, options);
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, _) in fields)
            if (!members.Exists(member => member.Name == name))
                errors[name] = [$"{type.Name} has no member '{name}'; it takes {string.Join(", ", members.Select(member => member.Name))}"];
        foreach (var member in members)
            if (member.IsRequired && fields[member.Name] is null)
                errors[member.Name] = ["this member is required"];
        foreach (var member in members)
            if (!errors.ContainsKey(member.Name) && fields[member.Name] is { } value && WhyNot(member, value, options) is { } why)
                errors[member.Name] = [why];
        if (errors.Count == 0)
            errors[unreadable.Path?.TrimStart('$', '.') ?? "body"] = [unreadable.Message];

        return Malformed(errors);
    }

    /// <summary>The errors of the members that a replacement gives; null if there is none.</summary>
    public static Refusal? OfGiven(Type type, JsonObject given, JsonObject merged, JsonSerializerOptions options)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var member in CommandJson.Members(type, options))
            if (given[member.Name] is { } value
                && WhyNot(member, member.PropertyType == typeof(Phrase) ? merged[member.Name]! : value, options) is { } why)
                errors[member.Name] = [why];
        return errors.Count == 0 ? null : Malformed(errors);
    }

    private static Refusal Malformed(Dictionary<string, string[]> errors) => Problems.Malformed
        .Because(string.Join(" ", errors.Select(error => $"`{error.Key}`: {error.Value[0]}."))).With("errors", errors);

    private static string? WhyNot(JsonPropertyInfo member, JsonNode value, JsonSerializerOptions options)
    {
        if (options != CommandJson.Unlimited && value is JsonArray list && list.Count > Limits.Of(member.Name))
            return BoundedLists.TooMany(Limits.Of(member.Name), list.Count);
        if (member.CustomConverter is OneOrMoreJsonConverter && value is JsonValue)
            value = new JsonArray(value.DeepClone());
        try
        {
            value.Deserialize(member.PropertyType, OptionsOf(member, options));
            return null;
        }
        catch (JsonException unreadable)
        {
            var here = unreadable.Path is null or "$";
            var why = InWords(unreadable.Message, out var noFit);
            return here && noFit ? $"{Expectation.Of(member.PropertyType)} is expected here, not {value.ToJsonString(options)}"
                : here ? why
                : $"at {unreadable.Path![1..].TrimStart('.')}: {why}";
        }
    }

    // Alone, a member is read as it is in its command.
    private static JsonSerializerOptions OptionsOf(JsonPropertyInfo member, JsonSerializerOptions options) =>
        member.CustomConverter is BoundedTextJsonConverter or BoundedTextsJsonConverter or OneOrMoreJsonConverter
            ? ForOne.GetOrAdd((options, member.CustomConverter), one =>
            {
                var own = new JsonSerializerOptions(one.Options);
                own.Converters.Insert(0, one.Converter);
                return own;
            })
            : options;

    private static readonly ConcurrentDictionary<
        (JsonSerializerOptions Options, JsonConverter Converter), JsonSerializerOptions> ForOne = new();

    // The reader's messages name .NET types, which mean nothing to a client.
    private static string InWords(string message, out bool noFit)
    {
        noFit = message.Contains("could not be converted", StringComparison.Ordinal);
        return noFit ? "this value cannot stand here"
            : message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? "there is no such member here"
            : message.Contains("doesn't allow null values", StringComparison.Ordinal) ? "null cannot stand here"
            : message.Split("was missing required properties including: ") is [_, var missing] ? $"{missing.TrimEnd('.')} is required here"
            : message.Split(" Path:")[0].TrimEnd('.');
    }

    /// <summary>The reader does not tell where it found half a character.</summary>
    public static Refusal NotText(JsonObject fields)
    {
        foreach (var (name, value) in fields)
            if (value is not null && NotText(value, "") is { } why)
                return Refusals.Malformed(name, why);
        return Refusals.Malformed("body", "a text cannot hold half a character (an unpaired surrogate)");
    }

    /// <summary>Why a value that is a text is none; null if it is one, or no text at all.</summary>
    public static string? WhyNotText(JsonValue value)
    {
        if (!value.TryGetValue(out JsonElement element) || element.ValueKind != JsonValueKind.String)
            return null;
        return Characters.WhyNotEscaped(Encoding.UTF8.GetBytes(element.GetRawText()[1..^1]))
            ?? Characters.WhyNot(element.GetString()!);
    }

    private static string? NotText(JsonNode node, string path) => node switch
    {
        JsonObject members => members
            .Select(member => member.Value is null ? null : NotText(member.Value, $"{path}.{member.Key}"))
            .FirstOrDefault(why => why is not null),
        JsonArray items => items
            .Select((item, index) => item is null ? null : NotText(item, $"{path}[{index}]"))
            .FirstOrDefault(why => why is not null),
        JsonValue value when WhyNotText(value) is { } why =>
            path.Length == 0 ? why : $"at {path.TrimStart('.')}: {why}",
        _ => null,
    };
}

/// <summary>Describes in words the expected value of a member by its type.</summary>
internal static class Expectation
{
    public static string Of(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? Of(underlying) : type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(Guid) => "the id of a fact (a UUID)",
        _ when type == typeof(Edtf) => "a date in EDTF, as text,",
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(EquatableArray<>) => "a list",
        _ => "an object",
    };
}
