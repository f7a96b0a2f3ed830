using System.CommandLine;
using System.Text.Json;
using DiploTracker.Cli.Rendering;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Auditing;

/// <summary><c>diplo replay KEY</c>.</summary>
internal static class ReplayCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var order = new Option<string>("--order") { Description = "As it was recorded, or in canonical order.", DefaultValueFactory = _ => "recorded" };
        order.AcceptOnlyFromAmong("recorded", "canonical");
        var from = new Option<string?>("--from") { Description = "A version; or a time (RFC 3339), in canonical order a date (EDTF)." };
        var to = new Option<string?>("--to") { Description = "The same; both ends are included." };
        var command = new Command("replay", "Each fact with what it changed, before and after.") { key, order, from, to };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var read = await session.Client.ReplayAsync(
                parsed.GetRequiredValue(key), parsed.GetRequiredValue(order), parsed.GetValue(from), parsed.GetValue(to), cancellation);
            if (session.Json)
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(read.Json));
            else
                Write(session.Terminal, read.Json.GetProperty("items"));
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Write(Terminal terminal, JsonElement items)
    {
        var table = new Table { Border = terminal.OutIsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in (string[])["#", "occurred", "recorded", "by", "fact", "source", "changed"])
            table.AddColumn(column);
        foreach (var item in items.EnumerateArray())
        {
            table.AddRow(new[]
            {
                Text(item, "version"), Text(item, "occurred"), Text(item, "recordedAt"), Text(item, "recordedBy"),
                Bidi.Isolate(Text(item, "text"), terminal.OutIsTerminal) + (item.GetProperty("isRetracted").GetBoolean() ? " (retracted)" : ""),
                string.Join("; ", item.GetProperty("basis").EnumerateArray().Select(Source)),
                string.Join("\n", item.GetProperty("changes").EnumerateArray().Select(Change)),
            }.Select(Markup.Escape).ToArray());
        }
        terminal.Tables().Write(table);
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).ToString();

    private static string Source(JsonElement basis)
    {
        var via = string.Join(", ", basis.GetProperty("via").EnumerateArray());
        return $"{basis.GetProperty("speaker")}{(via.Length > 0 ? $" via {via}" : "")}".Trim();
    }

    private static string Change(JsonElement change) => $"{change.GetProperty("path")}: {Shown(change, "before")} -> {Shown(change, "after")}";

    private static string Shown(JsonElement change, string name) =>
        change.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : "nothing";
}
