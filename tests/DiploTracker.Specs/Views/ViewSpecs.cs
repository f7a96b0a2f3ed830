using CsCheck;
using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>What holds for every view.</summary>
public sealed class ViewSpecs
{
    private static readonly ProjectionCatalogue Catalogue = new();

    /// <summary>Each makes all rows of a view up to sixty times.</summary>
    private const int Cases = 25;

    public static TheoryData<string> Names => [.. Catalogue.All.Select(view => view.Name)];

    [Fact]
    public void every_view_is_found() => Catalogue.All.Select(view => view.Name)
        .ShouldBe(["activity", "agreements", "contacts", "deadlines", "forecasts", "meetings", "mentions", "negotiations", "positions", "proposals", "statements"]);

    [Theory, MemberData(nameof(Names))]
    public void a_row_has_a_value_for_each_column(string name)
    {
        var view = Catalogue.Named(name).ShouldNotBeNull();
        foreach (var history in Negotiations.Replay.Names)
            foreach (var row in Rows(view, Negotiations.Replay.Of(history)))
                row.Values.Length.ShouldBe(view.Columns.Count, $"{history}, {row.Id}");
    }

    [Theory, MemberData(nameof(Names))]
    public void the_histories_give_rows_and_the_same_ones_again(string name)
    {
        var view = Catalogue.Named(name).ShouldNotBeNull();
        foreach (var history in Negotiations.Replay.Names)
            Rows(view, Negotiations.Replay.Of(history)).Select(Values).ShouldBe(Rows(view, Negotiations.Replay.Of(history)).Select(Values));
        Negotiations.Replay.Names.Sum(history => Rows(view, Negotiations.Replay.Of(history)).Count).ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(Names))]
    public void nothing_recorded_gives_nothing(string name) => Rows(Catalogue.Named(name)!, Timeline.Empty).ShouldBeEmpty();

    /// <summary>A row is written again only if the row as the API returns it has changed.</summary>
    [Theory, MemberData(nameof(Names))]
    public void rows_that_the_api_returns_alike_are_alike_in_every_column(string name)
    {
        var view = Catalogue.Named(name)!;
        ThreeTimes.Story.WithCorrections.Sample(story =>
        {
            var seen = new Dictionary<(string, RowFingerprint), string>();
            var timeline = Timeline.Empty;
            foreach (var fact in story.Recorded)
                foreach (var row in Rows(view, timeline = timeline.With(fact)))
                    if (!seen.TryAdd((row.Id, row.Fingerprint), Values(row)))
                        Values(row).ShouldBe(seen[(row.Id, row.Fingerprint)]);
        }, iter: Cases);
    }

    [Fact]
    public void a_row_has_another_fingerprint_if_its_item_or_its_marking_is_another()
    {
        RowFingerprint[] fingerprints = [Of("CLEAR", "{}"), Of("GREEN", "{}"), Of("CLEAR", "{ }")];
        fingerprints.ShouldBeUnique();
        Of("CLEAR", "{}").ShouldBe(fingerprints[0]);

        static RowFingerprint Of(string marking, string item) => new Row("n", "a", marking, System.Text.Encoding.UTF8.GetBytes(item), () => []).Fingerprint;
    }

    private static IReadOnlyList<Row> Rows(Projection view, Timeline timeline) => view.Rows("a-key", new FactIndex(timeline));

    /// <summary>All that a row holds, as one text, so that two can be compared and shown.</summary>
    private static string Values(Row row) => $"{row.Id}: {System.Text.Json.JsonSerializer.Serialize(row.Values)}";
}
