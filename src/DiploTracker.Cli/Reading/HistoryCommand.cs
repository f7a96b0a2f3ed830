using System.CommandLine;
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
        var moments = new Moments();
        var command = new Command("history", "Every fact of a negotiation with its sources.") { key, order };
        foreach (var option in moments.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var (items, json) = await Pages.AllAsync(after => session.Client.HistoryPageAsync(
                parsed.GetRequiredValue(key), parsed.GetValue(order), moments.At(parsed), after, cancellation));
            if (session.Json)
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(json));
            else
                HistoryView.Write(session.Terminal, items);
            return ExitCode.Done;
        }));
        return command;
    }
}
