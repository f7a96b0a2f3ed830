using DiploTracker.Commands;
using DiploTracker.Negotiations;
using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// Commands in a batch or on a line: the members of the command, and <c>command</c>, its name. Every <c>Named…</c> is
/// a <see cref="NamedCommand"/>, from which generators of clients make a class with subclasses.
/// </summary>
internal static class NamedCommands
{
    /// <summary>Any command on a line, as one of all of them.</summary>
    private const string Line = "CommandLine";

    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas.Remove(nameof(Command));
        var names = Language.Commands.Keys.ToDictionary(
            name => name, name => new OpenApiSchemaReference($"Named{name}", document));
        schemas[nameof(NamedCommand)] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A command in a batch or on a line: its members, and `command` to name it. On a line also `negotiation`, which an "
                + "OpenNegotiation says in `key`, and `idempotencyKey` where the line is to be recorded once however often it is sent.",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["command"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["negotiation"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["idempotencyKey"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            },
            Required = new HashSet<string> { "command" },
            Discriminator = ByName(names),
        };
        foreach (var (name, reference) in names)
        {
            var members = (OpenApiSchema)schemas[name].CreateShallowCopy();
            (members.Description, members.AdditionalPropertiesAllowed) = (null, true);
            schemas[reference.Reference.Id!] = new OpenApiSchema
            {
                Description = schemas[name].Description,
                AllOf = [new OpenApiSchemaReference(nameof(NamedCommand), document), members],
            };
        }
        schemas[Line] = new OpenApiSchema
        {
            Description = "Any command, with its name.",
            OneOf = [.. names.Values],
            Discriminator = ByName(names),
        };
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
            if (operation.RequestBody?.Content?.TryGetValue("application/x-ndjson", out var lines) == true)
                lines.Schema = new OpenApiSchemaReference(Line, document);
    }

    private static OpenApiDiscriminator ByName(Dictionary<string, OpenApiSchemaReference> names) => new()
    {
        PropertyName = "command",
        Mapping = names.ToDictionary(),
    };
}
