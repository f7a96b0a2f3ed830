using CsCheck;
using DiploTracker.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>What holds for every view.</summary>
public sealed class ViewSpecs
{
    private static readonly ViewCatalogue Catalogue = new();

    /// <summary>Each makes all rows of a view up to sixty times.</summary>
    private const int Cases = 30;

    public static TheoryData<string> Names => [.. Catalogue.All.Select(view => view.Name)];

    [Fact]
    public void every_view_is_found() => Catalogue.All.Select(view => view.Name)
        .ShouldBe(["activity", "agreements", "contacts", "deadlines", "forecasts", "meetings", "positions", "proposals", "statements"]);

    [Theory, MemberData(nameof(Names))]
    public void a_row_has_a_value_for_each_column(string name)
    {
        var view = Catalogue.Named(name).ShouldNotBeNull();
        foreach (var history in Negotiations.Replay.Names)
            foreach (var row in view.Rows("a-key", Negotiations.Replay.Of(history)))
                row.Values.Length.ShouldBe(view.Columns.Count, $"{history}, {row.Id}");
    }

    [Theory, MemberData(nameof(Names))]
    public void the_histories_give_rows_and_the_same_ones_again(string name)
    {
        var view = Catalogue.Named(name).ShouldNotBeNull();
        foreach (var history in Negotiations.Replay.Names)
            view.Rows("a-key", Negotiations.Replay.Of(history)).ShouldBe(view.Rows("a-key", Negotiations.Replay.Of(history)));
        Negotiations.Replay.Names.Sum(history => view.Rows("a-key", Negotiations.Replay.Of(history)).Count).ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(Names))]
    public void nothing_recorded_gives_nothing(string name) => Catalogue.Named(name)!.Rows("a-key", Timeline.Empty).ShouldBeEmpty();

    /// <summary>The follower does not look again at a view when all that came is nothing to it.</summary>
    [Theory, MemberData(nameof(Names))]
    public void a_fact_that_is_nothing_to_a_view_changes_no_row_of_it(string name)
    {
        var view = Catalogue.Named(name)!;
        ThreeTimes.Story.WithCorrections.Sample(story =>
        {
            var timeline = Timeline.Empty;
            foreach (var fact in story.Recorded)
            {
                var after = timeline.With(fact);
                if (!view.Concerns(fact.Event, after.Head))
                    view.Rows("a-key", after).ShouldBe(view.Rows("a-key", timeline), fact.Event.Describe());
                timeline = after;
            }
        }, iter: Cases);
    }

    [Theory, MemberData(nameof(Names))]
    public void every_view_leaves_out_something_and_nothing_of_the_process(string name)
    {
        var view = Catalogue.Named(name)!;
        var facts = Negotiations.Replay.Names.SelectMany(history => Negotiations.Replay.Of(history) is var timeline
            ? timeline.Recorded.Select(fact => (fact.Event, timeline.Head)) : []).ToList();
        facts.ShouldContain(fact => !view.Concerns(fact.Event, fact.Head));
        facts.Where(fact => Subjects.Of(fact.Event) is null).ShouldAllBe(fact => view.Concerns(fact.Event, fact.Head));
    }

    [Fact]
    public void rows_compare_by_their_values()
    {
        var row = new Row("a", "b", [1, null, new[] { "x", "y" }]);
        row.ShouldBe(new Row("a", "b", [1, null, new[] { "x", "y" }]));
        row.ShouldNotBe(new Row("a", "b", [1, null, new[] { "x", "z" }]));
        row.ShouldNotBe(new Row("a", "b", [1, 2, new[] { "x", "y" }]));
        row.ShouldNotBe(new Row("a", "c", [1, null, new[] { "x", "y" }]));
    }
}
