using CsCheck;
using DiploTracker.Kernel;
using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>What holds for every view.</summary>
public sealed class ViewSpecs
{
    private static readonly ProjectionCatalogue Catalogue = new();

    /// <summary>Each makes all rows of all views up to sixty times.</summary>
    private const int Cases = 25;

    public static TheoryData<string> Histories => [.. Negotiations.Replay.Names];

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
    [Fact]
    public void rows_that_the_api_returns_alike_are_alike_in_every_column() => ThreeTimes.Story.WithCorrections.Sample(story =>
    {
        var seen = new Dictionary<(string, string, RowFingerprint), string>();
        foreach (var (_, timeline) in Steps(story, atATime: 1))
        {
            var all = new FactIndex(timeline);
            foreach (var view in Catalogue.All)
                foreach (var row in view.Rows("a-key", all))
                    if (!seen.TryAdd((view.Name, row.Id, row.Fingerprint), Values(row)))
                        Values(row).ShouldBe(seen[(view.Name, row.Id, row.Fingerprint)], view.Name);
        }
    }, iter: Cases);

    /// <summary>A step computes only the rows that the newer facts may have changed.</summary>
    [Theory, MemberData(nameof(Histories))]
    public void newer_facts_change_no_row_outside_their_scope(string history) => ChangesOnlyItsScope(Negotiations.Replay.Of(history), atATime: 1);

    [Fact]
    public void nor_do_they_in_generated_histories() =>
        Gen.Select(ThreeTimes.Told.Generated, Gen.Int[1, 3]).Sample((told, atATime) => ChangesOnlyItsScope(Recorded(told), atATime), iter: Cases);

    [Fact]
    public void nor_in_those_with_corrections() =>
        Gen.Select(ThreeTimes.Story.WithCorrections, Gen.Int[1, 3]).Sample(ChangesOnlyItsScope, iter: Cases);

    [Fact]
    public void a_step_of_a_history_has_a_scope_except_where_its_facts_are_late_or_change_all_rows()
    {
        foreach (var history in Negotiations.Replay.Names)
            Steps(Negotiations.Replay.Of(history), atATime: 1).Select(step => RowScope.Since(step.Before, step.After))
                .ShouldContain(scope => !scope.IsAll, history);
        Scope(Opened, SummitProposed, new PhaseEntered(Phase.Negotiation, null)).Things.ShouldBeEmpty();
        Scope(Opened, SummitProposed, new PartyJoined("CHN", "Observer")).IsAll.ShouldBeTrue();
        Scope(Opened, SummitProposed with { Marking = Marking.AMBER }).IsAll.ShouldBeTrue();
        Scope(Opened, SummitProposed.On("2025-08-01"), new PhaseEntered(Phase.Negotiation, null).On("2025-07-30")).IsAll.ShouldBeTrue();

        static RowScope Scope(params DomainEvent[] facts) => RowScope.Since(facts.Length - 1, Given(facts).Timeline);
    }

    [Fact]
    public void what_is_linked_with_a_changed_thing_is_in_scope()
    {
        DomainEvent[] before = [Opened, SummitProposed, new ProposalMade("p-1", ["RUS"], ["USA"], "Meeting", null, Formality.Formal, null, null)];
        var counter = new ProposalMade("p-2", ["USA"], ["RUS"], "Meeting", null, Formality.Formal, "p-1", null);
        Scope([.. before, counter]).ShouldBe(["p-1", "p-2"], ignoreOrder: true);
        Scope([.. before, counter, new ProposalAnswered("p-2", "RUS", Answer.Accepted, [])]).ShouldBe(["p-1", "p-2"], ignoreOrder: true);

        // What was linked with it before still shows it.
        DomainEvent[] contingent =
        [
            Opened, Stage("a-1", []), Stage("a-2", ["a-1"]),
            new PositionStated("d-1", "RUS", PositionKind.Precondition, [], null, ["a-1"]),
        ];
        Scope([.. contingent, Stage("a-2", [])]).ShouldBe(["a-1", "a-2", "d-1"], ignoreOrder: true);

        static AgreementStageReached Stage(string id, EquatableArray<string> contingentOn) =>
            new(id, AgreementStage.Announced, "Treaty", Effective: null, contingentOn, ["RUS", "USA"]);

        static IEnumerable<string> Scope(DomainEvent[] facts) => RowScope.Since(facts.Length - 1, Given(facts).Timeline).Things!;
    }

    private static void ChangesOnlyItsScope(Timeline whole, int atATime)
    {
        var rows = Catalogue.All.ToDictionary(view => view, _ => new Dictionary<string, Row>());
        foreach (var (before, after) in Steps(whole, atATime))
        {
            var (course, all) = (new FactIndex(after, RowScope.Since(before, after)), new FactIndex(after));
            foreach (var (view, kept) in rows)
            {
                var things = view.Things(course);
                foreach (var gone in kept.Values.Where(row => things?.Contains(ThingOf(view, row)) != false).ToList())
                    kept.Remove(gone.Id);
                foreach (var row in view.Rows("a-key", course))
                    kept[row.Id] = row;
                kept.Values.OrderBy(row => row.Id).Select(Values)
                    .ShouldBe(view.Rows("a-key", all).OrderBy(row => row.Id).Select(Values), $"{view.Name}: {after.Recorded[^1].Event.Describe()}");
            }
        }
    }

    private static IEnumerable<(long Before, Timeline After)> Steps(Timeline whole, int atATime)
    {
        var timeline = Timeline.Empty;
        foreach (var step in whole.Recorded.Chunk(atATime))
            yield return (timeline.Version, timeline = step.Aggregate(timeline, (before, fact) => before.With(fact)));
    }

    private static Timeline Recorded(Command[] told)
    {
        var tracker = new ThreeTimes.DryTracker();
        foreach (var command in told)
            tracker.Send(command);
        return tracker.Timeline;
    }

    /// <summary>The thing of a stored row, from the column that the view names.</summary>
    private static string ThingOf(Projection view, Row row) => view.Thing["t.".Length..] is var column && column == "id"
        ? row.Id
        : (string)row.Values[view.Columns.Index().Single(one => one.Item.Name == column).Index]!;

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
