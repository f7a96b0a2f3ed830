using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// Completes the operations: their purpose, their parameters, and the problems that they are refused with.
/// </summary>
internal sealed class OperationTransformer(XmlDocs docs) : IOpenApiOperationTransformer
{
    /// <summary>The extension of a response that lists the codes of its problems.</summary>
    public const string Codes = "x-codes";

    public static readonly IReadOnlyList<Problem> OfAnyRequest =
    [
        Problems.Internal, Problems.Unavailable,
        Problems.DatabaseReadOnly, Problems.DatabaseFull, Problems.DatabaseRefuses,
    ];

    private static readonly IReadOnlyList<SaysHeaderAttribute> HeadersOfProblems =
        [.. typeof(ProblemResult).GetMethod(nameof(ProblemResult.ExecuteAsync))!.GetCustomAttributes<SaysHeaderAttribute>()];

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata.OfType<DescribedEndpoint>().Single();
        Explain(operation, endpoint);
        Lines(operation, context.Document!);
        Texts(operation);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            Explain(parameter, endpoint.Declared);
        foreach (var (status, problems) in Refusals(endpoint))
            (operation.Responses ??= [])[status.ToString(CultureInfo.InvariantCulture)] =
                Refused(problems, context.Document!);
        foreach (var (status, response) in operation.Responses ?? [])
            await Head(
                (OpenApiResponse)response, int.Parse(status, CultureInfo.InvariantCulture), endpoint.Declared, context, cancellation);
    }

    private void Explain(OpenApiOperation operation, DescribedEndpoint endpoint)
    {
        var text = endpoint.Metadata<IEndpointDescriptionMetadata>()?.Description
            ?? (endpoint.Command is { } known ? docs.Summary(known) : null)
            ?? (endpoint.Method is { } method ? docs.Summary(method) : null)
            ?? endpoint.Metadata<IEndpointSummaryMetadata>()?.Summary;
        operation.Summary = endpoint.Metadata<IEndpointSummaryMetadata>()?.Summary ?? FirstClause(text);
        if (endpoint.Verb is { } verb)
        {
            operation.Summary = $"Without recording it ({verb}): {operation.Summary}";
            operation.Description = $"What the command would do; nothing is recorded. The command: {text}";
            return;
        }
        operation.Description = endpoint.Command is not { } command ? text
            : $"{text}\n\nRecords `{Language.EventOf(command)}`. A fact that reaches the tracker late is decided where it occurred; "
                + "it may also be refused with the code of a later fact that it would make impossible.";
    }

    private static string? FirstClause(string? text) =>
        text?.Split([". ", "; ", ": "], 2, StringSplitOptions.None)[0].TrimEnd('.');

    private static void Explain(OpenApiParameter parameter, Declared declared)
    {
        List<DescribedAttribute> described = parameter.In switch
        {
            ParameterLocation.Query => [.. declared.Queries.Where(query => query.Name == parameter.Name)],
            ParameterLocation.Header => [.. declared.All<TakesHeaderAttribute>()
                .Where(header => header.Name == parameter.Name)],
            _ => [],
        };
        if (described is [])
        {
            if (parameter.Schema is OpenApiSchema schema)
                KnownSchemas.PathParameter(schema, parameter.Name!);
            return;
        }
        parameter.Description = string.Join(" ", described.Select(one => one.Description).Distinct());
        parameter.Example = described[0].Example;
        if (parameter.Schema?.Type == JsonSchemaType.Array)
            (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false); // separated by commas
        if (described[0] is TakesQueryAttribute { Words: [var usual, ..] words })
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words], Default = usual };
    }

    private static IEnumerable<(int Status, List<Problem> Problems)> Refusals(DescribedEndpoint endpoint) =>
        endpoint.Declared.Refusals
        // Every endpoint refuses a parameter that it does not have.
        .Concat(endpoint.IsOfTheApi
            ? OfAnyRequest.Prepend(Problems.Malformed).Select(problem => (problem.Status, Problem: problem))
            : [])
        .Distinct()
        .GroupBy(refusal => refusal.Status, refusal => refusal.Problem)
        .OrderBy(status => status.Key)
        .Select(status => (status.Key, status.OrderBy(problem => problem.Code, StringComparer.Ordinal).ToList()));

    private static OpenApiResponse Refused(List<Problem> problems, OpenApiDocument document) => new()
    {
        Description = string.Join("\n",
            problems.Select(problem => $"* [`{problem.Code}`](/problems/{problem.Code}) {problem.Title}.")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
        },
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            [Codes] = new JsonNodeExtension(new JsonArray([.. problems.Select(problem => JsonValue.Create(problem.Code))])),
        },
    };

    /// <summary>The answer to lines is line by line, each with the outcome of one.</summary>
    private static void Lines(OpenApiOperation operation, OpenApiDocument document)
    {
        if (operation.RequestBody?.Content?.ContainsKey("application/x-ndjson") == true
            && operation.Responses?["200"].Content?["application/x-ndjson"] is { Schema: { } recorded } lines)
            lines.Schema = new OpenApiSchema
            {
                Description = "One JSON object a line, in the order of the lines sent.",
                AnyOf = [recorded, new OpenApiSchemaReference(nameof(Problem), document)],
            };
    }

    /// <summary>The forms of an answer beside JSON are texts, whatever JSON would hold.</summary>
    private static void Texts(OpenApiOperation operation)
    {
        foreach (var (type, content) in operation.Responses?.GetValueOrDefault("200")?.Content?.ToList() ?? [])
            if (type is CsvAnswers.MediaType or "text/markdown" or "text/html")
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
    }

    private static async Task Head(
        OpenApiResponse response, int status, Declared declared, OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        var isProblem = response.Content?.ContainsKey("application/problem+json") == true;
        foreach (var says in declared.All<SaysHeaderAttribute>().Concat(isProblem ? HeadersOfProblems : []))
            if (says.Status == status || says.Status == 0 && status < 400)
                (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[says.Name] = new OpenApiHeader
                {
                    Description = says.Description,
                    Schema = await context.GetOrCreateSchemaAsync(says.Type, parameterDescription: null, cancellation),
                };
    }
}
