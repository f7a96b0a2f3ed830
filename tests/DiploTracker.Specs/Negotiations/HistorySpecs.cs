using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Real histories, replayed: every value and every refusal that they expect.</summary>
public sealed class HistorySpecs
{
    public static TheoryData<string> Histories => [.. Replay.Names];

    [Fact]
    public void there_are_histories() => Replay.Names.Count.ShouldBeGreaterThanOrEqualTo(3);

    [Theory]
    [MemberData(nameof(Histories))]
    public void every_step_leads_where_the_history_says(string history)
    {
        var refused = 0;
        Replay.Of(history, (step, replay) =>
        {
            ShouldBe(replay.Timeline.Head, step["expect"], $"{history}, step {step["n"]}");
            refused += step["expectError"] is null ? 0 : 1;
        }).Version.ShouldBe(Replay.StepsOf(history).Count() - refused);
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void every_moment_reads_as_the_history_says(string history) => Replay.Of(history, (step, replay) =>
    {
        foreach (var reading in step["readings"]?.AsArray() ?? [])
            ShouldBe(replay.Read(reading!), reading!["expect"], $"{history}, {reading.ToJsonString()}");
    });

    [Theory]
    [MemberData(nameof(Histories))]
    public void canonical_order_and_the_order_of_recording_end_in_the_same_state(string history)
    {
        var timeline = Replay.Of(history);

        // The lists of a status stand in the order in which their items first came up; only that may differ.
        var recorded = timeline.Canonical.OrderBy(entry => entry.Fact.Version).Aggregate(Negotiation.None, (state, entry) => entry.Apply(state));

        InOrder(StateOf.Text(recorded)).ShouldBe(InOrder(StateOf.Text(timeline.Head)));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void sent_once_more_no_step_is_recorded_twice(string history)
    {
        var timeline = Replay.Of(history);

        foreach (var fact in timeline.Recorded)
        {
            var decision = timeline.Decider.Decide(timeline.EventOf(fact).AsSent(), Received);
            (decision.Event, decision.Refusal).ShouldBe((null, null), fact.Event.Describe());
        }
    }

    private static void ShouldBe(Negotiation negotiation, JsonNode? expected, string where)
    {
        foreach (var (key, value) in expected?.AsObject() ?? [])
            ShouldBe(StateOf.Value(negotiation, key), value, $"{where}, {key}");
    }

    private static void ShouldBe(JsonNode? actual, JsonNode? expected, string where)
    {
        if (expected is not JsonObject members)
        {
            (where.EndsWith("/venue", StringComparison.Ordinal) && expected is not null && !((string)expected!).Contains('/')
                ? ((string)actual!).Split('/')[0]
                : actual?.ToJsonString()?.Trim('"')).ShouldBe(expected?.ToJsonString().Trim('"'), where);
            return;
        }

        var present = actual.ShouldNotBeNull(where).AsObject();
        foreach (var (name, value) in members)
        {
            present.ContainsKey(name).ShouldBeTrue($"{where}/{name} is not a value that a state has");
            ShouldBe(present[name], value, $"{where}/{name}");
        }
    }

    private static string InOrder(string json) => Sorted(JsonNode.Parse(json)!).ToJsonString();

    private static JsonNode Sorted(JsonNode node) => node is not JsonObject members
        ? node.DeepClone()
        : new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)Sorted(member.Value))));
}
