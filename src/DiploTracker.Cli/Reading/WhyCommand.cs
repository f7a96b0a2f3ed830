using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo why KEY [THING]</c>: on whose word things stand as they do.</summary>
internal static class WhyCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var thing = new Argument<string?>("THING")
        {
            Description = "Only of this meeting, proposal, position, …: its id.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var moments = new Moments();
        var command = new Command("why", "On whose word things stand as they do.") { key, thing };
        foreach (var option in moments.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var read = await session.Client.GetNegotiationAsync(
                parsed.GetRequiredValue(key), new GetNegotiationQuery { Explain = "true" },
                    moments.At(parsed, session.Times), cancellation: cancellation);
            var only = parsed.GetValue(thing);
            var explained = (read.Value.Explain ?? new Dictionary<string, Explanation>())
                .Where(value => only is null || value.Key.Split('/') is [_, var id, ..] && id == only)
                .ToDictionary(value => value.Key, value => value.Value);
            if (explained.Count == 0)
                throw new UsageException(
                    $"There is no '{only}' in {read.Value.Key} at that moment; `diplo status` lists what there is.");
            return await session.ShowAsync(explained, () => WhyView.Write(session.Output, explained));
        }));
        return command;
    }
}
