using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of everything that is routed, made once, when it is first asked for. The commands come in by
/// one route and are found by reflection; here each is an operation with a schema of its own.
/// </summary>
public sealed class ApiDescription(EndpointDataSource endpoints)
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<Described> _described = new(() => Describe(endpoints));

    /// <summary>In UTF-8, indented.</summary>
    public byte[] Document => _described.Value.Document;

    /// <summary>The operations that can be answered with a problem, by their ids.</summary>
    internal IReadOnlyList<string> OperationsWith(string code) => [.. _described.Value.Operations[code].Order(StringComparer.Ordinal)];

    internal static JsonObject Problem() => new() { ["$ref"] = "#/components/schemas/Problem" };

    private static Described Describe(EndpointDataSource endpoints)
    {
        CommandJson.Options.MakeReadOnly(populateMissingResolver: true);
        Json.Options.MakeReadOnly(populateMissingResolver: true);
        var (components, docs) = (new Components(), XmlDocs.OfThisAssembly());
        components["schemas"]["Problem"] = KnownSchemas.Problem();
        var requests = new Schemas(CommandJson.Options, answers: false, components["schemas"], docs);
        var answers = new Schemas(Json.Options, answers: true, components["schemas"], docs);

        List<DescribedEndpoint> described =
        [
            .. DescribedEndpoint.Of(endpoints.Endpoints)
                .OrderBy(endpoint => endpoint.Command is null)
                .ThenBy(endpoint => Areas.Rank(endpoint.Tag))
                .ThenBy(endpoint => endpoint.Tag, StringComparer.Ordinal)
                .ThenBy(endpoint => endpoint.Path, StringComparer.Ordinal)
                .ThenBy(endpoint => endpoint.Verb, StringComparer.Ordinal),
        ];
        // Requests first: what is sent keeps the plain name, also where an answer has something like it.
        CommandSchemas.Named(requests);
        foreach (var body in described.Select(endpoint => endpoint.Body?.Type).OfType<Type>().Where(body => body != typeof(Command)))
            requests.Of(body);

        var operations = described.ConvertAll(endpoint => new Operation(endpoint, requests, answers, components, docs));
        var paths = new JsonObject();
        foreach (var path in operations.GroupBy(operation => operation.Endpoint.Path))
            paths[path.Key] = new JsonObject(path.Select(operation =>
                KeyValuePair.Create(operation.Endpoint.Verb.ToLowerInvariant(), (JsonNode?)operation.Describe())));

        var document = new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = Info(),
            ["tags"] = Tags([.. described.Select(endpoint => endpoint.Tag).Distinct()]),
            ["x-tagGroups"] = new JsonArray(
                Group("Commands", described.Where(endpoint => endpoint.Command is not null)),
                Group("Everything else", described.Where(endpoint => endpoint.Command is null))),
            ["paths"] = paths,
            ["components"] = components.Describe(),
        };
        return new Described(
            JsonSerializer.SerializeToUtf8Bytes(document, Written),
            operations.SelectMany(operation => operation.Problems.Select(problem => (problem.Code, operation.Endpoint.OperationId)))
                .ToLookup(pair => pair.Code, pair => pair.OperationId));
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "DiploTracker",
        ["version"] = "1",
        ["description"] = "Records what is known of diplomatic negotiations: attributed claims, each placed in the time "
            + "when it was so, kept for ever. State is never sent: every change is a command that says what happened, and "
            + "every read can look back to what was known, reported or had occurred at a moment. "
            + "Refusals are problem details (RFC 9457) whose `type` leads to a page that says how to mend them.",
    };

    private static JsonArray Tags(List<string> names) => [.. names.Select(name =>
        Schemas.Described(new JsonObject { ["name"] = name }, Areas.Description(name)))];

    private sealed record Described(byte[] Document, ILookup<string, string> Operations);

    private static JsonObject Group(string name, IEnumerable<DescribedEndpoint> endpoints) => new()
    {
        ["name"] = name,
        ["tags"] = new JsonArray([.. endpoints.Select(endpoint => JsonValue.Create(endpoint.Tag)).DistinctBy(tag => tag!.GetValue<string>())]),
    };
}
