using System.CommandLine;
using System.Globalization;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Auditing;

/// <summary>
/// <c>diplo recording</c>, and the remedies it suggests: <c>diplo accept-loss</c>, <c>diplo set-time-back</c>.
/// </summary>
internal static class RecordingCommands
{
    private const string ExactTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static IEnumerable<Command> Build(Func<Guard> guard) => [State(guard()), AcceptLoss(guard()), SetTimeBack(guard())];

    private static Command State(Guard guard)
    {
        var command = new Command("recording", "Whether anything may be recorded, and what to do when not.");
        command.SetAction(guard(async (_, session, cancellation) => await Show(session, await session.Client.GetRecordingStateAsync(cancellation))));
        return command;
    }

    private static Command AcceptLoss(Guard guard)
    {
        var origin = new Option<string>("--origin") { Description = "The log that was sealed.", Required = true };
        var count = new Option<long>("--sealed") { Description = "How many events of it were sealed.", Required = true };
        var kept = new Option<long>("--kept") { Description = "How many events the log holds now.", Required = true };
        var ground = Ground();
        var command = new Command("accept-loss", "Accepts for ever that sealed events are lost; `diplo recording` says which.") { origin, count, kept, ground };
        command.SetAction(guard(async (parsed, session, cancellation) => await Show(session, await session.Client.AcceptLossAsync(
            new AcceptLoss
            {
                Ground = parsed.GetRequiredValue(ground), Origin = parsed.GetRequiredValue(origin),
                Sealed = parsed.GetRequiredValue(count), Kept = parsed.GetRequiredValue(kept),
            }, By(session), cancellation))));
        return command;
    }

    private static Command SetTimeBack(Guard guard)
    {
        var from = new Option<string>("--from") { Description = "The last recorded time, exactly as `diplo recording` says it.", Required = true };
        var ground = Ground();
        var command = new Command("set-time-back", "Sets a last recorded time that lies in the future back to the clock of the database.") { from, ground };
        command.SetAction(guard(async (parsed, session, cancellation) => await Show(session, await session.Client.SetTimeBackAsync(
            new SetTimeBack { Ground = parsed.GetRequiredValue(ground), RecordedAt = Time(parsed.GetRequiredValue(from)) }, By(session), cancellation))));
        return command;
    }

    private static SendOptions By(Session session) => new() { RecordedBy = session.User };

    private static Option<string> Ground() => new("--ground") { Description = "Why, for whoever audits it.", Required = true };

    private static DateTimeOffset Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : throw new UsageException($"--from is a time (RFC 3339); '{text}' is none.");

    private static async Task<int> Show(Session session, Read<RecordingState> read)
    {
        var (state, json, _) = read;
        var output = session.Terminal.Out;
        if (session.Json)
        {
            await output.WriteLineAsync(JsonText.Pretty(json));
            return ExitCode.Done;
        }
        await output.WriteLineAsync(state.Stop is { } stop
            ? $"Nothing is recorded since {stop.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} ({stop.Reason}): {stop.Detail}"
            : $"Commands are recorded; the log holds {state.Kept} events.");
        if (state.Stop is { Origin: { } origin, Sealed: { } count })
            await output.WriteLineAsync(
                $"To accept the loss: diplo accept-loss --origin {origin} --sealed {count} --kept {state.Kept} --ground '…'");
        if (state.Stop is { RecordedAt: { } time })
            await output.WriteLineAsync(
                $"To set it back: diplo set-time-back --from {time.UtcDateTime.ToString(ExactTime, CultureInfo.InvariantCulture)} --ground '…'");
        foreach (var one in state.Interventions)
            await output.WriteLineAsync(
                $"{one.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {one.Kind} by {one.By}: {one.Ground}{(one.Continues is { } next ? $" ({one.Origin} goes on as {next})" : "")}");
        return ExitCode.Done;
    }
}
