using System.CommandLine;
using DiploTracker.Audit;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Auditing;

/// <summary><c>diplo export --output FILE</c>: an existing file is continued.</summary>
internal static class ExportCommand
{
    public static Command Build(Guard guard)
    {
        var output = new Option<FileInfo>("--output") { Description = "The file; one that is there is continued.", Required = true };
        var negotiation = new Option<string?>("--negotiation") { Description = "Only this negotiation, with proofs." };
        var command = new Command("export", "Writes the log to a file that can be verified without the tracker.") { output, negotiation };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var file = parsed.GetRequiredValue(output).FullName;
            var key = parsed.GetValue(negotiation);
            var (length, after, tree) = ExportTail.Of(file, key);
            if (tree is { } begun && await session.Client.RootAsync(begun.Size, cancellation) is var root && !begun.Root.AsSpan().SequenceEqual(root))
                throw new UsageException($"{file} does not hold the first {begun.Size} events of this tracker's log: it is of another log, or this one was rewritten. Name another file.");
            await using (var lines = await session.Client.ExportAsync(after, key, cancellation))
            await using (var stream = Open(file))
            {
                stream.SetLength(length);
                stream.Seek(length, SeekOrigin.Begin);
                await lines.CopyToAsync(stream, cancellation);
            }
            var through = ExportFile.LastSeal(file)?.Through ?? after;
            if (session.Json)
                await session.Terminal.Out.WriteLineAsync($$"""{"after":{{after}},"through":{{through}}}""");
            else
                await session.Terminal.Out.WriteLineAsync(through == after
                    ? $"{file} is complete up to position {through}; nothing was recorded since."
                    : $"{file} now goes up to position {through}.");
            return ExitCode.Done;
        }));
        return command;
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be written: {refused.Message}");
        }
    }
}
