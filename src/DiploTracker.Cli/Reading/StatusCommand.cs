using System.CommandLine;
using DiploTracker.Cli.Rendering;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo status KEY</c>.</summary>
internal static class StatusCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var explain = new Option<bool>("--explain") { Description = "Say why things stand as they do." };
        var moments = new Moments();
        var command = new Command("status", "Where a negotiation stands.") { key, explain };
        foreach (var option in moments.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var why = parsed.GetValue(explain);
            var read = await session.Client.StatusAsync(
                parsed.GetRequiredValue(key), moments.At(parsed), why, cancellation: cancellation);
            if (session.Json)
            {
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(read.Json));
                return ExitCode.Done;
            }
            StatusView.Write(session.Terminal, read.Value);
            if (read.Value.Explain is { } explained)
                ExplainView.Write(session.Terminal, explained);
            if (why)
                StatusView.WriteMore(session.Terminal, read.Value);
            return ExitCode.Done;
        }));
        return command;
    }
}
