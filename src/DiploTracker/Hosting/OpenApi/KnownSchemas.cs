using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The schemas of values that the serializer cannot describe: they are read and written as text, or in two forms.
/// </summary>
internal static class KnownSchemas
{
    private const string Dates =
        "A date of the world as exactly as it is known, in EDTF (ISO 8601-2): a day, a day with time "
        + "and offset, a month, a year, a season (21 to 24), `X` for an unknown day or month, `~` approximate, `?` "
        + "uncertain, `%` both; `a/b` from a to b, `..` for an open end; "
        + "`[a..b]` or `[a,b]` one day out of a set (\"next week\"). Anything else is refused with `edtf-invalid`.";

    public static void Complete(OpenApiSchema schema, Type type)
    {
        if (type == typeof(Edtf))
        {
            (schema.Type, schema.Title, schema.Description) = (JsonSchemaType.String, "EDTF", Dates);
            schema.MaxLength = Limits.DateText;
            schema.Examples =
            [
                "2025-08-15", "2025-08-15T10:00-08:00", "2025-08", "2025", "2025-21", "2025-08-XX", "2025-08-15~",
                "2025-08-11/2025-08-17", "2025-08-11/..", "[2025-08-11..2025-08-17]", "[2025-08-15,2025-08-22]",
            ];
        }
        else if (type.IsEnum)
            schema.Type = JsonSchemaType.String | (schema.Enum?.Contains(null!) == true ? JsonSchemaType.Null : 0);
        else if (type == typeof(PartyInRole))
            Party(schema);
        else if (type == typeof(Link))
            Link(schema);
        else if (type == typeof(MarkedParts))
            Parts(schema);
        else if (type == typeof(byte[]))
            (schema.Type, schema.Format, schema.ContentEncoding) = (JsonSchemaType.String, null, "base64");
    }

    /// <summary>The constraints of a path parameter by its name, which hold in every route.</summary>
    public static void PathParameter(OpenApiSchema schema, string name)
    {
        if (name == "key")
            (schema.Pattern, schema.Examples) = ("^[a-z0-9-]{3,64}$", ["ukraine-2025"]);
        else if (name == "sha256")
            schema.Pattern = "^[0-9a-fA-F]{64}$";
    }

    // The text form is only for handwritten requests: from a choice of two forms, generators of clients make an empty
    // class.
    private static void Party(OpenApiSchema schema)
    {
        (schema.Type, schema.AdditionalPropertiesAllowed) = (JsonSchemaType.Object, false);
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Limits.Name, Examples = ["USA"] },
            ["role"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = Limits.Label,
                Default = "Principal",
                Description = "An open word.",
                Examples = ["Principal", "Mediator", "Facilitator", "Host", "Guarantor", "Observer"],
            },
            ["memberOf"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = TextForms.LongestWhole(TextForm.Name),
                Description = "The group that it belongs to.",
                Examples = ["E3", "EU"],
            },
        };
        schema.Required = new HashSet<string> { "code" };
    }

    private static void Parts(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object | ((schema.Type ?? 0) & JsonSchemaType.Null);
        schema.AdditionalPropertiesAllowed = false;
        schema.Properties = Vocabulary<FactPart>.ByWord.Keys
            .ToDictionary(part => part, IOpenApiSchema (_) => Text("Its marking (TLP 2.0)."));
        schema.Examples = [new System.Text.Json.Nodes.JsonObject { ["quote"] = "AMBER", ["persons"] = "RED" }];
    }

    // An id alone is only for handwritten requests, for the same reason.
    private static void Link(OpenApiSchema schema)
    {
        (schema.Type, schema.AdditionalPropertiesAllowed) = (JsonSchemaType.Object, false);
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = TextForms.Longest(TextForm.Id),
                Examples = ["a-truce"],
            },
            ["how"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String | JsonSchemaType.Null,
                MaxLength = Limits.Label,
                Description = "An open word.",
                Examples = ["ratifies", "ends", "implements", "part-of"],
            },
        };
        schema.Required = new HashSet<string> { "id" };
    }

    /// <summary>RFC 9457 with the members that help to fix the problem.</summary>
    public static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Title = "Problem",
        Description = "Problem details (RFC 9457), with a code and what helps to mend the problem.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("The page that explains the problem.", "uri-reference"),
            ["title"] = Text("What kind of problem it is, in a few words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("What is the matter here."),
            ["instance"] = Text("The request.", "uri-reference"),
            ["code"] = Text("The last segment of `type`."),
            ["index"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Description = "In a batch, the index of the command that was refused.",
            },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = List(JsonSchemaType.String),
                Description = "What is wrong, by member.",
            },
            ["blockedBy"] = List(JsonSchemaType.String, "The positions that stand in the way."),
            ["current"] = new OpenApiSchema { Description = "What stands instead: a version, a status, a window." },
            ["changes"] = List(JsonSchemaType.Object, "What was recorded since the version named in `If-Match`."),
            ["dependants"] = List(JsonSchemaType.Object, "Facts that rest on this one."),
            ["traceId"] = Text("For the operator, where the tracker itself is at fault."),
        },
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
    };

    private static OpenApiSchema List(JsonSchemaType items, string? description = null) => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema { Type = items },
        Description = description,
    };

    private static OpenApiSchema Text(string description, string? format = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Format = format };
}
