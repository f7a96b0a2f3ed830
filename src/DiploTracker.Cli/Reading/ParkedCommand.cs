using System.CommandLine;
using DiploTracker.Cli.Rendering;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo parked KEY</c>.</summary>
internal static class ParkedCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var command = new Command("parked", "Facts that wait for what they refer to.") { key };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var (items, json) = await Pages.AllAsync(after =>
                session.Client.ParkedPageAsync(parsed.GetRequiredValue(key), after, cancellation));
            if (session.Json)
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(json));
            else
                Grid.Write(session.Terminal.Tables(), session.Terminal, "", ["id", "command", "since", "reason"], items
                    .Select(fact => new[]
                    {
                        fact.Id, fact.Command, $"{fact.Since:O}", JsonView.Cell(fact.Reason),
                    }));
            return ExitCode.Done;
        }));
        return command;
    }
}
