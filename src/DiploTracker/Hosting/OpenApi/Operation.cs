using System.Text.Json.Nodes;
using DiploTracker.Http;
using DiploTracker.Commands;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Http.Metadata;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed class Operation(DescribedEndpoint endpoint, Schemas requests, Schemas answers, Components components, XmlDocs docs)
{
    private readonly Declared? _declared = endpoint.Method is null ? null : new Declared(endpoint.Method, Possible(endpoint));

    public DescribedEndpoint Endpoint => endpoint;

    /// <summary>The problems that it can be answered with, beyond those that any request can.</summary>
    public IEnumerable<Problem> Problems => (_declared?.Refusals ?? []).Select(refusal => refusal.Problem);

    public JsonObject Describe()
    {
        var text = endpoint.Metadata<IEndpointDescriptionMetadata>()?.Description ?? Summary();
        var operation = new JsonObject
        {
            ["operationId"] = endpoint.OperationId,
            ["tags"] = new JsonArray(endpoint.Tag),
            ["summary"] = endpoint.Metadata<IEndpointSummaryMetadata>()?.Summary ?? FirstClause(text),
        };
        if (endpoint.Command is { } command)
            text += $"\n\nRecords `{Language.EventOf(command)}`. A fact that reaches the tracker late is decided where it occurred; "
                + "it may also be refused with the code of a later fact that it would make impossible.";
        if (text is not null)
            operation["description"] = text;
        if (Parameters() is { Count: > 0 } parameters)
            operation["parameters"] = parameters;
        if (Body() is { } body)
            operation["requestBody"] = body;
        operation["responses"] = new Responses(this, _declared, answers, components).Describe();
        return operation;
    }

    private static IEnumerable<Type> Possible(DescribedEndpoint endpoint) =>
        endpoint.Command == typeof(Correct) ? Language.Commands.Values // an amendment is judged as the command that it amends
        : endpoint.Command is { } command ? [command]
        : endpoint.Body?.Type is { } body && body.GenericTypeArguments.Append(body).Contains(typeof(NamedCommand)) ? Language.Commands.Values
        : [];

    private string? Summary() => (endpoint.Command is { } command ? docs.Summary(command) : null)
        ?? (endpoint.Method is { } method ? docs.Summary(method) : null);

    private static string? FirstClause(string? text) => text?.Split([". ", "; ", ": "], 2, StringSplitOptions.None)[0].TrimEnd('.');

    private JsonArray Parameters() =>
    [
        .. endpoint.PathParameters.Select(KnownSchemas.PathParameter),
        .. (_declared?.Queries ?? []).GroupBy(query => query.Name).Select(query => Parameter("query", query, query.First().Words)),
        .. Described<TakesHeaderAttribute>().Select(header => Parameter("header", header, [])),
    ];

    private IEnumerable<IGrouping<string, T>> Described<T>() where T : DescribedAttribute =>
        (_declared?.All<T>() ?? []).GroupBy(described => described.Name);

    private JsonObject Parameter(string where, IGrouping<string, DescribedAttribute> described, string[] words)
    {
        var schema = words is [] ? requests.Of(described.First().Type) : new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]),
            ["default"] = words[0],
        };
        var parameter = new JsonObject
        {
            ["name"] = described.Key,
            ["in"] = where,
            ["description"] = string.Join(" ", described.Select(one => one.Description).Distinct()),
            ["schema"] = schema,
        };
        if (described.First().Example is { } example)
            parameter["example"] = example;
        return components.Shared("parameters", described.Key, parameter);
    }

    private JsonObject? Body()
    {
        var (schema, mediaType) = endpoint switch
        {
            { Command: { } command } => (CommandSchemas.Alone(requests, command), "application/json"),
            { Body: { } body } => (requests.Of(body.Type), body.MediaType),
            _ => (null, ""),
        };
        return schema is null ? null : new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } },
        };
    }
}
