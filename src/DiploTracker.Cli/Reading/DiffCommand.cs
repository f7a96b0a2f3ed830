using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo diff KEY</c>.</summary>
internal static class DiffCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var from = new Option<string>("--from") { Description = "RFC 3339, or EDTF of what occurred.", Required = true };
        var to = new Option<string>("--to") { Description = "RFC 3339, or EDTF of what occurred.", Required = true };
        var axis = new Option<DiffAxis>("--axis") { Description = "What was known, what was reported, or what had occurred." };
        var command = new Command("diff", "What changed: in the world, or in what we know.")
        {
            key, from, to, axis,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var read = await session.Client.DiffAsync(
                parsed.GetRequiredValue(key),
                parsed.GetRequiredValue(from),
                parsed.GetRequiredValue(to),
                parsed.GetValue(axis),
                cancellation: cancellation);
            if (session.Json)
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(read.Json));
            else
                DiffView.Write(session.Terminal, read.Value);
            return ExitCode.Done;
        }));
        return command;
    }
}
