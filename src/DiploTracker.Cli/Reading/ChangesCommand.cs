using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo changes KEY</c>: the changes since the user last asked for them, or since a moment.</summary>
internal static class ChangesCommand
{
    public static Command Build(Guard guard)
    {
        var key = new Argument<string>("KEY") { Description = "Slug of the negotiation." };
        var since = new Option<string?>("--since")
        {
            Description = "A moment, of a day its beginning; else your last `diplo changes`.",
        };
        var peek = new Option<bool>("--peek") { Description = "Show them again the next time." };
        var command = new Command("changes", "What changed since you last looked, or since a moment.")
        {
            key, since, peek,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var (negotiation, seen) = (parsed.GetRequiredValue(key), new Seen(session));
            DateTimeOffset? after = parsed.GetValue(since) is { } given
                ? session.Times.Instant(given, since.Name, Times.Edge.Start)
                : seen.Of(negotiation);
            // The times of the facts are those of the tracker's clock, and this machine's may be another.
            var newest = await NewestAsync(session.Client, negotiation, cancellation);
            if (newest is null || after is null)
            {
                if (newest is { } now && !parsed.GetValue(peek))
                    seen.Mark(negotiation, now);
                return await session.ShowAsync(
                    new { Negotiation = negotiation, Since = after, Changes = Array.Empty<Change>() }, () =>
                    session.Output.Line(
                    $"This is your first look at {negotiation} here: see `diplo status {negotiation}`. The next time "
                        + $"its changes since now are shown."));
            }
            if (after >= newest)
            {
                return await session.ShowAsync(
                    new { Negotiation = negotiation, Since = after, Changes = Array.Empty<Change>() }, () =>
                    session.Output.Line($"Nothing was recorded since {session.Output.Minute(after)}."));
            }
            var read = await session.Client.CompareMomentsAsync(negotiation, new CompareMomentsQuery
            {
                From = DiffCommand.Exact(after.Value), To = DiffCommand.Exact(newest.Value), Axis = "known",
            }, cancellation: cancellation);
            if (!parsed.GetValue(peek) && parsed.GetValue(since) is null)
                seen.Mark(negotiation, newest.Value);
            return await session.ShowAsync(read.Json, () => DiffView.Write(
                session.Output, read.Value,
                    $"What was recorded since {session.Output.Minute(after)} changed nothing."));
        }));
        return command;
    }

    /// <summary>When the newest fact was recorded.</summary>
    private static async Task<DateTimeOffset?> NewestAsync(DiploClient client, string negotiation,
        CancellationToken cancellation)
    {
        DateTimeOffset? newest = null;
        await foreach (var fact in client.GetHistoryAsync(
            negotiation, new GetHistoryQuery { Order = "recorded", Limit = 1000 }, cancellation: cancellation))
            newest = fact.RecordedAt;
        return newest;
    }
}
