using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo list</c>.</summary>
internal static class ListCommand
{
    public static Command Build(Guard guard)
    {
        var phase = new Option<string?>("--phase") { Description = "Only those in this phase." };
        var party = new Option<string?>("--party") { Description = "Only those of this party." };
        var words = new Option<string?>("--q") { Description = "Only those with these words." };
        var command = new Command("list", "The negotiations.") { phase, party, words };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var filter = new NegotiationFilter(parsed.GetValue(phase), parsed.GetValue(party), parsed.GetValue(words));
            var (items, json) = await Pages.AllAsync(after =>
                session.Client.ListPageAsync(filter, after, cancellation));
            if (session.Json)
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(json));
            else
                Grid.Write(session.Terminal.Tables(), session.Terminal, "", ["key", "title", "phase", "parties"], items
                    .Select(line => new[] { line.Key, line.Title, line.Phase, Parties(line) }));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Parties(NegotiationLine line) => string.Join(", ", line.Parties.Select(party => party.Code));
}
