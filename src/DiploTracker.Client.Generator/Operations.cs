using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using static DiploTracker.Client.Generator.Written;

namespace DiploTracker.Client.Generator;

/// <summary>
/// The operations of an API description as methods of the client, their filters and answers as records. Commands, the
/// feed and the export have methods written by hand.
/// </summary>
internal sealed class Operations(JsonObject api)
{
    private readonly Types _types = new(api["components"]!["schemas"]!.AsObject());
    private readonly StringBuilder _methods = new();
    private readonly StringBuilder _records = new();

    /// <summary>The source of the client's part.</summary>
    public static string Of(JsonNode description)
    {
        var operations = new Operations(description.AsObject());
        foreach (var (path, verbs) in description["paths"]!.AsObject())
        {
            foreach (var (verb, operation) in verbs!.AsObject().Where(verb =>
                verb.Value is JsonObject { } one && one.ContainsKey("operationId")))
                operations.Write(verb, path, operation!.AsObject());
        }
        foreach (var schema in (string[])["FeedEvent", "Preview"]) // the answers of methods that are written by hand
            operations._types.Of(new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" });
        foreach (var asked in operations._types.Asked())
            operations.WriteRecord(asked);
        return $$"""

            /// <summary>The tracker over HTTP.</summary>
            public sealed partial class DiploClient
            {
            {{operations._methods}}}
            {{operations._records}}
            """;
    }

    private void Write(string verb, string path, JsonObject operation)
    {
        var answer = operation["responses"]!.AsObject().FirstOrDefault(response => response.Key[0] == '2');
        var content = answer.Value!["content"]?.AsObject();
        var media = content?.Select(one => one.Key).FirstOrDefault(one =>
            one.EndsWith("json", StringComparison.Ordinal)) ?? content?.FirstOrDefault().Key;
        var body = Types.Referred(operation["requestBody"]?["content"]?["application/json"]?["schema"]);
        if (IsByHand(operation, media, body))
            return;

        var schema = content is null || media is null || media.StartsWith("text/", StringComparison.Ordinal) ? null
            : content[media]!["schema"]!.AsObject();
        new Method(_types, Parameters(operation), verb.ToUpperInvariant(), path, operation)
            .Write(_methods, _records, schema, body);
    }

    private bool IsByHand(JsonObject operation, string? media, string? body) =>
        media is "application/x-ndjson" or "text/event-stream"
        || (operation["requestBody"] is not null && (body is null || IsCommand(body)));

    private bool IsCommand(string schema) =>
        api["components"]!["schemas"]!["NamedCommand"]!["discriminator"]!["mapping"]!.AsObject().ContainsKey(schema);

    private List<JsonObject> Parameters(JsonObject operation) =>
        [.. (operation["parameters"] as JsonArray ?? []).Select(parameter =>
            (string?)parameter!["$ref"] is { } reference
            ? api["components"]!["parameters"]![reference.Split('/')[^1]]!.AsObject()
            : parameter!.AsObject())];

    private void WriteRecord(string schema)
    {
        var described = _types.Schema(schema);
        var required = described["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        var isSent = described["additionalProperties"] is JsonValue;
        _records.Append(CultureInfo.InvariantCulture,
            $$"""

            /// <summary>{{Xml((string?)described["description"] ?? $"{Types.NameOf(schema)} of an answer.")}}</summary>
            public sealed partial record {{Types.NameOf(schema)}}
            {

            """);
        foreach (var (name, member) in described["properties"]!.AsObject())
            WriteMember(name, member!.AsObject(), required.Contains(name), isSent);
        _records.Append("}\n");
    }

    private void WriteMember(string name, JsonObject member, bool isRequired, bool isSent)
    {
        var (type, isNullable, words) = _types.Of(member);
        var mayBeNull = isNullable || !isRequired;
        if ((string?)member["description"] is { } description)
            _records.Append(CultureInfo.InvariantCulture,
                $"    /// <summary>{Xml(description.ReplaceLineEndings(" "))}</summary>\n");
        if (words is not null)
            _records.Append(CultureInfo.InvariantCulture, $"    [OneOf(typeof({Plural(words)}))]\n");
        if (Camel(Identifier(name)) != name)
            _records.Append(CultureInfo.InvariantCulture, $"    [JsonPropertyName({Literal(name)})]\n");
        var preset = mayBeNull ? "" : type switch
        {
            _ when isSent => "",
            "string" => " = \"\";",
            "byte[]" => " = [];",
            "bool" or "int" or "long" or "double" or "DateTimeOffset" or "DateOnly" or "JsonElement" => "",
            _ when type.StartsWith("IReadOnlyList", StringComparison.Ordinal) => " = [];",
            _ when type.StartsWith("IReadOnlyDictionary", StringComparison.Ordinal) =>
                $" = new {type[1..].Replace("ReadOnlyDictionary", "Dictionary", StringComparison.Ordinal)}();",
            _ => " = new();",
        };
        var must = isSent && !mayBeNull ? "required " : "";
        _records.Append(CultureInfo.InvariantCulture,
            $"    public {must}{type}{(mayBeNull ? "?" : "")} {Identifier(name)} {{ get; init; }}{preset}\n\n");
    }
}
