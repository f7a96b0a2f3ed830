using System.Text.Json;
using DiploTracker.Client;

namespace DiploTracker.Cli.Rendering;

/// <summary>A problem in its own words: the sentence, the code, and hints for mending it.</summary>
internal static class ProblemView
{
    public static void Write(Terminal terminal, Problem problem, bool json)
    {
        if (json)
            terminal.Out.WriteLine(JsonText.Pretty(problem));
        else
            terminal.Error.WriteLine(Text(problem));
    }

    public static string Text(Problem problem) => string.Join("\n  ", Lines(problem).Select(line => line.ReplaceLineEndings(" ")));

    private static IEnumerable<string> Lines(Problem problem)
    {
        var words = problem.Detail ?? problem.Title ?? "The server gave no reason.";
        var code = problem.Code.Length > 0 ? problem.Code : problem.Status.ToString();
        yield return $"{words} [{code}]";
        if (problem.Errors is { ValueKind: JsonValueKind.Object } errors)
        {
            foreach (var field in errors.EnumerateObject())
                yield return $"{field.Name}: {Plain(field.Value)}";
        }
        if (problem.BlockedBy is { Count: > 0 } blockedBy)
            yield return $"blocked by: {string.Join(", ", blockedBy)}";
        if (problem.Current is { } current)
            yield return $"current: {Plain(current)}";
        if (problem.Index is { } index)
            yield return $"index: {index}";
        foreach (var fact in problem.Dependants ?? [])
            yield return $"stands against it: #{fact.Version} {fact.Text} [{fact.Code}] {fact.Fact}";
        foreach (var fact in problem.Changes ?? [])
            yield return $"recorded since: #{fact.Version} {fact.Text} {fact.Id}";
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(Plain)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
