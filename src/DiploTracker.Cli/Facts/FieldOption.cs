using System.ComponentModel;
using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>
/// An option for one field of a command or of a filter, and the JSON it stands for (null if it is not given).
/// </summary>
internal sealed record FieldOption(string Field, Option Option, Func<ParseResult, Times, JsonNode?> Json)
{
    public static FieldOption Of(ParameterInfo parameter) =>
        Of(parameter, parameter.Name!, parameter.ParameterType, isRequired: !parameter.HasDefaultValue);

    public static FieldOption Of(PropertyInfo property) =>
        Of(property, property.Name, property.PropertyType, isRequired: false);

    private static FieldOption Of(ICustomAttributeProvider member, string memberName, Type memberType, bool isRequired)
    {
        var field = JsonNamingPolicy.CamelCase.ConvertName(memberName);
        var name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(memberName);
        var made = memberType switch
        {
            var type when type == typeof(bool) => Flag(field, name),
            var type when type == typeof(bool?) => OpenFlag(field, name),
            var type when type == typeof(int?) || type == typeof(long?) => Number(field, name),
            var type when type == typeof(JsonObject) => Object(field, name),
            var type when type.IsGenericType =>
                List(field, name, member.IsDefined(typeof(FreeTextAttribute), inherit: false)),
            _ => Text(field, name, member.IsDefined(typeof(EdtfAttribute), inherit: false)),
        };
        made.Option.Description = Help(member);
        made.Option.Required = isRequired;
        if (Words(member) is { Count: > 0 } words)
        {
            made.Option.CompletionSources.Add([.. words]);
            made.Option.HelpName = field; // the words are in the description
        }
        return made;
    }

    private static IReadOnlyList<string> Words(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(OneOfAttribute), inherit: false) is [OneOfAttribute oneOf] ? oneOf.Words : [];

    private static string Help(ICustomAttributeProvider member)
    {
        var text = member.GetCustomAttributes(typeof(DescriptionAttribute),
            inherit: false) is [DescriptionAttribute given]
            ? given.Description : "";
        return Words(member) is { Count: > 0 } words ? $"{text} {string.Join(", ", words)}.".TrimStart() : text;
    }

    private static FieldOption Text(string field, string name, bool isDate)
    {
        var option = new Option<string?>(name);
        return new FieldOption(field, option, (parsed, times) =>
            parsed.GetValue(option) is { } text ? isDate ? times.Edtf(text, name) : text : null);
    }

    private static FieldOption Flag(string field, string name)
    {
        var option = new Option<bool>(name);
        return new FieldOption(field, option, (parsed, _) => parsed.GetValue(option));
    }

    /// <summary>
    /// A flag for a field that the tracker treats differently when it is left out and when it is false.
    /// </summary>
    private static FieldOption OpenFlag(string field, string name)
    {
        var option = new Option<bool?>(name) { Arity = ArgumentArity.ZeroOrOne };
        return new FieldOption(field, option, (parsed, _) =>
            parsed.GetResult(option) is { Implicit: false } given ? given.Tokens.Count == 0
                || parsed.GetValue(option)!.Value : null);
    }

    private static FieldOption Number(string field, string name)
    {
        var option = new Option<long?>(name);
        return new FieldOption(field, option, (parsed, _) => parsed.GetValue(option) is { } number ? number : null);
    }

    private static FieldOption Object(string field, string name)
    {
        var option = new Option<string?>(name);
        return new FieldOption(
            field, option, (parsed, _) => parsed.GetValue(option) is { } text ? Parsed(name, text) : null);
    }

    private static JsonNode Parsed(string name, string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new UsageException($"{name} takes a JSON object.");
        }
        catch (JsonException malformed)
        {
            throw new UsageException($"{name} takes a JSON object: {malformed.Message}");
        }
    }

    /// <summary>Repeatable, and split at commas unless it is free text; accepted in the singular too.</summary>
    private static FieldOption List(string field, string name, bool freeText)
    {
        var option = new Option<string[]>(name) { AllowMultipleArgumentsPerToken = false };
        if (Singular(name) is { } singular)
            option.Aliases.Add(singular);
        return new FieldOption(field, option, (parsed, _) =>
        {
            var given = parsed.GetValue(option) ?? [];
            var items = freeText ? given : [.. given.SelectMany(SplitAtCommas)];
            return items.Length == 0 ? null : new JsonArray([.. items.Select(item => JsonValue.Create(item))]);
        });
    }

    public static string[] SplitAtCommas(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Singular(string name) =>
        name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y"
        : name.EndsWith('s') && name != "--status" && name != "--words" ? name[..^1]
        : null;
}
