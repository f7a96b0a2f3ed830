using System.ComponentModel;
using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>An option for one field of a command, and the JSON it stands for (null if it is not given).</summary>
internal sealed record FieldOption(string Field, Option Option, Func<ParseResult, JsonNode?> Json)
{
    public static FieldOption Of(ParameterInfo parameter)
    {
        var field = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        var name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(parameter.Name!);
        var made = parameter.ParameterType switch
        {
            var type when type == typeof(bool) => Flag(field, name),
            var type when type == typeof(bool?) => OpenFlag(field, name),
            var type when type == typeof(int?) => Number(field, name),
            var type when type == typeof(JsonObject) => Object(field, name),
            var type when type.IsGenericType => List(field, name, parameter.IsDefined(typeof(FreeTextAttribute))),
            _ => Text(field, name),
        };
        made.Option.Description = Help(parameter);
        made.Option.Required = !parameter.HasDefaultValue;
        return made;
    }

    private static string Help(ParameterInfo parameter)
    {
        var text = parameter.GetCustomAttribute<DescriptionAttribute>()!.Description;
        return parameter.GetCustomAttribute<OneOfAttribute>() is { } oneOf
            ? $"{text} {string.Join(", ", oneOf.Words)}."
            : text;
    }

    private static FieldOption Text(string field, string name)
    {
        var option = new Option<string?>(name);
        return new FieldOption(field, option, parsed => parsed.GetValue(option) is { } text ? text : null);
    }

    private static FieldOption Flag(string field, string name)
    {
        var option = new Option<bool>(name);
        return new FieldOption(field, option, parsed => parsed.GetValue(option));
    }

    /// <summary>
    /// A flag for a field that the tracker treats differently when it is left out and when it is false.
    /// </summary>
    private static FieldOption OpenFlag(string field, string name)
    {
        var option = new Option<bool?>(name);
        return new FieldOption(field, option, parsed => parsed.GetValue(option) is { } set ? set : null);
    }

    private static FieldOption Number(string field, string name)
    {
        var option = new Option<int?>(name);
        return new FieldOption(field, option, parsed => parsed.GetValue(option) is { } number ? number : null);
    }

    private static FieldOption Object(string field, string name)
    {
        var option = new Option<string?>(name);
        return new FieldOption(
            field, option, parsed => parsed.GetValue(option) is { } text ? Parsed(name, text) : null);
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
        return new FieldOption(field, option, parsed =>
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
        : name.EndsWith('s') ? name[..^1]
        : null;
}
