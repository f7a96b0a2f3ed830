using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>Writes parameters and refusals that several operations share once, and refers to them.</summary>
internal static class SharedComponents
{
    private const int LongestName = 60;

    public static async Task Share(OpenApiDocument document, CancellationToken cancellation)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        await Share(
            [.. operations.SelectMany(operation => (operation.Parameters ?? []).Select((parameter, index) =>
                new Use<IOpenApiParameter>(parameter.Name!, parameter,
                    shared => operation.Parameters![index] = shared)))],
            name => new OpenApiParameterReference(name, document), document, cancellation);
        await Share(
            [.. operations.SelectMany(operation => operation.Responses!.Where(response => response.Value.Content?.ContainsKey("application/problem+json") == true)
                .Select(response => new Use<IOpenApiResponse>(
                    $"{NameOf(response.Value)}.{response.Key}", response.Value,
                        shared => operation.Responses![response.Key] = shared)))],
            name => new OpenApiResponseReference(name, document), document, cancellation);
    }

    private static string NameOf(IOpenApiResponse refusal)
    {
        var codes = ((JsonNodeExtension)refusal.Extensions![OperationTransformer.Codes]).Node.AsArray()
            .Select(code => (string)code!).ToList();
        var any = OperationTransformer.OfAnyRequest.Select(problem => problem.Code).ToList();
        return string.Join('.', any.Exists(codes.Contains) ? codes.Except(any).Prepend("any") : codes);
    }

    // Of several with the same name, the most frequent one gets it.
    private static async Task Share<T>(
        List<Use<T>> uses, Func<string, T> reference, OpenApiDocument document, CancellationToken cancellation)
        where T : IOpenApiSerializable
    {
        List<(string Text, Use<T> Use)> written = [];
        foreach (var use in uses.Where(use => use.Name.Length <= LongestName))
            written.Add((await use.Item.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation), use));
        foreach (var same in written.GroupBy(one => (one.Use.Name, one.Text), one => one.Use)
            .Where(same => same.Count() > 1).OrderByDescending(same => same.Count()))
            if (document.AddComponent(same.First().Name, same.First().Item))
                foreach (var use in same)
                    use.Replace(reference(use.Name));
    }

    private sealed record Use<T>(string Name, T Item, Action<T> Replace);
}
