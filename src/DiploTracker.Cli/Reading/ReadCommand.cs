using System.CommandLine;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Cli.Facts;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary>
/// The subcommand of one read of the client, derived from its method alone: <c>diplo meetings</c> from ListMeetings.
/// </summary>
internal static class ReadCommand
{
    private const string Page = "PageAsync";

    /// <summary>The reads that have a subcommand of their own, or are part of one.</summary>
    private static readonly HashSet<string> ByHand =
    [
        "status", "history", "diff", "parked", "parked-fact", "replay", "report", "recording-state",
        "brief", "briefs",
    ];

    /// <summary>The reads without a subcommand written by hand, by the names of theirs.</summary>
    public static IEnumerable<(string Name, MethodInfo Method)> All =>
        from method in typeof(DiploClient).GetMethods()
        let operation = method.GetCustomAttribute<OperationAttribute>()
        where operation is { Verb: "GET" } && method.ReturnType != typeof(Task<string>)
        let name = NameOf(method)
        where !ByHand.Contains(name)
        orderby name
        select (name, method);

    public static Command Build(string name, MethodInfo method, string[] args, Guard guard)
    {
        var command = new Command(name, method.GetCustomAttribute<DescriptionAttribute>()!.Description);
        // Options take time to build, and only those of the command at hand are needed.
        if (!args.Any(arg => arg.Contains(name, StringComparison.Ordinal)))
            return command;

        var parameters = method.GetParameters();
        var parts = parameters.Where(one => one.ParameterType == typeof(string) && !one.HasDefaultValue)
            .ToDictionary(one => one.Name!, one => new Argument<string>(one.Name!.ToUpperInvariant()));
        var query = parameters.SingleOrDefault(one => one.Name == "query")?.ParameterType;
        var fields = query?.GetProperties().Select(FieldOption.Of).ToArray() ?? [];
        var key = fields.Any(field => field.Field == "negotiation")
            ? new Argument<string?>("KEY")
            {
                Description = "Only of this negotiation.",
                Arity = ArgumentArity.ZeroOrOne,
            }
            : null;
        var moments = parameters.Any(one => one.ParameterType == typeof(Moment)) ? new Moments() : null;
        foreach (var part in parts.Values)
            command.Add(part);
        if (key is not null)
            command.Add(key);
        foreach (var option in fields.Select(field => field.Option).Concat(moments?.All ?? []))
            command.Add(option);
        var csv = CsvOf(method);
        if (csv is not null)
            command.Add(Session.CsvOption);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var filter = new JsonObject();
            foreach (var field in fields)
            {
                if (field.Json(parsed, session.Times) is { } value)
                    filter[field.Field] = value;
            }
            if (key is not null && parsed.GetValue(key) is { } only)
                filter["negotiation"] = new JsonArray(only);

            object? Given(ParameterInfo parameter, string? after) => parameter switch
            {
                { Name: "query" } => filter.Deserialize(query!, CommandJson.Options),
                { Name: "after" } => after,
                _ when parameter.ParameterType == typeof(Moment) => moments!.At(parsed, session.Times),
                _ when parameter.ParameterType == typeof(CancellationToken) => cancellation,
                _ => parts.TryGetValue(parameter.Name!, out var part) ? parsed.GetRequiredValue(part) : null,
            };
            if (csv is not null && parsed.GetValue(Session.CsvOption))
                return await session.CsvAsync(
                    (IAsyncEnumerable<string>)Invoke(session.Client, csv, parameter => Given(parameter, after: null)),
                    onlyFirst: filter.ContainsKey("limit"));

            Task<IRead> ReadAsync(string? after) =>
                CallAsync(session.Client, method, parameter => Given(parameter, after));
            return IsPaged(method)
                ? await ListAsync(session, ReadAsync,
                    method.ReturnType.GenericTypeArguments[0].GenericTypeArguments[0].GenericTypeArguments[0], filter)
                : await ShowAsync(session, await ReadAsync(null));
        }));
        return command;
    }

    private static async Task<int> ListAsync(Session session, Func<string?, Task<IRead>> read, Type item,
        JsonObject filter)
    {
        var rows = new List<JsonElement>();
        List<JsonElement> missing = [];
        string? after = null;
        do
        {
            var json = (await read(after)).Json;
            rows.AddRange(json.GetProperty("items").EnumerateArray());
            missing = json.TryGetProperty("missing", out var some) && some.ValueKind is JsonValueKind.Array
                ? [.. some.EnumerateArray()] : [];
            after = json.GetProperty("next").GetString();
        }
        while (after is not null && !filter.ContainsKey("limit"));
        if (missing.Count > 0)
            await session.Terminal.Error.WriteLineAsync(
                $"Left out, because the view cannot take them in: {string.Join(", ", missing)}.");
        return await session.ShowAsync(
            new { Items = rows, Next = after },
            () => ListView.Write(session.Output, item, rows, ofOne: filter["negotiation"] is JsonArray { Count: 1 }));
    }

    private static Task<int> ShowAsync(Session session, IRead read) => session.ShowAsync(
        read.Json, () => JsonView.Write(session.Output.Console, session.Terminal, "", read.Json));

    private static async Task<IRead> CallAsync(DiploClient client, MethodInfo method,
        Func<ParameterInfo, object?> value)
    {
        var task = (Task)Invoke(client, method, value);
        await task;
        return (IRead)task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task)!;
    }

    private static object Invoke(DiploClient client, MethodInfo method, Func<ParameterInfo, object?> value) =>
        method.Invoke(client, BindingFlags.DoNotWrapExceptions, binder: null,
            [.. method.GetParameters().Select(value)], culture: null)!;

    /// <summary>The same read as CSV; null if it is no list.</summary>
    private static MethodInfo? CsvOf(MethodInfo method) =>
        typeof(DiploClient).GetMethod($"{StemOf(method)}CsvAsync");

    private static string StemOf(MethodInfo method) =>
        method.Name[..^(IsPaged(method) ? Page : "Async").Length];

    private static bool IsPaged(MethodInfo method) => method.Name.EndsWith(Page, StringComparison.Ordinal);

    /// <summary>ListMeetings and GetMeetings are meetings; what does more keeps its verb.</summary>
    private static string NameOf(MethodInfo method)
    {
        var name = StemOf(method);
        name = name switch
        {
            "GetNegotiation" => "Status",
            "ListNegotiations" => "List",
            "CompareMoments" => "Diff",
            "ListParkedFacts" => "Parked",
            "ReplayNegotiation" => "Replay",
            _ when name.StartsWith("List", StringComparison.Ordinal) => name[4..],
            _ when name.StartsWith("Get", StringComparison.Ordinal) => name[3..],
            _ => name,
        };
        return JsonNamingPolicy.KebabCaseLower.ConvertName(name);
    }
}
