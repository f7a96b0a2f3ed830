using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Commands;

public static class CommandStream
{
    private const string Address = "/api/commands";

    /// <summary>
    /// Records commands for any negotiations, one JSON object per line, any number of lines: each line is answered by a
    /// line, in order and as it is processed.
    /// </summary>
    [WolverinePost(Address)]
    [EndpointName("recordLines")]
    [Tags("Many commands at once")]
    [TakesBody(typeof(NamedCommand), "application/x-ndjson")]
    [Refuses("malformed", "negotiation-unknown", "command-unknown", "silence")]
    [Through(typeof(CommandLines), nameof(CommandLines.Answer))]
    [Through(typeof(Recorder), nameof(Recorder.Record))]
    [ProducesResponseType<RecordedLine>(StatusCodes.Status200OK, "application/x-ndjson", Description =
        "A line for each line that is not empty: where it landed, or the problem with `line` and `ok`: false.")]
    public static Task<IResult> Post(HttpContext context, Recorder recorder, CommandSettings settings) =>
        CommandLines.Answer(context, settings, inTurn: false, (line, submission, cancellation) =>
            Record(line, submission, recorder, cancellation));

    private static async Task<LineAnswer> Record(
        int line, Submission submission, Recorder recorder, CancellationToken cancellation) =>
        await recorder.Record(submission, cancellation) switch
        {
            Refused refused => LineAnswer.Of(line, refused.Refusal, Address),
            Waiting waiting => new LineAnswer(IsRefusal: false, new Dictionary<string, object?>
            {
                ["line"] = line,
                ["ok"] = true,
                ["negotiation"] = waiting.Negotiation,
                ["parked"] = waiting.Parked,
                ["address"] = waiting.Address,
            }),
            Recorded recorded => new LineAnswer(IsRefusal: false, new RecordedLine(
                line, Ok: true, recorded.Negotiation, recorded.Version, recorded.Position, recorded.Events)),
            var other => throw new InvalidOperationException($"No line tells {other}."),
        };
}

/// <summary>A line that was recorded.</summary>
/// <param name="Line">Its number, from 1.</param>
public sealed record RecordedLine(
    int Line, bool Ok, string Negotiation, long Version, long Position, IReadOnlyList<RecordedEvent> Events);
