using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Cli.Facts;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo history KEY</c>.</summary>
internal static class HistoryCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var order = new Option<HistoryOrder>("--order") { Description = "As it occurred, or as it was recorded." };
        var fields = typeof(GetHistoryQuery).GetProperties().Where(property =>
            property.Name is not nameof(GetHistoryQuery.Order))
            .Select(FieldOption.Of).ToArray();
        var moments = new Moments();
        var command = new Command("history", "The facts of a negotiation with their sources.")
        {
            key, order, Session.CsvOption,
        };
        foreach (var option in fields.Select(field => field.Option).Concat(moments.All))
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var filter = new JsonObject { ["order"] = parsed.GetValue(order).ToString().ToLowerInvariant() };
            foreach (var field in fields)
            {
                if (field.Json(parsed, session.Times) is { } value)
                    filter[field.Field] = value;
            }
            var (query, at) = (filter.Deserialize<GetHistoryQuery>(CommandJson.Options)!,
                moments.At(parsed, session.Times));
            if (parsed.GetValue(Session.CsvOption))
                return await session.CsvAsync(
                    session.Client.GetHistoryCsvAsync(parsed.GetRequiredValue(key), query, at, cancellation),
                    onlyFirst: query.Limit is not null);
            var (items, json, after) = (new List<HistoryItem>(), new List<JsonElement>(), default(string));
            do
            {
                var read = await session.Client.GetHistoryPageAsync(parsed.GetRequiredValue(key), query, at,
                    after: after, cancellation: cancellation);
                items.AddRange(read.Value.Items);
                json.AddRange(read.Json.GetProperty("items").EnumerateArray());
                after = read.Value.Next;
            }
            while (after is not null && query.Limit is null);
            return await session.ShowAsync(new { Items = json, Next = after }, () =>
                HistoryView.Write(session.Output, items));
        }));
        return command;
    }
}

/// <summary>The order of a history.</summary>
public enum HistoryOrder
{
    Occurred,
    Recorded,
}
