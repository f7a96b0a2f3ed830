using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo status KEY</c>.</summary>
internal static class StatusCommand
{
    public static System.CommandLine.Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var explain = new Option<bool>("--explain")
        {
            Description = "Say why things stand as they do; `diplo why` for one thing.",
        };
        var moments = new Moments();
        var command = new System.CommandLine.Command("status", "Where a negotiation stands.") { key, explain };
        foreach (var option in moments.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var why = parsed.GetValue(explain);
            var (negotiation, moment) = (parsed.GetRequiredValue(key), moments.At(parsed, session.Times));
            var read = await session.Client.GetNegotiationAsync(
                negotiation, why ? new GetNegotiationQuery { Explain = "true" }
                    : null, moment, cancellation: cancellation);
            if (session.Json)
                return await session.ShowAsync(read.Json, () => { });

            var said = read.Value.StatementCount == 0 ? [] : await session.Client.GetHistoryAsync(
                negotiation, new GetHistoryQuery { Order = "occurred", Type = ["statement-recorded"] }, moment,
                    cancellation: cancellation)
                .ToListAsync(cancellation);
            StatusView.Write(session.Output, read.Value, said);
            if (read.Value.Explain is { } explained)
                WhyView.Write(session.Output, explained);
            if (why)
                StatusView.WriteMore(session.Output, read.Value);
            return ExitCode.Done;
        }));
        return command;
    }
}
