using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Threading.Channels;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Wolverine.Http;

namespace DiploTracker.Commands;

/// <summary>
/// Streams of commands for any negotiations, one JSON object per line, of any length: each line is answered by a line,
/// in order and as it is processed, in constant memory.
/// </summary>
public static class CommandStream
{
    private const int LinesUnderWay = 2048;

    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>
    /// Records commands for any negotiations, one JSON object per line, any number of lines: each line is answered by a
    /// line, in order and as it is processed.
    /// </summary>
    [WolverinePost("/api/commands")]
    [EndpointName("recordLines")]
    [Tags("Many commands at once")]
    [TakesBody(typeof(NamedCommand), "application/x-ndjson")]
    [Refuses("malformed", "negotiation-unknown", "command-unknown", "silence")]
    [Through(typeof(RequestBody), nameof(RequestBody.NotJson))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.Caller))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.PrefersAsync))]
    [Through(typeof(Recorder), nameof(Recorder.Record))]
    [TakesQuery("onRefusal", "Whether to go on after a line that is refused.", Words = ["continue", "stop"])]
    [ProducesResponseType<RecordedLine>(StatusCodes.Status200OK, "application/x-ndjson", Description =
        "A line for each line that is not empty: where it landed, or the problem with `line` and `ok`: false.")]
    public static async Task<IResult> Post(HttpContext context, Recorder recorder, CommandSettings settings)
    {
        if (RequestBody.NotJson(context.Request, "application/x-ndjson", "application/jsonl", "application/json") is { } refusal)
            return new ProblemResult(refusal);
        var onRefusal = context.Request.Query["onRefusal"].ToString();
        if (onRefusal is not ("" or "continue" or "stop"))
            return new ProblemResult(Refusals.Malformed("onRefusal", "continue or stop is expected"));
        if (context.Request.Caller() is var (caller, badCaller) && caller is null)
            return new ProblemResult(badCaller!);

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null; // a client may wait for an answer before it sends the next line; Patience bounds it
        context.Response.ContentType = "application/x-ndjson";
        await Run(context, recorder, caller, new Patience(settings.Patience), stops: onRefusal == "stop");
        return Results.Empty;
    }

    // Lines go to the recorder as they arrive and are answered in order, so that many share one transaction. To stop at
    // a refusal, each line has to wait for the answer to the one before.
    private static async Task Run(HttpContext context, Recorder recorder, Caller caller, Patience patience, bool stops)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var answers = Channel.CreateBounded<Task<LineAnswer>>(stops ? 1 : LinesUnderWay);
        var reading = Read();
        try
        {
            await foreach (var pending in answers.Reader.ReadAllAsync(context.RequestAborted))
            {
                var answer = await pending;
                await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer.Members, Json.Options), context.RequestAborted);
                await context.Response.Body.WriteAsync(LineEnd, context.RequestAborted);
                if (!answers.Reader.TryPeek(out var next) || !next.IsCompleted)
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                patience.Answered();
                if (answer.IsRefusal && stops)
                    return;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await reading;
        }

        async Task Read()
        {
            var parks = context.Request.PrefersAsync();
            var sequence = new Sequence();
            var number = 0;
            Task<LineAnswer>? last = null;
            try
            {
                await foreach (var line in Lines(context.Request.BodyReader, patience, ended.Token))
                {
                    number++;
                    if (line is { Length: 0 })
                        continue;
                    if (sequence.IsBroken || (stops && last is not null && (await last).IsRefusal))
                        break;
                    patience.Asked();
                    await answers.Writer.WriteAsync(last = Answer(line, number, recorder, caller, parks, sequence, ended.Token), ended.Token);
                }
                if (patience.IsOver is { } silence)
                {
                    patience.Asked();
                    await answers.Writer.WriteAsync(Task.FromResult(LineAnswer.Of(number + 1, silence)), ended.Token);
                }
                answers.Writer.Complete();
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or BadHttpRequestException)
            {
                answers.Writer.Complete(failure as BadHttpRequestException);
            }
        }
    }

    private static async Task<LineAnswer> Answer(ReadOnlyMemory<byte>? received, int number, Recorder recorder, Caller caller, bool parks, Sequence sequence, CancellationToken cancellation)
    {
        if (received is not { Length: <= RequestBody.Command } line)
            return LineAnswer.Of(number, Problems.Malformed.Because("The line is longer than 1 MB.") with { Status = StatusCodes.Status413PayloadTooLarge });
        if (RequestBody.NotUtf8(line.Span) is { } garbled)
            return LineAnswer.Of(number, garbled);
        var (named, malformed) = NamedCommand.Read(line.Span);
        if (named is null)
            return LineAnswer.Of(number, malformed!);
        if (named.Negotiation is null)
            return LineAnswer.Of(number, Refusals.Malformed("negotiation", "name the negotiation that the command is for"));

        try
        {
            var outcome = await recorder.Record(
                new Submission(named.Negotiation, [named.Command], caller, IdempotencyKey: named.IdempotencyKey, MayPark: parks, Sequence: sequence), cancellation);
            return outcome switch
            {
                Refused refused => LineAnswer.Of(number, refused.Refusal),
                Waiting waiting => LineAnswer.Of(number, waiting),
                _ => LineAnswer.Of(number, (Recorded)outcome),
            };
        }
        catch (RecordingUnavailableException failure)
        {
            return LineAnswer.Of(number, Failures.Of(failure));
        }
    }

    /// <summary>The lines; null for one that is too long, whose bytes are discarded.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>?> Lines(
        PipeReader reader, Patience patience, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (isFirst, isTooLong, halfLine) = (true, false, 0L);
        while (true)
        {
            if (!reader.TryRead(out var read))
            {
                if (await patience.Read(reader, halfLine, cancellation) is not { } come)
                    yield break;
                read = come;
            }
            var buffer = read.Buffer;
            var consumed = buffer.End;
            try
            {
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    yield return isTooLong ? default(ReadOnlyMemory<byte>?) : Trimmed(buffer.Slice(0, end), isFirst);
                    (isFirst, isTooLong) = (false, false);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    patience.Heard();
                }
                if (read.IsCompleted)
                {
                    if (isTooLong || !buffer.IsEmpty)
                        yield return isTooLong ? default(ReadOnlyMemory<byte>?) : Trimmed(buffer, isFirst);
                    yield break;
                }
                halfLine = buffer.Length;
                isTooLong |= halfLine > RequestBody.Command;
                if (!isTooLong)
                    consumed = buffer.Start;
            }
            finally
            {
                // Also after a refusal that stops the stream: Kestrel closes a connection whose last read was never
                // completed.
                reader.AdvanceTo(consumed, buffer.End);
            }
        }
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlySequence<byte> line, bool isFirst)
    {
        var bytes = line.ToArray();
        return (isFirst ? RequestBody.WithoutMark(bytes) : bytes).Trim(" \t\r"u8);
    }

    private sealed record LineAnswer(bool IsRefusal, object Members)
    {
        public static LineAnswer Of(int line, Recorded recorded) => new(
            IsRefusal: false, new RecordedLine(line, Ok: true, recorded.Negotiation, recorded.Version, recorded.Position, recorded.Events));

        public static LineAnswer Of(int line, Waiting waiting) => new(false, new Dictionary<string, object?>
        {
            ["line"] = line,
            ["ok"] = true,
            ["negotiation"] = waiting.Negotiation,
            ["parked"] = waiting.Parked,
            ["address"] = waiting.Address,
        });

        public static LineAnswer Of(int line, Refusal refusal)
        {
            var members = new Dictionary<string, object?> { ["line"] = line, ["ok"] = false };
            foreach (var (name, value) in ProblemResult.Members(refusal, index: null, instance: "/api/commands"))
                members[name] = value;
            return new LineAnswer(IsRefusal: true, members);
        }
    }
}

/// <summary>A line that was recorded.</summary>
/// <param name="Line">Its number, from 1.</param>
public sealed record RecordedLine(int Line, bool Ok, string Negotiation, long Version, long Position, IReadOnlyList<RecordedEvent> Events);
