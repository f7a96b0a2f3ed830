using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>
/// Clients that record, each command under a key of its own, and one that reads the feed, while the tracker or its database
/// may go and come back. What they were told is kept for <see cref="FaultCheck"/>.
/// </summary>
internal sealed class FaultLoad(Uri tracker, IReadOnlyList<string> negotiations)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15);

    private readonly ConcurrentDictionary<Guid, Sent> _sent = new();
    private readonly ConcurrentQueue<string> _read = new();
    private int _acknowledged;

    public IReadOnlyCollection<Sent> All => [.. _sent.Values];

    /// <summary>How many commands were answered as recorded.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>The ids of the events that the feed gave, in their order.</summary>
    public IReadOnlyList<string> Read => [.. _read];

    /// <summary>Sends commands until it is enough.</summary>
    public async Task RecordAsync(int client, CancellationToken enough)
    {
        using var http = new HttpClient { BaseAddress = tracker };
        using var pace = new PeriodicTimer(Pace);
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var negotiation = negotiations[(client + number) % negotiations.Count];
            var sent = new Sent(
                Guid.NewGuid(), negotiation,
                $$"""{"id":"s-{{client}}-{{number}}","speaker":"USA.Witkoff","kind":"Claim","quote":"number {{number}}","occurred":"2025-08-02"}""");
            _sent[sent.Key] = sent;
            await SendAsync(http, sent);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends again what was not answered as recorded; gives how many are still unknown.</summary>
    public async Task<int> SettleAsync()
    {
        using var http = new HttpClient { BaseAddress = tracker };
        foreach (var sent in _sent.Values.Where(sent => sent.Event is null))
            await SendAsync(http, sent);
        return _sent.Values.Count(sent => sent.Event is null);
    }

    /// <summary>Reads the feed, coming back with the last id whenever it ends, until it is enough.</summary>
    public async Task FollowAsync(CancellationToken enough)
    {
        using var http = new HttpClient { BaseAddress = tracker, Timeout = Timeout.InfiniteTimeSpan };
        using var pace = new PeriodicTimer(Pace);
        var last = "0";
        while (!enough.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/feed") { Headers = { { "Last-Event-ID", last } } };
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, enough);
                if (response.StatusCode is HttpStatusCode.OK)
                {
                    using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(enough), Encoding.UTF8);
                    var id = last;
                    while (await lines.ReadLineAsync(enough) is { } line)
                        if (line.StartsWith("id: ", StringComparison.Ordinal))
                            id = line[4..];
                        else if (line.StartsWith("data: ", StringComparison.Ordinal))
                            _read.Enqueue(last = id);
                }
            }
            catch (Exception away) when (away is HttpRequestException or IOException or OperationCanceledException)
            {
                // It comes back.
            }
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task SendAsync(HttpClient http, Sent sent)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/negotiations/{sent.Negotiation}/record-statement")
            {
                Content = new StringContent(sent.Body, MediaTypeHeaderValue.Parse("application/json")),
                Headers = { { "Idempotency-Key", sent.Key.ToString() } },
            };
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode is HttpStatusCode.OK)
            {
                sent.Event = (Guid)JsonNode.Parse(text)!["events"]![0]!["id"]!;
                Interlocked.Increment(ref _acknowledged);
            }
            else if (response.StatusCode is not HttpStatusCode.ServiceUnavailable)
                sent.Refused = text;
        }
        catch (Exception away) when (away is HttpRequestException or IOException)
        {
            // What became of it is not known; its key settles it.
        }
    }

    /// <summary>One command, and what its client was told.</summary>
    internal sealed record Sent(Guid Key, string Negotiation, string Body)
    {
        /// <summary>The id of the event that the answer named; null as long as the outcome is unknown.</summary>
        public Guid? Event { get; set; }

        /// <summary>An answer that is neither success nor 503; none of these commands deserves one.</summary>
        public string? Refused { get; set; }
    }
}
