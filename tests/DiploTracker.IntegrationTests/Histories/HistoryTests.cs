using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Histories;

/// <summary>What really happened, over HTTP: one by one, in one batch, in one stream.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HistoryTests(TrackerFixture tracker)
{
    public static TheoryData<string> Histories => [.. History.Names];

    [Theory, MemberData(nameof(Histories))]
    public async Task step_by_step_everything_is_as_expected(string name)
    {
        var key = Api.NewKey();
        var events = new Dictionary<int, string>();
        var version = 0L;
        foreach (var step in History.Of(name))
        {
            var answer = await tracker.Api.PostAsync(
                step.Command == "OpenNegotiation" ? "/api/negotiations" : $"/api/negotiations/{key}/{step.Route}",
                step.Body(key, events).ToJsonString());
            if (step.ExpectedRefusal is { } refusal)
                answer.ShouldBeProblem(answer.Status, refusal).Status.ShouldBeInRange(400, 499);
            else
            {
                answer.Status.ShouldBe(version == 0 ? 201 : 200, $"step {step.Number}: {answer.Text}");
                answer.Version.ShouldBe(++version);
                answer["events"]!.AsArray().Count.ShouldBe(1);
                events[step.Number] = answer.EventId;
            }
            var status = await tracker.Api.StatusAsync(key);
            status.Version.ShouldBe(version);
            status.Json.ShouldMeet(step.Expected, $"step {step.Number}");
            foreach (var reading in step.Readings)
                await ReadsAsync(key, reading, events);
        }
    }

    /// <summary>What was heard before it could be placed waits, and lands by itself.</summary>
    [Theory, MemberData(nameof(Histories))]
    public async Task heard_too_early_a_fact_waits_for_its_place(string name)
    {
        var steps = History.Of(name).Where(step => step.Lands).ToList();
        var key = Api.NewKey();
        foreach (var step in steps.Where(step => step.HeardAfter is null))
        {
            (await SendAsync(key, step)).Status.ShouldBeLessThan(300, $"step {step.Number}");
            foreach (var early in steps.Where(early => early.HeardAfter == step.Number))
                (await SendAsync(key, early, ("Prefer", "respond-async"))).Status.ShouldBe(202, $"step {early.Number}");
        }

        var status = await tracker.Api.StatusAsync(key);
        status.Version.ShouldBe(steps.Count);
        status.Json.ShouldMeet(steps[^1].Expected, "at the end");
        foreach (var reading in steps[^1].Readings.Where(reading => reading["known"] is null))
            await ReadsAsync(key, reading, events: null);
    }

    [Theory, MemberData(nameof(Histories))]
    public async Task a_batch_and_a_stream_end_where_step_by_step_ends(string name)
    {
        var steps = History.Of(name).Where(step => step.Command != "Correct").ToList();
        var (single, batch, stream) = (Api.NewKey(), Api.NewKey(), Api.NewKey());
        foreach (var step in steps.Where(step => step.Lands))
            (await SendAsync(single, step)).Status.ShouldBeLessThan(300);

        var landed = await tracker.Api.DoAsync(batch, "commands", new JsonArray([.. steps.Where(step => step.Lands).Select(step => step.Named(batch))]).ToJsonString());
        landed.Status.ShouldBe(201, landed.Text);
        landed.Version.ShouldBe(steps.Count(step => step.Lands));

        var answers = (await tracker.Api.LinesAsync(string.Concat(steps.Select(step => Line(step, stream))))).Lines;
        answers.Count.ShouldBe(steps.Count);
        foreach (var (step, answer) in steps.Zip(answers))
            ((string?)answer["code"]).ShouldBe(step.ExpectedRefusal, answer.ToJsonString());

        var expected = await StatusAsync(single);
        (await StatusAsync(batch)).ShouldBe(expected);
        (await StatusAsync(stream)).ShouldBe(expected);
    }

    private Task<Answer> SendAsync(string key, Step step, params (string Name, string Value)[] headers) =>
        tracker.Api.PostAsync(
            step.Command == "OpenNegotiation" ? "/api/negotiations" : $"/api/negotiations/{key}/{step.Route}",
            step.Body(key, new Dictionary<int, string>()).ToJsonString(), headers);

    /// <summary>The status as of a date, as it was known when a step was recorded, or both.</summary>
    private async Task ReadsAsync(string key, JsonNode reading, Dictionary<int, string>? events)
    {
        List<string> moment = [];
        if ((string?)reading["asOf"] is { } asOf)
            moment.Add($"asOf={Uri.EscapeDataString(asOf)}");
        if ((int?)reading["known"] is { } known)
            moment.Add($"asKnownAt={await RecordedAtAsync(key, events![known])}");
        var status = await tracker.Api.StatusAsync(key, $"?{string.Join('&', moment)}");
        status.Json.ShouldMeet(reading["expect"]!.AsObject(), string.Join('&', moment));
    }

    private async Task<string> RecordedAtAsync(string key, string @event) =>
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/history?limit=1000"))["items"]!.AsArray()
            .Where(fact => (string?)fact!["id"] == @event).Select(fact => (string)fact!["recordedAt"]!).Single();

    private static string Line(Step step, string negotiation)
    {
        var line = step.Named(negotiation);
        line["negotiation"] = negotiation;
        return line.ToJsonString() + "\n";
    }

    private async Task<string> StatusAsync(string key)
    {
        var status = (await tracker.Api.StatusAsync(key)).Json.AsObject();
        status.Remove("key");
        return status.ToJsonString();
    }
}
