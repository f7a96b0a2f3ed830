using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Shouldly;

namespace DiploTracker.Testing;

/// <summary>
/// <c>docs/openapi.json</c>, with which every answer that a test gets is compared: what it was refused with, which
/// headers it has and which filters it took are declared.
/// </summary>
internal static class ApiDocument
{
    private static readonly string[] Told = ["ETag", "Location", "Retry-After", "Warning", "X-Lag", "X-Position"];

    private static readonly JsonNode Document = JsonNode.Parse(System.IO.File.ReadAllText(File()))!;

    private static readonly List<(string Verb, string[] Path, JsonNode Operation)> Operations =
    [
        .. from path in Document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           orderby path.Key.Count(letter => letter == '{')
           select (operation.Key.ToUpperInvariant(), path.Key.Split('/'), operation.Value!),
    ];

    /// <summary>Compares an answer with what its operation declares; a request that no operation takes is passed
    /// over.</summary>
    public static void ShouldDeclare(HttpMethod method, Uri asked, Answer answer)
    {
        var path = asked.AbsolutePath.Split('/');
        if (Operations.Find(one => one.Verb == method.Method && Fits(one.Path, path)).Operation is not { } operation)
            return;

        var name = $"{method} {asked.PathAndQuery}";
        var response = Resolved(operation["responses"]![$"{answer.Status}"])
            .ShouldNotBeNull($"{name} is not said to answer {answer.Status}: {answer.Text}");
        foreach (var header in answer.Headers.Keys.Intersect(Told, StringComparer.OrdinalIgnoreCase))
            response["headers"]?[header].ShouldNotBeNull($"{name}: {header} is not declared with {answer.Status}");
        var type = answer.Headers.GetValueOrDefault("Content-Type");
        if (type?.StartsWith("application/problem+json", StringComparison.Ordinal) == true)
        {
            // A late fact is refused with the code of the fact that it would make impossible.
            if (answer["dependants"] is null)
                Codes(response).ShouldContain(answer.Code,
                    $"{name} does not declare that it refuses so: {answer.Text}");
        }
        else if (answer.Status < 300)
        {
            Queries(asked).Except(Taken(operation), StringComparer.Ordinal)
                .ShouldBeEmpty($"{name} does not declare these filters");
        }
    }

    private static bool Fits(string[] route, string[] path) => route.Length == path.Length
        && route.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);

    private static IEnumerable<string?> Codes(JsonNode response) =>
        response["x-codes"]?.AsArray().Select(code => (string?)code) ?? [];

    private static IEnumerable<string> Taken(JsonNode operation) => (operation["parameters"]?.AsArray() ?? [])
        .Select(parameter => Resolved(parameter)!)
        .Where(parameter => (string?)parameter["in"] == "query")
        .Select(parameter => (string)parameter["name"]!);

    private static IEnumerable<string> Queries(Uri asked) =>
        asked.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => Uri.UnescapeDataString(pair.Split('=')[0]));

    private static JsonNode? Resolved(JsonNode? node) => (string?)(node as JsonObject)?["$ref"] is { } reference
        ? reference[2..].Split('/').Aggregate((JsonNode?)Document, (found, part) => found?[part.Replace("~1", "/")])
        : node;

    private static string File([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "openapi.json"));
}
