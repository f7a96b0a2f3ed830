using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using DiploTracker.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>The answers to a stream come while it is still being sent.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DuplexTests(TrackerFixture tracker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Line(string key, int number) =>
        $$"""{"negotiation":"{{key}}","command":"RecordStatement","id":"s-{{number}}","speaker":"RUS","kind":"Claim"}""" + "\n";

    [Theory, InlineData(""), InlineData("?onRefusal=stop")]
    public async Task a_line_is_answered_before_the_next_is_sent(string query)
    {
        var key = await tracker.Api.OpenAsync();
        await using var conversation = await Conversation.BeginAsync(tracker.Api.Client, query);
        for (var number = 1; number <= 5; number++)
        {
            await conversation.SayAsync(Line(key, number));
            var answer = await conversation.HearAsync();
            ((long)answer["version"]!).ShouldBe(number + 1, answer.ToJsonString());
        }
        await conversation.EndAsync();
    }

    [Fact]
    public async Task a_refusal_that_stops_ends_the_answer_while_the_client_could_go_on()
    {
        var key = await tracker.Api.OpenAsync();
        await using var conversation = await Conversation.BeginAsync(tracker.Api.Client, "?onRefusal=stop");
        await conversation.SayAsync(Line(key, 1) + Line("nobody-opened", 1));
        ((bool)(await conversation.HearAsync())["ok"]!).ShouldBeTrue();
        ((bool)(await conversation.HearAsync())["ok"]!).ShouldBeFalse();
        await conversation.ShouldHaveEndedAsync();
    }

    [Fact]
    public async Task ten_thousand_lines_are_answered_in_order_and_memory_stays_where_it_is()
    {
        const int lines = 10_000;
        var keys = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => tracker.Api.OpenAsync()));
        await using var conversation = await Conversation.BeginAsync(tracker.Api.Client, "");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var saying = Task.Run(async () =>
        {
            // Nothing of the filler lands: what is kept in memory is then not what the stream holds.
            var filler = new string(' ', 20_000);
            for (var number = 0; number < lines; number++)
                await conversation.SayAsync(number % 100 == 0 ? Line(keys[number / 100 % 50], number) : filler + "{\n");
            await conversation.CloseAsync();
        }, Cancellation);
        for (var number = 1; number <= lines; number++)
        {
            var answer = await conversation.HearAsync();
            ((int)answer["line"]!).ShouldBe(number);
            ((bool)answer["ok"]!).ShouldBe(number % 100 == 1);
        }
        await saying;
        // 200 MB went through.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(60 << 20);
    }

    [Fact]
    public async Task ten_thousand_facts_in_one_stream_all_land()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => tracker.Api.OpenAsync()));
        var answer = await tracker.Api.LinesAsync(string.Concat(Enumerable.Range(0, 10_000).Select(number => Line(keys[number % 100], number))));
        var answers = answer.Lines;
        answers.Select(line => (int)line["line"]!).ShouldBe(Enumerable.Range(1, 10_000));
        answers.ShouldAllBe(line => (bool)line["ok"]!);
        foreach (var key in keys)
            (await tracker.Api.StatusAsync(key)).Version.ShouldBe(101);
    }

    /// <summary>A request that is written and read at once.</summary>
    private sealed class Conversation : HttpContent, IAsyncDisposable
    {
        private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private HttpResponseMessage? _response;
        private StreamReader? _reader;
        private Task<HttpResponseMessage>? _sending;

        public static async Task<Conversation> BeginAsync(HttpClient client, string query)
        {
            var conversation = new Conversation();
            conversation.Headers.ContentType = new("application/x-ndjson");
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/commands{query}") { Content = conversation };
            conversation._sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await conversation._opened.Task.WaitAsync(Cancellation);
            return conversation;
        }

        public async Task SayAsync(string text)
        {
            var body = await _opened.Task;
            await body.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
            await body.FlushAsync(Cancellation);
        }

        public async Task<JsonNode> HearAsync()
        {
            _response ??= await _sending!;
            _reader ??= new StreamReader(await _response.Content.ReadAsStreamAsync(Cancellation));
            return JsonNode.Parse((await _reader.ReadLineAsync(Cancellation)).ShouldNotBeNull())!;
        }

        public Task CloseAsync()
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        }

        public async Task EndAsync()
        {
            await CloseAsync();
            await ShouldHaveEndedAsync();
        }

        public async Task ShouldHaveEndedAsync() => (await _reader!.ReadLineAsync(Cancellation)).ShouldBeNull();

        public ValueTask DisposeAsync()
        {
            _closed.TrySetResult();
            _response?.Dispose();
            Dispose();
            return ValueTask.CompletedTask;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync(Cancellation);
            _opened.TrySetResult(stream);
            await _closed.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
