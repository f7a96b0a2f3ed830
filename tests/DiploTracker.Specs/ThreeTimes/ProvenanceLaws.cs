using System.Text.Json.Nodes;
using CsCheck;
using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Specs.Negotiations;
using DiploTracker.Statuses;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>Each value of a status is explained by the fact that made it so, and a difference is all that parts two statuses.</summary>
public sealed class ProvenanceLaws
{
    private const int Many = 100;

    public static TheoryData<string> Histories => [.. Replay.Names];

    [Theory]
    [MemberData(nameof(Histories))]
    public void each_value_is_explained_by_the_fact_after_which_it_stood_so(string history) => Explained(Replay.Of(history));

    [Fact]
    public void so_in_generated_ones() => Story.WithCorrections.Sample(Explained, iter: Many);

    private static void Explained(Timeline timeline)
    {
        var provenance = Provenance.Of(timeline);
        var explained = provenance.Explain(timeline);
        var values = new Dictionary<Guid, Dictionary<string, JsonNode?>>(); // of the states after those facts
        foreach (var (path, value) in Values(timeline.Head))
        {
            provenance.Of(path).ShouldNotBeEmpty(path);
            var setter = provenance.Of(path)[^1];
            if (!values.TryGetValue(setter.Fact.Id, out var after))
                values[setter.Fact.Id] = after = Values(setter.After);
            after.TryGetValue(path, out var then).ShouldBeTrue(path);
            JsonNode.DeepEquals(then, value).ShouldBeTrue($"{path}: {then} and not {value} after {setter.Event.Describe()}");
            explained[path].Fact.ShouldBe(setter.Fact.Id, path);
        }
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void the_differences_put_upon_the_first_status_give_the_second(string history) => Differs(Replay.Of(history), 0);

    [Fact]
    public void so_do_those_of_generated_ones() => Gen.Select(Story.WithCorrections, Gen.Int[0, 1_000]).Sample(Differs, iter: Many);

    private static void Differs(Timeline timeline, int which)
    {
        var recorded = timeline.Recorded.Select(fact => fact.RecordedAt).ToList();
        var dates = timeline.Canonical.Select(entry => entry.Event.Occurred).ToList();
        for (var index = 0; index < recorded.Count; index += 4)
        {
            var other = (index + which) % recorded.Count;
            Applies(timeline.At(new Moment(KnownAt: recorded[index])), timeline.At(new Moment(KnownAt: recorded[^(1 + other)])), recorded[index]);
            Applies(timeline.At(new Moment(ReportedAt: EdtfBound.Of(recorded[index]))), timeline.At(new Moment(ReportedAt: EdtfBound.Of(recorded[other]))), recorded[index]);
            Applies(timeline.At(new Moment(AsOf: dates[index % dates.Count])), timeline.At(new Moment(AsOf: dates[other % dates.Count])), null);
        }
    }

    private static void Applies(Timeline before, Timeline after, DateTimeOffset? from)
    {
        var values = Values(before.Head);
        foreach (var change in new Comparison(before, after, from is { } moment ? EdtfBound.Of(moment) : null).Changes())
        {
            change.Facts.ShouldNotBeEmpty(change.Text);
            foreach (var (path, old) in StatusValues.Values(change.Path, change.Before))
                JsonNode.DeepEquals(values.GetValueOrDefault(path), old).ShouldBeTrue(path);
            foreach (var path in values.Keys.Where(path => path == change.Path || path.StartsWith($"{change.Path}/", StringComparison.Ordinal)).ToList())
                values.Remove(path);
            if (change.After is not null)
                foreach (var (path, value) in StatusValues.Values(change.Path, change.After))
                    values[path] = value;
        }
        Text(values).ShouldBe(Text(Values(after.Head)));
    }

    private static Dictionary<string, JsonNode?> Values(Negotiation negotiation) => StatusValues.Things(negotiation)
        .SelectMany(thing => StatusValues.Values(thing.Key, thing.Value)).ToDictionary(value => value.Path, value => value.Value);

    // A status says nothing in two ways, null and an empty list; to a reader they are the same.
    private static string Text(Dictionary<string, JsonNode?> values) => string.Join('\n', values
        .Where(value => value.Value is not (null or JsonArray { Count: 0 }))
        .OrderBy(value => value.Key, StringComparer.Ordinal)
        .Select(value => $"{value.Key} = {value.Value!.ToJsonString()}"));
}
