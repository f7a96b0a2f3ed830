using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>What an operation can answer: its successes with their headers, and by status the problems that can come.</summary>
internal sealed class Responses(Operation operation, Declared? declared, Schemas answers, Components components)
{
    public static readonly IReadOnlyList<Problem> OfAnyRequest =
        [Problems.Internal, Problems.Unavailable, Problems.DatabaseReadOnly, Problems.DatabaseFull, Problems.DatabaseRefuses];

    public JsonObject Describe()
    {
        var responses = new JsonObject();
        foreach (var (status, response) in Successes().Concat(Refusals()).OrderBy(pair => pair.Status))
            responses.TryAdd(
                status.ToString(CultureInfo.InvariantCulture),
                components.Shared("responses", NameOf(response, status), Headed(response, status)));
        if (responses.Count == 0)
            responses["200"] = new JsonObject { ["description"] = "Done." };
        return responses;
    }

    private IEnumerable<(int Status, JsonObject Response)> Successes() =>
        from success in declared?.All<ProducesResponseTypeAttribute>() ?? []
        group success by success.StatusCode into same
        let described = same.First()
        let response = new JsonObject { ["description"] = described.Description ?? ReasonPhrases.GetReasonPhrase(same.Key) }
        select (same.Key, described.Type is null || described.Type == typeof(void) ? response : With(response, described));

    private JsonObject With(JsonObject response, ProducesResponseTypeAttribute described)
    {
        var content = new JsonObject();
        var types = new MediaTypeCollection();
        ((IApiResponseMetadataProvider)described).SetContentTypes(types);
        foreach (var type in types.DefaultIfEmpty("application/json"))
            content[type] = new JsonObject { ["schema"] = type switch
            {
                // Lines that were sent are answered line by line, each with what became of it.
                "application/x-ndjson" when operation.Endpoint.Body?.MediaType == type => new JsonObject
                {
                    ["description"] = "One JSON object a line, in the order of the lines sent.",
                    ["anyOf"] = new JsonArray(answers.Of(described.Type!), ApiDescription.Problem()),
                },
                "application/x-ndjson" => new JsonObject { ["description"] = "One JSON object a line." },
                _ => answers.Of(described.Type!),
            } };
        response["content"] = content;
        return response;
    }

    private IEnumerable<(int Status, JsonObject Response)> Refusals()
    {
        var possible = declared?.Refusals ?? [];
        if (operation.Endpoint.IsOfTheApi)
            possible = possible.Concat(OfAnyRequest.Select(problem => (problem.Status, problem)));
        return possible.Distinct().GroupBy(pair => pair.Status, pair => pair.Problem).Select(status => (status.Key, Refused([.. status])));
    }

    private static JsonObject Refused(List<Problem> problems)
    {
        problems.Sort((one, other) => string.CompareOrdinal(one.Code, other.Code));
        var schema = ApiDescription.Problem();
        schema["properties"] = new JsonObject
        {
            ["code"] = new JsonObject
            {
                ["type"] = "string",
                ["examples"] = new JsonArray([.. problems.Select(problem => JsonValue.Create(problem.Code))]),
            },
        };
        return new JsonObject
        {
            ["description"] = string.Join("\n", problems.Select(problem => $"* [`{problem.Code}`](/problems/{problem.Code}) {problem.Title}.")),
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = schema } },
        };
    }

    // What is refused everywhere in the same way stands once.
    private static string? NameOf(JsonObject response, int status)
    {
        if (status < 400 || response["content"]?["application/problem+json"]?["schema"]?["properties"]?["code"]?["examples"] is not JsonArray examples)
            return null;
        var codes = examples.Select(code => code!.GetValue<string>()).ToList();
        var ofAny = OfAnyRequest.Where(problem => problem.Status == status).Select(problem => problem.Code).ToList();
        return codes.Count == 1 ? $"{codes[0]}.{status}"
            : ofAny.Count > 0 && ofAny.TrueForAll(codes.Contains) ? string.Join('.', (string[])["any", .. codes.Except(ofAny), $"{status}"])
            : null;
    }

    private static readonly IReadOnlyList<SaysHeaderAttribute> OfProblems =
        [.. typeof(ProblemResult).GetMethod(nameof(ProblemResult.ExecuteAsync))!.GetCustomAttributes<SaysHeaderAttribute>()];

    private static bool IsProblem(JsonObject response) => response["content"]?["application/problem+json"] is not null;

    private JsonObject Headed(JsonObject response, int status)
    {
        var headers = new JsonObject();
        foreach (var says in (declared?.All<SaysHeaderAttribute>() ?? []).Concat(IsProblem(response) ? OfProblems : []))
            if (says.Status == status || says.Status == 0 && status < 400)
                headers[says.Name] = new JsonObject { ["description"] = says.Description, ["schema"] = answers.Of(says.Type) };
        if (headers.Count > 0)
            response["headers"] = headers;
        return response;
    }
}
