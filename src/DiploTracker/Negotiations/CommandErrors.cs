using System.Text.Json;
using System.Text.Json.Nodes;
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

        var detail = string.Join(" ", errors.Select(error => $"`{error.Key}`: {error.Value[0]}."));
        return Problems.Malformed.Because(detail).With("errors", errors);
    }

    private static string? WhyNot(JsonPropertyInfo member, JsonNode value, JsonSerializerOptions options)
    {
        if (options != CommandJson.Unlimited && value is JsonArray list && list.Count > Limits.Of(member.Name))
            return BoundedLists.TooMany(Limits.Of(member.Name), list.Count);
        try
        {
            value.Deserialize(member.PropertyType, options);
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
    public static Refusal NotText(JsonObject fields) =>
        Refusals.Malformed(WhereNotText(fields), "a text cannot hold half a character (an unpaired surrogate)");

    private static string WhereNotText(JsonObject fields)
    {
        var where = "body";
        try
        {
            foreach (var (name, value) in fields)
            {
                where = name;
                value?.ToJsonString();
            }
        }
        catch (InvalidOperationException)
        {
            return where;
        }
        return "body";
    }
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
