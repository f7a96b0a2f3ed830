using System.Runtime.Versioning;
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
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, query);
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
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, "?onRefusal=stop");
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
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, "");
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
        // 200 MB went through. What other tests of this process hold comes and goes.
        await Folder.UntilAsync(
            () => GC.GetTotalMemory(forceFullCollection: true) - before < 60 << 20, "the memory is where it was");
    }

    [Fact]
    public async Task a_stream_that_stops_at_a_refusal_leaves_the_connection_to_the_next_request()
    {
        var key = await tracker.Api.OpenAsync();
        await using var stream = await Conversation.BeginAsync(tracker.Node.Address, "?onRefusal=stop");
        var refused = $$"""{"negotiation":"{{key}}","command":"ConfirmDate","meeting":"m","by":"RUS"}""" + "\n";
        await stream.SayAsync(refused + refused + refused);
        ((string?)(await stream.HearAsync())["code"]).ShouldBe("meeting-unknown");
        await stream.EndAsync();
        (await stream.AskAsync("/health/live")).ShouldBe("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task ten_thousand_facts_in_one_stream_all_land()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => tracker.Api.OpenAsync()));
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, "");
        var saying = Task.Run(async () =>
        {
            for (var number = 0; number < 10_000; number++)
                await conversation.SayAsync(Line(keys[number % 100], number));
            await conversation.CloseAsync();
        }, Cancellation);
        for (var number = 1; number <= 10_000; number++)
        {
            var answer = await conversation.HearAsync();
            ((int)answer["line"]!).ShouldBe(number);
            ((bool)answer["ok"]!).ShouldBeTrue(answer.ToJsonString());
        }
        await saying;
        foreach (var key in keys)
            (await tracker.Api.StatusAsync(key)).Version.ShouldBe(101);
    }
}
