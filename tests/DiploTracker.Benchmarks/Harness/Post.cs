using System.Net.Http.Headers;
using System.Reflection;
using System.Text;

namespace DiploTracker.Benchmarks.Harness;

internal static class Post
{
    /// <summary>Sends lines to the tracker; every one must be accepted, unless refusals are expected.</summary>
    /// <returns>For each line whether it was accepted.</returns>
    public static async Task<IReadOnlyList<bool>> Lines(HttpClient http, ServerProcess tracker, string lines, bool mayRefuse = false)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(lines));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.PostAsync(new Uri(tracker.Url, "/api/commands"), content);
        var answers = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (!mayRefuse && Array.Find(answers, line => !line.Contains("\"ok\":true", StringComparison.Ordinal)) is { } refused)
            throw new InvalidOperationException($"Not accepted: {refused}");
        return [.. answers.Select(line => line.Contains("\"ok\":true", StringComparison.Ordinal))];
    }
}

internal static class Resource
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        return new StreamReader(stream).ReadToEnd();
    }

    public static IEnumerable<string> Names(string prefix) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
