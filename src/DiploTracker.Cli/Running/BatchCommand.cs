using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Running;

/// <summary><c>diplo batch KEY FILE</c>: all commands of a file, or none.</summary>
internal static class BatchCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var file = new Argument<string>("FILE")
        {
            Description = "A list of commands, or one a line, as JSON; - for standard input.",
        };
        var ifMatch = new Option<string?>("--if-match")
        {
            Description = "Refuse when the negotiation has another version.",
        };
        var once = new Option<Guid?>("--idempotency-key")
        {
            Description = "UUID: the same key and commands are recorded once.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what it would do, and record nothing." };
        var command = new Command("batch", "Records the commands of a file, all or none.")
        {
            key, file, ifMatch, once, dryRun,
        };
        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            using var reader = RunCommand.Open(parsed.GetRequiredValue(file), session.Terminal);
            var commands = Read(await reader.ReadToEndAsync(cancellation));
            var negotiation = parsed.GetRequiredValue(key);
            var (client, options) = (session.Client, new SendOptions
            {
                RecordedBy = session.User,
                IfMatch = parsed.GetValue(ifMatch),
                IdempotencyKey = parsed.GetValue(once),
            });
            if (parsed.GetValue(dryRun))
                PreviewView.Write(session, await client.PreviewBatchAsync(negotiation, commands, options, cancellation));
            else
                ReceiptView.Write(session, await client.SendBatchAsync(negotiation, commands, options, cancellation));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static JsonArray Read(string text)
    {
        try
        {
            return text.TrimStart().StartsWith('[')
                ? JsonNode.Parse(text)!.AsArray()
                : [.. Lines(text).Select(line => JsonNode.Parse(line))];
        }
        catch (JsonException malformed)
        {
            throw new UsageException($"The file is neither a JSON list nor JSON lines: {malformed.Message}");
        }
    }
}
