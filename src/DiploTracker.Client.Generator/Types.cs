using System.Text.Json.Nodes;

namespace DiploTracker.Client.Generator;

/// <summary>The types of the client for the schemas of an API description.</summary>
internal sealed class Types(JsonObject schemas)
{
    private const string References = "#/components/schemas/";

    /// <summary>The types that are written by hand, or whose name says something else in .NET.</summary>
    private static readonly Dictionary<string, string> Named = new()
    {
        ["Basis"] = "Basis", ["Phrase"] = "Phrase", ["Link"] = "Link", ["PartyInRole"] = "Party",
            ["Problem"] = "Problem",
        ["RecordedEvent"] = "RecordedEvent", ["RecordedAnswer"] = "Receipt", ["Index"] = "ServiceIndex",
            ["AnswerView"] = "ProposalAnswer",
    };

    private static readonly HashSet<string> ByHand =
        ["Basis", "Phrase", "Link", "Party", "Problem", "RecordedEvent", "Receipt"];

    private readonly Queue<string> _asked = [];
    private readonly HashSet<string> _known = [];

    /// <summary>The schemas that were asked for and are not written by hand, with those that they name.</summary>
    public IEnumerable<string> Asked()
    {
        while (_asked.TryDequeue(out var name))
            yield return name;
    }

    public JsonObject Schema(string name) => schemas[name]!.AsObject();

    /// <summary>A view in the API description is the thing itself for its reader.</summary>
    public static string NameOf(string schema) => Named.TryGetValue(schema, out var named) ? named
        : schema.EndsWith("View", StringComparison.Ordinal) ? schema[..^4] : schema;

    public static string? Referred(JsonNode? schema) =>
        (string?)schema?["$ref"] is { } reference ? reference[References.Length..] : null;

    /// <summary>The type, whether it may be null, and its vocabulary.</summary>
    public (string Name, bool IsNullable, string? Words) Of(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray either)
            return Of(either.Single(one => (string?)one!["type"] != "null")!) with { IsNullable = true };
        if (Referred(schema) is { } name)
            return Reference(name);
        var types = schema["type"] switch
        {
            JsonArray several => several.Select(one => (string)one!).ToList(),
            JsonNode one => [(string)one!],
            _ => [],
        };
        var isNullable = types.Remove("null");
        return types switch
        {
            ["array"] => Of(schema["items"]!) is var item ? ($"IReadOnlyList<{item.Name}>", isNullable, item.Words)
                : default,
            ["boolean"] => ("bool", isNullable, null),
            ["integer"] => ((string?)schema["format"] == "int64" ? "long" : "int", isNullable, null),
            ["number"] => ("double", isNullable, null),
            ["string"] => (Text(schema), isNullable, null),
            ["object"] when schema["additionalProperties"] is JsonObject each =>
                ($"IReadOnlyDictionary<string, {Of(each).Name}>", isNullable, null),
            ["object"] when schema["properties"] is JsonObject members
                && members.All(member => (string?)member.Value!["type"] == "string") =>
                ("IReadOnlyDictionary<string, string>", isNullable, null),
            _ => ("JsonElement", isNullable, null),
        };
    }

    private (string, bool, string?) Reference(string name)
    {
        var schema = Schema(name);
        if (schema["enum"] is not null)
            return ("string", false, name);
        if ((string?)schema["type"] == "string")
            return ("string", false, null);
        if (ItemOf(schema) is { } item)
            return ($"Page<{Of(item).Name}>", false, null);
        if (!ByHand.Contains(NameOf(name)) && _known.Add(name))
            _asked.Enqueue(name);
        return (NameOf(name), false, null);
    }

    /// <summary>The schema of the items, if it is a page of a list.</summary>
    public static JsonNode? ItemOf(JsonObject schema) =>
        schema["properties"] is JsonObject { Count: 2 or 3 } members && members.ContainsKey("next")
            ? members["items"]?["items"] : null;

    private static string Text(JsonNode schema) =>
        ((string?)schema["format"], (string?)schema["contentEncoding"]) switch
    {
        ("date-time", _) => "DateTimeOffset",
        ("date", _) => "DateOnly",
        (_, "base64") => "byte[]",
        _ => "string",
    };
}
