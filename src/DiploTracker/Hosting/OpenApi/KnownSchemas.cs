using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>The schemas of values that the serializer cannot explain: they are written and read as text, or in two ways.</summary>
internal static class KnownSchemas
{
    /// <summary>The schema of a plain value; null for what is made of members.</summary>
    public static JsonObject? Of(Type type) =>
        type == typeof(string) ? new JsonObject { ["type"] = "string" }
        : type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
        : type == typeof(int) ? new JsonObject { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(long) ? new JsonObject { ["type"] = "integer", ["format"] = "int64" }
        : type == typeof(double) ? new JsonObject { ["type"] = "number" }
        : type == typeof(Guid) ? new JsonObject { ["type"] = "string", ["format"] = "uuid" }
        : type == typeof(DateTimeOffset) ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(byte[]) ? new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" }
        : type == typeof(JsonElement) || type == typeof(JsonNode) ? new JsonObject()
        : type == typeof(object) || type == typeof(Replacement) ? new JsonObject { ["type"] = "object" }
        : null;

    /// <summary>The words of an enum, as they are sent.</summary>
    public static JsonArray Words(Type vocabulary) => [.. Enum.GetValues(vocabulary).Cast<object>()
        .Select(word => JsonSerializer.SerializeToNode(word, vocabulary, CommandJson.Options))];

    public static JsonObject Edtf() => new()
    {
        ["type"] = "string",
        ["title"] = "EDTF",
        ["description"] = "A date of the world as exactly as it is known, in EDTF (ISO 8601-2): a day, a day with time "
            + "and offset, a month, a year, a season (21 to 24), `X` for an unknown day or month, `~` approximate, `?` "
            + "uncertain, `%` both; `a/b` from a to b, `..` for an open end; "
            + "`[a..b]` or `[a,b]` one day out of a set (\"next week\"). Anything else is refused with `edtf-invalid`.",
        ["examples"] = new JsonArray(
            "2025-08-15", "2025-08-15T10:00-08:00", "2025-08", "2025", "2025-21", "2025-08-XX", "2025-08-15~", "2025-08-11/2025-08-17",
            "2025-08-11/..", "[2025-08-11..2025-08-17]", "[2025-08-15,2025-08-22]"),
    };

    public static JsonObject Party(string? description) => new()
    {
        ["description"] = description,
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = "^[^.:]+(:.+)?$", ["examples"] = new JsonArray("USA:Mediator", "RUS") },
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["code"] = new JsonObject { ["type"] = "string", ["examples"] = new JsonArray("USA") },
                    ["role"] = new JsonObject
                    {
                        ["type"] = "string",
                        ["default"] = "Principal",
                        ["description"] = "An open word.",
                        ["examples"] = new JsonArray("Principal", "Mediator", "Facilitator", "Host", "Guarantor", "Observer"),
                    },
                },
                ["required"] = new JsonArray("code"),
                ["additionalProperties"] = false,
            }),
    };

    /// <summary>The names of a route with their patterns: what is known of a name holds wherever it stands.</summary>
    public static JsonObject PathParameter(string name) => new()
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = name switch
        {
            "key" => new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9-]{3,64}$", ["examples"] = new JsonArray("ukraine-2025") },
            "sha256" => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-fA-F]{64}$" },
            "position" => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            _ => new JsonObject { ["type"] = "string" },
        },
    };

    /// <summary>RFC 9457 with the members that help to mend it.</summary>
    public static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["title"] = "Problem",
        ["description"] = "Problem details (RFC 9457), with a code and what helps to mend the problem.",
        ["properties"] = new JsonObject
        {
            ["type"] = Text("The page that explains the problem.", "uri-reference"),
            ["title"] = Text("What kind of problem it is, in a few words."),
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = Text("What is the matter here."),
            ["instance"] = Text("The request.", "uri-reference"),
            ["code"] = Text("The last segment of `type`."),
            ["index"] = new JsonObject { ["type"] = "integer", ["description"] = "In a batch, the index of the command that was refused." },
            ["errors"] = new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
                ["description"] = "What is wrong, by member.",
            },
            ["blockedBy"] = List("string", "The positions that stand in the way."),
            ["current"] = new JsonObject { ["description"] = "What stands instead: a version, a status, a window." },
            ["changes"] = List("object", "What was recorded since the version named in `If-Match`."),
            ["dependants"] = List("object", "Facts that rest on this one."),
            ["traceId"] = Text("For the operator, where the tracker itself is at fault."),
        },
        ["required"] = new JsonArray("type", "title", "status", "detail", "code"),
        ["additionalProperties"] = true,
    };

    private static JsonObject List(string items, string description) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = items },
        ["description"] = description,
    };

    private static JsonObject Text(string description, string? format = null)
    {
        var text = new JsonObject { ["type"] = "string", ["description"] = description };
        if (format is not null)
            text["format"] = format;
        return text;
    }
}
