using System.CommandLine;
using System.Text.Json;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Auditing;

/// <summary><c>diplo replay KEY</c>.</summary>
internal static class ReplayCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var order = new Option<string>("--order")
        {
            Description = "As it was recorded, or in canonical order.",
            DefaultValueFactory = _ => "recorded",
        };
        order.AcceptOnlyFromAmong("recorded", "canonical");
        var from = new Option<string?>("--from")
        {
            Description = "A version; or a time (RFC 3339), in canonical order a date (EDTF).",
        };
        var to = new Option<string?>("--to") { Description = "The same; both ends are included." };
        var command = new Command("replay", "Each fact with what it changed, before and after.")
        {
            key, order, from, to,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var read = await session.Client.ReplayNegotiationAsync(parsed.GetRequiredValue(key),
                new ReplayNegotiationQuery
            {
                Order = parsed.GetRequiredValue(order), From = parsed.GetValue(from), To = parsed.GetValue(to),
            }, cancellation: cancellation);
            return await session.ShowAsync(read.Json, () => Write(session.Output, read.Json.GetProperty("items")));
        }));
        return command;
    }

    private static void Write(Output output, JsonElement items) => output.Table(
        "",
        ["#", "occurred", "fact", "source, recorded", "changed"],
        items.EnumerateArray().Select(item => new[]
        {
            Text(item, "version"), Text(item, "occurred"),
            output.Words(Text(item, "text")) + (item.GetProperty("isRetracted").GetBoolean() ? " (retracted)" : ""),
            string.Join("\n", [.. item.GetProperty("basis").EnumerateArray().Select(Source),
                $"{output.Minute(item.GetProperty("recordedAt").GetDateTimeOffset())} {Text(item, "recordedBy")}"]),
            string.Join("\n", item.GetProperty("changes").EnumerateArray().Select(Change)),
        }));

    private static string Text(JsonElement item, string name) => item.GetProperty(name).ToString();

    private static string Source(JsonElement basis)
    {
        var via = string.Join(", ", basis.GetProperty("via").EnumerateArray());
        return $"{basis.GetProperty("speaker")}{(via.Length > 0 ? $" via {via}" : "")}".Trim();
    }

    private static string Change(JsonElement change) =>
        $"{change.GetProperty("path")}: {Shown(change, "before")} -> {Shown(change, "after")}";

    private static string Shown(JsonElement change, string name) =>
        change.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : "nothing";
}
