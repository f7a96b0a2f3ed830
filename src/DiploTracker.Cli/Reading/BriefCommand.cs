using System.CommandLine;
using System.Text;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo brief KEY…</c>: a page about one negotiation, or across several.</summary>
internal static class BriefCommand
{
    private static readonly Dictionary<string, BriefFormat> Formats = new()
    {
        ["md"] = BriefFormat.Markdown, ["html"] = BriefFormat.Html, ["json"] = BriefFormat.Json,
    };

    public static Command Build(Guard guard)
    {
        var keys = new Argument<string[]>("KEY")
        {
            Description = "Slugs of negotiations; without any, all that meet the filters.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var since = new Option<string?>("--since")
        {
            Description = "List what changed since then: yesterday noon, a moment; or EDTF of what occurred.",
        };
        var axis = new Option<DiffAxis>("--axis")
        {
            Description = "Whether --since is a time at which it was known or reported, or had occurred.",
        };
        var format = new Option<string>("--format")
        {
            Description = "md, html (prints on A4) or json.",
            DefaultValueFactory = _ => "md",
        };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var output = new Option<FileInfo?>("--output", "-o") { Description = "Write it to this file." };
        var phase = new Option<string?>("--phase") { Description = "Only those in this phase." };
        var party = new Option<string?>("--party") { Description = "Only those of this party." };
        var words = new Option<string?>("--q") { Description = "Only those with these words." };
        var moments = new Moments();
        var command = new Command(
            "brief", "A page for those who decide: what stands, what is next, who owes what, on whose word.")
        {
            keys, since, axis, format, output, phase, party, words,
        };
        foreach (var option in moments.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var along = parsed.GetValue(axis);
            string[] named = [.. (parsed.GetValue(keys) ?? []).Distinct()];
            var query = new GetBriefsQuery
            {
                Key = named is [] ? null : named,
                Phase = Listed(parsed.GetValue(phase)),
                Party = Listed(parsed.GetValue(party)),
                Q = parsed.GetValue(words),
                Since = parsed.GetValue(since) is { } begun
                    ? DiffCommand.On(along, begun, since.Name, Times.Edge.Start, session.Times)
                    : null,
                Axis = parsed.GetValue(since) is null ? null : along.ToString().ToLowerInvariant(),
            };
            if (named is not [] && (query.Phase is not null || query.Party is not null || query.Q is not null))
                throw new UsageException("Name negotiations, or give --phase, --party and --q, not both.");
            var page = await session.Client.BriefAsync(
                query, session.Json ? BriefFormat.Json : Formats[parsed.GetRequiredValue(format)],
                moments.At(parsed, session.Times), cancellation);
            if (parsed.GetValue(output) is { } file)
                await WriteAsync(file.FullName, page, cancellation);
            else
                await session.Terminal.Out.WriteLineAsync(page.TrimEnd('\n'));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string[]? Listed(string? words) => words?.Split(',', StringSplitOptions.TrimEntries);

    private static async Task WriteAsync(string file, string page, CancellationToken cancellation)
    {
        try
        {
            var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            await File.WriteAllTextAsync(file, page, plain, cancellation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be written: {refused.Message}");
        }
    }
}
