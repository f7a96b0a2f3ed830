using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// Completes the document as a whole: its title, its tags, the named commands, and the shared components.
/// </summary>
internal sealed class DocumentTransformer(ApiOperations operations) : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = Info();
        foreach (var server in document.Servers ?? [])
            server.Url = server.Url?.TrimEnd('/');
        document.Security = [[]]; // there is no access control yet
        document.Tags = operations.All.Select(operation => operation.Tag).Distinct()
            .Select(tag => new OpenApiTag { Name = tag, Description = Areas.Description(tag) }).ToHashSet();
        document.AddComponent(nameof(Kernel.Problem), KnownSchemas.Problem());
        foreach (var schema in document.Components!.Schemas!.Values.ToList())
            foreach (var (name, member) in schema.Properties?.ToList() ?? [])
                if (Vocabulary(member) is { } vocabulary)
                    schema.Properties![name] =
                        await Reference((OpenApiSchema)member, vocabulary, document, context, cancellation);
        NamedCommands.AddTo(document);
        await SharedComponents.Share(document, cancellation);
        document.Components.Schemas = document.Components.Schemas
            .OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary();
    }

    private static Type? Vocabulary(IOpenApiSchema member) =>
        member is OpenApiSchema { Metadata: { } known } && known.TryGetValue(SchemaTransformer.Vocabulary, out var type)
            ? (Type)type : null;

    /// <summary>
    /// A word of a vocabulary, or null, as a reference where the framework has repeated all the words.
    /// </summary>
    private static async Task<IOpenApiSchema> Reference(
        OpenApiSchema member, Type vocabulary, OpenApiDocument document, OpenApiDocumentTransformerContext context,
        CancellationToken cancellation)
    {
        if (!document.Components!.Schemas!.ContainsKey(vocabulary.Name))
            document.AddComponent(
                vocabulary.Name, await context.GetOrCreateSchemaAsync(vocabulary, parameterDescription: null, cancellation));
        var reference = new OpenApiSchemaReference(vocabulary.Name, document)
        {
            Description = member.Description,
            Default = member.Default,
        };
        return member.Type?.HasFlag(JsonSchemaType.Null) == true
            ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] }
            : reference;
    }

    private static OpenApiInfo Info() => new()
    {
        Title = "DiploTracker",
        Version = "1",
        Contact = new OpenApiContact { Name = "Whoever runs this tracker" },
        Description = "Records what is known of diplomatic negotiations: attributed claims, each placed in the time "
            + "when it was so, kept for ever. State is never sent: every change is a command that says what happened, and "
            + "every read can look back to what was known, reported or had occurred at a moment. "
            + "Refusals are problem details (RFC 9457) whose `type` leads to a page that says how to mend them.",
    };
}
