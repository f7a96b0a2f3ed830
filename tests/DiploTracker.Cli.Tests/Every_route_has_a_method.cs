using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DiploTracker.Client;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>Calls each method of the client and compares the requests with the API description.</summary>
public sealed partial class Every_route_has_a_method
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task the_client_reaches_each_operation_of_the_description_and_no_other()
    {
        var requests = new Requests();
        var client = new DiploClient(new HttpClient(requests) { BaseAddress = new Uri("http://tracker/") });
        foreach (var method in typeof(DiploClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (method.Name is nameof(DiploClient.SendAsync))
                continue;
            await CallAsync(client, method);
        }
        foreach (var type in CommandJson.Commands.Values)
        {
            var command = (Command)RuntimeHelpers.GetUninitializedObject(type);
            await IgnoredAsync(client.SendAsync("a", command, cancellation: Never));
            await IgnoredAsync(client.PreviewAsync("a", command, cancellation: Never));
        }

        var operations = Operations().ToList();
        var reached = requests.Sent.Select(sent => operations.FirstOrDefault(one => one.Verb == sent.Verb && one.Matches(sent.Path))
            ?? throw new InvalidOperationException($"{sent.Verb} {sent.Path} is not in the API description")).ToHashSet();
        operations.Except(reached).Select(missed => $"{missed.Verb} {missed.Path}").ShouldBeEmpty();
    }

    private static async Task CallAsync(DiploClient client, MethodInfo method)
    {
        var result = method.Invoke(client, [.. method.GetParameters().Select(Value)]);
        if (result is Task task)
            await IgnoredAsync(task);
        else
            await (Task)typeof(Every_route_has_a_method).GetMethod(nameof(FirstAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(method.ReturnType.GenericTypeArguments).Invoke(null, [result])!;
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> items)
    {
        await using var first = items.GetAsyncEnumerator(Never);
        await IgnoredAsync(first.MoveNextAsync().AsTask());
    }

    /// <summary>The answer is a problem; only the request matters.</summary>
    private static async Task IgnoredAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (DiploProblemException answered)
        {
            answered.Code.ShouldBe("not-found");
        }
    }

    private static object? Value(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(CancellationToken) => Never,
        _ when parameter.HasDefaultValue => parameter.DefaultValue,
        var type when type == typeof(string) => "a",
        var type when type == typeof(long) => 1L,
        var type when type == typeof(IAsyncEnumerable<CommandLine>) =>
            new[] { CommandLine.Of("a", new ConfirmDate("m", "RUS")) }.ToAsyncEnumerable(),
        var type when type == typeof(IEnumerable<Command>) => new[] { new ConfirmDate("m", "RUS") },
        var type when type == typeof(IEnumerable<CommandLine>) => new[] { CommandLine.Of("a", new ConfirmDate("m", "RUS")) },
        var type when type == typeof(Command) => new ConfirmDate("m", "RUS"),
        var type when type == typeof(JsonArray) => new JsonArray(),
        var type => RuntimeHelpers.GetUninitializedObject(type),
    };

    private static IEnumerable<Operation> Operations()
    {
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi.json")));
        foreach (var path in description.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var verb in path.Value.EnumerateObject().Where(verb => verb.Value.TryGetProperty("operationId", out _)))
                yield return new Operation(verb.Name.ToUpperInvariant(), path.Name);
        }
    }

    private sealed record Operation(string Verb, string Path)
    {
        // A fixed word goes before a parameter: /checkpoints/latest is not a checkpoint by its name.
        public bool Matches(string path) => Regex.IsMatch(path, $"^{Parameter().Replace(Path, "(a|1)")}$");
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();

    private sealed class Requests : HttpMessageHandler
    {
        public List<(string Verb, string Path)> Sent { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            Sent.Add((request.Method.Method, request.RequestUri!.AbsolutePath));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)
            {
                Content = new StringContent("""{"code":"not-found","status":404}""", encoding: null, "application/problem+json"),
            });
        }
    }
}
