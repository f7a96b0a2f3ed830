using System.CommandLine;
using System.Text.Json;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo parked KEY</c>.</summary>
internal static class ParkedCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var withdraw = new Option<string?>("--withdraw") { Description = "The id of one that shall not be recorded." };
        var command = new Command("parked", "Facts that wait for what they refer to.")
        {
            key, withdraw, Session.CsvOption,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            if (parsed.GetValue(withdraw) is { } id)
            {
                await session.Client.WithdrawParkedFactAsync(parsed.GetRequiredValue(key), id, cancellation);
                if (!session.Json)
                    await session.Terminal.Out.WriteLineAsync($"Withdrawn: {id} will not be recorded.");
                return ExitCode.Done;
            }
            if (parsed.GetValue(Session.CsvOption))
                return await session.CsvAsync(
                    session.Client.ListParkedFactsCsvAsync(parsed.GetRequiredValue(key), cancellation: cancellation));
            var items = await session.Client.ListParkedFactsAsync(parsed.GetRequiredValue(key),
                cancellation: cancellation).ToListAsync(cancellation);
            return await session.ShowAsync(new { Items = items, Next = (string?)null }, () => session.Output.Table(
                "", ["id", "command, occurred", "since", "waits because"], items.Select(fact => new[]
                {
                    fact.Id, $"{fact.Command}\n{Occurred(fact)}",
                        $"{session.Output.Minute(fact.Since)}\n{fact.RecordedBy}",
                    $"{fact.Reason.Detail} [{fact.Reason.Code}]",
                })));
        }));
        return command;
    }

    private static string? Occurred(ParkedFact fact) =>
        fact.Fact.ValueKind is JsonValueKind.Object && fact.Fact.TryGetProperty("occurred", out var occurred)
            ? occurred.GetString() : null;
}
