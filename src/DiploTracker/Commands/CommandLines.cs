using System.Text.Json;
using System.Threading.Channels;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace DiploTracker.Commands;

/// <summary>
/// Streams of commands for any negotiations, one JSON object per line, of any length: each line is answered by a line,
/// in order and as it is processed, in constant memory.
/// </summary>
internal static class CommandLines
{
    private const int LinesUnderWay = 2048;

    private const string MediaType = "application/x-ndjson";

    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <param name="inTurn">A line waits for the answer to the one before it.</param>
    /// <param name="answer">Answers the command of a line, of which it gets the number.</param>
    [Through(typeof(RequestBody), nameof(RequestBody.NotJson))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.Caller))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.PrefersAsync))]
    [Refuses("malformed", "negotiation-unknown", "command-unknown", "silence")]
    [TakesQuery("onRefusal", "Whether to go on after a line that is refused.", Words = ["continue", "stop"])]
    public static async Task<IResult> Answer(
        HttpContext context, CommandSettings settings, bool inTurn,
        Func<int, Submission, CancellationToken, Task<LineAnswer>> answer)
    {
        if (RequestBody.NotJson(context.Request, MediaType, "application/jsonl", "application/json") is { } refusal)
            return new ProblemResult(refusal);
        var onRefusal = context.Request.Query["onRefusal"].ToString();
        if (onRefusal is not ("" or "continue" or "stop"))
            return new ProblemResult(Refusals.Malformed("onRefusal", "continue or stop is expected"));
        if (context.Request.Caller() is var (caller, badCaller) && caller is null)
            return new ProblemResult(badCaller!);

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null; // a client may wait for an answer before it sends the next line; Patience bounds it
        context.Response.ContentType = MediaType;
        var (parks, sequence) = (context.Request.PrefersAsync(), new Sequence());
        await Run(
            context, new Patience(settings.Patience), onRefusal == "stop", inTurn, sequence, (line, number, cancellation) =>
                Answer(line, number, context.Request.Path,
                    (named, cancels) => answer(number, Submitted(named), cancels), cancellation));
        return Results.Empty;

        Submission Submitted(NamedCommand named) => new(
            named.Negotiation!, [named.Command], caller, IdempotencyKey: named.IdempotencyKey, MayPark: parks,
            Sequence: sequence);
    }

    // Lines go to the recorder as they arrive and are answered in order, so that many share one transaction. To stop at
    // a refusal, each line has to wait for the answer to the one before.
    private static async Task Run(
        HttpContext context, Patience patience, bool stops, bool inTurn, Sequence sequence,
        Func<ReadOnlyMemory<byte>?, int, CancellationToken, Task<LineAnswer>> answer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var answers = Channel.CreateBounded<Task<LineAnswer>>(stops || inTurn ? 1 : LinesUnderWay);
        var reading = Read();
        try
        {
            await foreach (var pending in answers.Reader.ReadAllAsync(context.RequestAborted))
            {
                var answered = await pending;
                var written = JsonSerializer.SerializeToUtf8Bytes(answered.Members, Json.Options);
                await context.Response.Body.WriteAsync(written, context.RequestAborted);
                await context.Response.Body.WriteAsync(LineEnd, context.RequestAborted);
                if (!answers.Reader.TryPeek(out var next) || !next.IsCompleted)
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                patience.Answered();
                if (answered.IsRefusal && stops)
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
            var number = 0;
            Task<LineAnswer>? last = null;
            try
            {
                await foreach (var line in LineReader.In(context.Request.BodyReader, patience, ended.Token))
                {
                    number++;
                    if (line is { Length: 0 })
                        continue;
                    var isRefused = (stops || inTurn) && last is not null && (await last).IsRefusal;
                    if (sequence.IsBroken || (stops && isRefused))
                        break;
                    patience.Asked();
                    await answers.Writer.WriteAsync(last = answer(line, number, ended.Token), ended.Token);
                }
                if (patience.IsOver is { } silence)
                {
                    patience.Asked();
                    var told = LineAnswer.Of(number + 1, silence, context.Request.Path);
                    await answers.Writer.WriteAsync(Task.FromResult(told), ended.Token);
                }
                answers.Writer.Complete();
            }
            catch (Exception failure)
                when (failure is OperationCanceledException or IOException or BadHttpRequestException)
            {
                answers.Writer.Complete(failure as BadHttpRequestException);
            }
        }
    }

    private static async Task<LineAnswer> Answer(
        ReadOnlyMemory<byte>? received, int number, string address,
        Func<NamedCommand, CancellationToken, Task<LineAnswer>> answer, CancellationToken cancellation)
    {
        if (received is not { Length: <= RequestBody.Command } line)
            return LineAnswer.Of(
                number, Problems.Malformed.Because("The line is longer than 1 MB.")
                    with { Status = StatusCodes.Status413PayloadTooLarge }, address);
        if (RequestBody.NotUtf8(line.Span) is { } garbled)
            return LineAnswer.Of(number, garbled, address);
        var (named, malformed) = NamedCommand.Read(line.Span);
        if (named is null)
            return LineAnswer.Of(number, malformed!, address);
        if (named.Negotiation is null)
            return LineAnswer.Of(
                number, Refusals.Malformed("negotiation", "name the negotiation that the command is for"), address);

        try
        {
            return await answer(named, cancellation);
        }
        catch (RecordingUnavailableException failure)
        {
            return LineAnswer.Of(number, Failures.Of(failure), address);
        }
    }
}

/// <summary>The answer to a line, as it is written.</summary>
internal sealed record LineAnswer(bool IsRefusal, object Members)
{
    public static LineAnswer Of(int line, Refusal refusal, string address)
    {
        var members = new Dictionary<string, object?> { ["line"] = line, ["ok"] = false };
        foreach (var (name, value) in ProblemResult.Members(refusal, index: null, instance: address))
            members[name] = value;
        return new LineAnswer(IsRefusal: true, members);
    }
}
