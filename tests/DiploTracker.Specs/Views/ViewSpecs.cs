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
    private const int Cases = 25;

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

    /// <summary>The follower makes only the rows anew that a fact may have changed.</summary>
    [Theory, MemberData(nameof(Names))]
    public void a_fact_changes_no_row_but_those_that_the_view_says(string name)
    {
        var view = Catalogue.Named(name)!;
        ThreeTimes.Story.WithCorrections.Sample(story =>
        {
            var (timeline, course, rows) = (Timeline.Empty, new Course(Timeline.Empty), new Dictionary<string, Row>());
            foreach (var fact in story.Recorded)
            {
                var only = view.ChangedSince(timeline.Version, timeline = timeline.With(fact));
                if (!course.GrowTo(timeline))
                    course = new Course(timeline);
                foreach (var gone in rows.Values.Where(row => only.Has(row.Thing)).ToList())
                    rows.Remove(gone.Id);
                foreach (var row in view.Rows("a-key", course, rows, only))
                    rows[row.Id] = row;
                rows.Values.OrderBy(row => row.Id).ShouldBe(view.Rows("a-key", timeline).OrderBy(row => row.Id), fact.Event.Describe());
            }
        }, iter: Cases);
    }

    [Theory, MemberData(nameof(Names))]
    public void of_the_histories_no_view_makes_all_its_rows_anew_at_every_fact(string name)
    {
        var view = Catalogue.Named(name)!;
        Negotiations.Replay.Names.SelectMany(Changes).ShouldContain(only => !only.IsAll);
        Negotiations.Replay.Names.SelectMany(Changes).ShouldContain(only => only.IsAll);

        IEnumerable<Only> Changes(string history)
        {
            var timeline = Timeline.Empty;
            foreach (var fact in Negotiations.Replay.Of(history).Recorded)
                yield return view.ChangedSince(timeline.Version, timeline = timeline.With(fact));
        }
    }

    [Fact]
    public void a_counter_proposal_changes_the_meeting_whose_invitation_it_counters() => Catalogue.Named("meetings")!
        .ChangedSince(2, Given(Opened, SummitProposed, new ProposalMade("p-other", ["RUS"], ["USA"], "Meeting", null, Formality.Formal, "m-summit", null)).Timeline)
        .Has("m-summit").ShouldBeTrue();

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
