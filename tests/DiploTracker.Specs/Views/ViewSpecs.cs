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
        .ShouldBe(["activity", "agreements", "contacts", "deadlines", "forecasts", "meetings", "mentions", "positions", "proposals", "statements"]);

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

    /// <summary>The follower makes only the rows anew that a fact may have changed.</summary>
    [Theory, MemberData(nameof(Names))]
    public void a_fact_changes_no_row_but_those_that_the_view_says(string name)
    {
        var view = Catalogue.Named(name)!;
        ThreeTimes.Story.WithCorrections.Sample(story =>
        {
            var (timeline, course, rows) = (Timeline.Empty, new FactIndex(Timeline.Empty), new Dictionary<string, Row>());
            foreach (var fact in story.Recorded)
            {
                var only = view.ChangedSince(timeline.Version, timeline = timeline.With(fact));
                if (!course.GrowTo(timeline))
                    course = new FactIndex(timeline);
                foreach (var gone in rows.Values.Where(row => only.Has(row.Thing)).ToList())
                    rows.Remove(gone.Id);
                foreach (var row in view.Rows("a-key", course, only))
                    rows[row.Id] = row;
                rows.Values.OrderBy(row => row.Id).Select(Values).ShouldBe(Rows(view, timeline).OrderBy(row => row.Id).Select(Values), fact.Event.Describe());
            }
        }, iter: Cases);
    }

    [Theory, MemberData(nameof(Names))]
    public void of_the_histories_no_view_makes_all_its_rows_anew_at_every_fact(string name)
    {
        var view = Catalogue.Named(name)!;
        Negotiations.Replay.Names.SelectMany(Changes).ShouldContain(only => !only.IsAll);
        Negotiations.Replay.Names.SelectMany(Changes).ShouldContain(only => only.IsAll);

        IEnumerable<RowScope> Changes(string history)
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

    private static readonly object?[][] OtherValues =
    [
        [2, null, new[] { "x", "y" }, "z"], [1, 1, new[] { "x", "y" }, "z"], [1, null, new[] { "xy" }, "z"], [1, null, new[] { "x", "y", "z" }],
        [1, null, new[] { "x", "z" }, "z"], [1, "", new[] { "x", "y" }, "z"], [true, null, Array.Empty<string>(), "z"], [1, new DateOnly(2025, 8, 15)],
        [1, new DateTime(2025, 8, 15)], [1, 0.5], [1, false],
    ];

    [Fact]
    public void rows_with_the_same_values_have_one_fingerprint_and_all_others_another()
    {
        object?[] values = [1, null, new[] { "x", "y" }, "z"];
        object?[] same = [1, null, new[] { "x", "y" }, new string('z', 1)];
        Fingerprint(same).ShouldBe(Fingerprint(values));
        OtherValues.Select(Fingerprint).Append(Fingerprint(values)).ShouldBeUnique();

        static UInt128 Fingerprint(object?[] values) => new Row("n", "a", "a", values).Fingerprint;
    }

    [Fact]
    public void what_no_column_holds_has_no_fingerprint() =>
        Should.Throw<InvalidOperationException>(() => new Row("n", "a", "a", [TimeSpan.Zero]).Fingerprint);

    private static IReadOnlyList<Row> Rows(Projection view, Timeline timeline) => view.Rows("a-key", new FactIndex(timeline));

    /// <summary>All that a row holds, as one text, so that two can be compared and shown.</summary>
    private static string Values(Row row) => $"{row.Id} of {row.Thing}: {System.Text.Json.JsonSerializer.Serialize(row.Values)}";
}
