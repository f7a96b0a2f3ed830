using System.CommandLine;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Facts;

/// <summary><c>diplo session --report … --via …</c>: the source of the commands that follow.</summary>
internal static class SessionCommand
{
    public static Command Build(Guard guard)
    {
        var options = new BasisOptions("--speaker");
        var file = new Option<string?>("--file")
        {
            Description = "A file with the fields of a basis, as JSON, in place of the options.",
        };
        var end = new Option<bool>("--end") { Description = "Forget the source." };
        var command = new Command("session",
            "Keeps the source of the commands that follow, so that it is not given with each; alone, shows it.")
        {
            file, end,
        };
        foreach (var option in options.OfOne)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var sources = new Sources(session);
            if (parsed.GetValue(end))
                sources.Keep(null);
            var given = parsed.GetValue(file) is { } name ? Sources.Read(name) : null;
            if (await options.OneAsync(parsed, session, cancellation) is { } one)
                given = Sources.Filled(one, given);
            if (given is not null)
                sources.Keep(given);
            var kept = sources.Kept();
            return await session.ShowAsync(new { Source = kept }, () => session.Output.Line(kept is null
                ? "No source is kept: each command gives its own."
                : $"The source of commands to {session.Server}, unless they say otherwise: {Sources.Words(kept,
                    session.Output)}. `diplo session --end` forgets it."));
        }));
        return command;
    }
}
