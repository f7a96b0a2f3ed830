using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    private const int LinesInRequest = 256;

    /// <summary>
    /// Sends lines and returns their answers in the same order, in constant memory. A request carries the lines that
    /// are ready, 256 at most, so a source may wait for the answer to an earlier line before it yields the next. With
    /// <see cref="OnRefusal.Stop"/> it ends after the first refusal; with <paramref name="park"/> a fact that cannot be
    /// placed yet is parked instead of refused.
    /// </summary>
    /// <exception cref="StreamBrokenException">The answers ended early, or the server was not reached.</exception>
    public async IAsyncEnumerable<LineAnswer> StreamAsync(
        IAsyncEnumerable<CommandLine> lines,
        OnRefusal onRefusal = OnRefusal.Continue,
        bool park = false,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var source = lines.GetAsyncEnumerator(ending.Token);
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var body = new StringBuilder();
                var sent = 0;
                do
                {
                    body.Append(source.Current.Json.ToJsonString(CommandJson.Options)).Append('\n');
                    next = source.MoveNextAsync().AsTask();
                }
                while (++sent < LinesInRequest && next.IsCompletedSuccessfully && next.Result);

                await foreach (var answer in AnswersAsync(body.ToString(), sent, onRefusal, park, cancellation))
                {
                    yield return answer;
                    if (onRefusal is OnRefusal.Stop && answer.Problem is not null)
                        yield break;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            // A source must complete its pending read before it may be disposed; the result no longer matters.
            await next.ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously);
            await source.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<LineAnswer> AnswersAsync(
        string body, int sent, OnRefusal onRefusal, bool park, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var mode = onRefusal is OnRefusal.Stop ? "stop" : "continue";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/commands?onRefusal={mode}")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson", "utf-8")),
        };
        if (park)
            request.Headers.Add("Prefer", "respond-async");
        using var response = await Unbroken(() => SendAsync(request, cancellation));
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        using var reader = new StreamReader(content, Encoding.UTF8);

        var answered = 0;
        while (answered < sent)
        {
            var line = await Unbroken(() => reader.ReadLineAsync(cancellation).AsTask());
            if (line is null)
                throw new StreamBrokenException($"The server answered {answered} of {sent} lines.");
            if (line.Length == 0)
                continue;

            answered++;
            yield return LineAnswer.Parse(line);
        }
    }

    private static async Task<T> Unbroken<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException
            or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new StreamBrokenException(broken.Message, broken);
        }
    }
}
