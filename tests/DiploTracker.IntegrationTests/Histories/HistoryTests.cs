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
            status.Json.ShouldMeet(step);
        }
    }

    [Theory, MemberData(nameof(Histories))]
    public async Task a_batch_and_a_stream_end_where_step_by_step_ends(string name)
    {
        var steps = History.Of(name);
        var (single, batch, stream) = (Api.NewKey(), Api.NewKey(), Api.NewKey());
        foreach (var step in steps.Where(Lands))
            (await tracker.Api.PostAsync(
                step.Command == "OpenNegotiation" ? "/api/negotiations" : $"/api/negotiations/{single}/{step.Route}",
                step.Body(single, new Dictionary<int, string>()).ToJsonString())).Status.ShouldBeLessThan(300);

        var landed = await tracker.Api.DoAsync(batch, "commands", new JsonArray([.. steps.Where(Lands).Select(step => step.Named(batch))]).ToJsonString());
        landed.Status.ShouldBe(201, landed.Text);
        landed.Version.ShouldBe(steps.Count(Lands));

        var answers = (await tracker.Api.LinesAsync(string.Concat(steps.Select(step => Line(step, stream))))).Lines;
        answers.Count.ShouldBe(steps.Count);
        foreach (var (step, answer) in steps.Zip(answers))
            ((string?)answer["code"]).ShouldBe(step.ExpectedRefusal, answer.ToJsonString());

        var expected = await StatusAsync(single);
        (await StatusAsync(batch)).ShouldBe(expected);
        (await StatusAsync(stream)).ShouldBe(expected);
    }

    private static bool Lands(Step step) => step.ExpectedRefusal is null;

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
