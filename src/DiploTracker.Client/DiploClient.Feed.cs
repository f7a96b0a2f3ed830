using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The events of the log as they are recorded, each once and in order, without end. When the connection breaks, or
    /// the server is restarted, it resumes where it broke off.
    /// </summary>
    /// <param name="after">
    /// Begins after this <see cref="FeedEvent.Place"/>, "0" with the first event; only new events when left out.
    /// </param>
    /// <exception cref="HttpRequestException">
    /// The server was not reached on the first try; later failures are retried.
    /// </exception>
    /// <exception cref="DiploProblemException">
    /// The server refuses the request; <c>place-not-in-log</c> if the log has lost the last event that was read.
    /// </exception>
    public async IAsyncEnumerable<FeedEvent> FeedAsync(
        FeedFilter? filter = null, string? after = null, FeedWatch? watch = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        watch ??= new FeedWatch();
        var (place, pause, isLost) = (after, watch.Pause, false);
        for (var isFirst = true; ; isFirst = false)
        {
            Exception? lost = null;
            HttpResponseMessage? response = null;
            try
            {
                response = await ConnectAsync(filter, place, cancellation);
            }
            catch (Exception broken) when (!isFirst && IsPassing(broken, cancellation))
            {
                lost = broken;
            }
            if (response is not null)
            {
                using (response)
                {
                    if (isLost)
                        watch.Back?.Invoke();
                    isLost = false;
                    place ??= Number(response, "X-Position") is { } head ? ((long)head).ToString(CultureInfo.InvariantCulture) : null;
                    await using var bytes = new FeedStream(await response.Content.ReadAsStreamAsync(cancellation), watch.Patience);
                    var parser = SseParser.Create(bytes, (_, data) => EventOf(data));
                    await using var events = parser.EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
                    while (true)
                    {
                        try
                        {
                            if (!await events.MoveNextAsync())
                                break;
                        }
                        catch (Exception broken) when (IsPassing(broken, cancellation))
                        {
                            lost = broken;
                            break;
                        }
                        pause = watch.Pause;
                        place = events.Current.EventId ?? place;
                        yield return events.Current.Data with { Place = place ?? "" };
                    }
                    // An id without data is the place up to which a filtered feed was searched. The id of a truncated
                    // event is not.
                    if (bytes.EndsWhole && parser.LastEventId is { Length: > 0 } told)
                        place = told;
                }
            }
            cancellation.ThrowIfCancellationRequested();
            if (!isLost)
                watch.Lost?.Invoke(lost);
            isLost = true;
            await Task.Delay(pause, cancellation);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    private async Task<HttpResponseMessage> ConnectAsync(FeedFilter? filter, string? place, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/feed"
            + Query(("negotiation", filter?.Negotiation), ("party", filter?.Party), ("type", filter?.Type)));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (place is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", place);
        return await SendAsync(request, cancellation);
    }

    private static FeedEvent EventOf(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        var json = JsonElement.ParseValue(ref reader);
        return json.Deserialize<FeedEvent>(CommandJson.Options)! with { Json = json };
    }

    private static bool IsPassing(Exception broken, CancellationToken cancellation) => !cancellation.IsCancellationRequested
        && broken is HttpRequestException or IOException or OperationCanceledException or DiploProblemException { Problem.IsRefusal: false };
}
