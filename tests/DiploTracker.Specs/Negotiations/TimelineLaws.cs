using CsCheck;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What holds of every timeline, whatever was recorded and in whatever order it arrived.</summary>
public sealed class TimelineLaws
{
    private const int Many = 500;

    public static TheoryData<string> Histories => [.. Replay.Names];

    private static readonly Gen<int[]> Order = Gen.Int[0, 1_000_000].Array[64];

    private static readonly Gen<string> AnyHistory = Gen.OneOf([.. Replay.Names]);

    [Fact]
    public void folding_never_fails_whatever_is_missing_or_out_of_order() =>
        Generated.Facts.Sample(facts => StateOf.Text(Fold(facts)).ShouldNotBeEmpty(), iter: Many);

    [Fact]
    public void nor_on_any_part_of_a_history_in_any_order() =>
        Gen.Select(AnyHistory, Order, Gen.Double[0, 1]).Sample((history, order, part) =>
        {
            var facts = Replay.Of(history).Recorded;
            StateOf.Text(Fold(Shuffled(facts, order).Take((int)(part * facts.Count)))).ShouldNotBeEmpty();
        }, iter: Many);

    [Fact]
    public void one_by_one_or_all_at_once_is_the_same() =>
        Generated.Facts.Sample(facts =>
        {
            var bulk = Timeline.Of(facts);
            var grown = facts.Aggregate(Timeline.Empty, (timeline, fact) => timeline.With(fact));

            Seen(grown).ShouldBe(Seen(bulk));
        }, iter: Many);

    [Fact]
    public void two_facts_with_one_id_are_no_history()
    {
        var facts = Replay.Of(Replay.Names.First()).Recorded;
        var changed = Timeline.Of(facts.Select(fact => fact.Version == 2 ? fact with { Id = facts[0].Id } : fact));
        Should.Throw<InvalidOperationException>(() => changed.Fact(facts[0].Id)).Message.ShouldContain($"{facts[0].Id}");
        Should.Throw<InvalidOperationException>(() => Timeline.Of(facts).With(facts[0]));
    }

    [Fact]
    public void up_to_a_position_it_is_what_was_folded_up_to_there()
    {
        ThreeTimes.Story.WithCorrections.Sample(story =>
        {
            List<Fact> facts = [.. story.Recorded.Select(fact => fact with { Position = 10 * fact.Version })];
            var whole = Timeline.Of(facts);
            for (var count = 0; count <= facts.Count; count++)
            {
                var (part, anew) = (whole.UpTo(10 * count + 5), Timeline.Of(facts.Take(count)));
                Seen(part).ShouldBe(Seen(anew));
                part.Recorded.ShouldBe(anew.Recorded);
                foreach (var fact in anew.Recorded)
                {
                    part.Fact(fact.Id).ShouldBe(fact);
                    part.EventOf(fact).ShouldBe(anew.EventOf(fact));
                    part.BasesOf(fact).ShouldBe(anew.BasesOf(fact));
                    part.Embargo.DisclosureOf(fact).ShouldBe(anew.Embargo.DisclosureOf(fact));
                }
                Seen(part.Embargo.SeenBy(new Audience(Received))).ShouldBe(Seen(anew.Embargo.SeenBy(new Audience(Received))));
                if (count < facts.Count)
                    Seen(part.With(facts[count])).ShouldBe(Seen(anew.With(facts[count])));
            }
        }, iter: 20);
    }

    [Fact]
    public void cut_at_its_end_it_is_not_folded_again()
    {
        var canonical = Replay.Of(Replay.Names.First()).Canonical;
        var whole = Timeline.Of(canonical.Select((entry, index) => entry.Fact with { Version = index + 1, Position = index + 1 }));
        whole.UpTo(whole.Version - 1).Canonical[0].ShouldBeSameAs(whole.Canonical[0]);
    }

    [Fact]
    public void canonical_order_does_not_depend_on_arrival() => Gen.Select(AnyHistory, Order).Sample((history, order) =>
    {
        var told = OneInstantEach(Replay.Of(history));
        var arrived = Shuffled(told, order)
            .Select((fact, index) => fact with { Version = index + 1, Position = index + 1 });
        StateOf.Text(arrived.Aggregate(Timeline.Empty, (timeline, fact) => timeline.With(fact)).Head)
            .ShouldBe(StateOf.Text(Timeline.Of(told).Head), history);
    }, iter: 200);

    [Theory]
    [MemberData(nameof(Histories))]
    public void placed_at_its_instant_a_late_fact_is_accepted_wherever_it_arrives(string history)
    {
        var told = OneInstantEach(Replay.Of(history));
        var placed = 0;

        // Each fact in turn arrives last, unless another rests on it.
        foreach (var late in told)
        {
            List<Fact> others = [.. told.Where(fact => fact != late)];
            var timeline = Timeline.Of(others.Select((fact, index) => fact with { Version = index + 1 }));
            if (!timeline.Decider.HoldsSince(Timeline.Empty))
                continue;

            var decision = timeline.Decider.Decide(late.Event.AsSent(), late.RecordedAt);
            decision.Event.ShouldBe(late.Event, decision.Refusal?.Detail);
            placed++;
        }
        placed.ShouldBePositive();
    }

    [Fact]
    public void what_was_decided_stands_in_a_history_where_every_rule_holds() =>
        Generated.Plain.Array[1, 25].Sample(events =>
        {
            var timeline = Given(Opened.On("2025-01-01")).Timeline;
            foreach (var command in events.Select(@event => @event.AsSent()))
            {
                var decision = timeline.Decider.Decide(command, Received.AddYears(1));
                if (decision.Event is not { } @event)
                    continue;

                timeline = timeline.With(Recorded(@event, timeline.Version + 1, Received.AddYears(1)));
                timeline.Decider.Decide(command, Received.AddYears(1)).ShouldBe(Decision.Nothing);
                timeline.Recorded.ShouldAllBe(fact => !Refused(timeline, fact));
            }
        }, iter: 150);

    [Fact]
    public void decided_again_on_the_state_before_it_an_event_gives_itself() =>
        Generated.Plain.Array[1, 25].Sample(events =>
        {
            var timeline = Given(Opened.On("2025-01-01")).Timeline;
            foreach (var command in events.Select(@event => @event.AsSent()))
                if (timeline.Decider.Decide(command, Received.AddYears(1)).Event is { } @event)
                {
                    timeline.Decider.Decide(@event.AsSent(), Received.AddYears(1)).Event.ShouldBe(@event);
                    timeline = timeline.With(Recorded(@event, timeline.Version + 1, Received.AddYears(1)));
                }
        }, iter: 150);

    [Theory]
    [MemberData(nameof(Histories))]
    public void a_view_knows_the_facts_that_it_shows_and_no_others(string history)
    {
        var timeline = Replay.Of(history);
        var half = timeline.At(new Moment(AsOf: timeline.Canonical[timeline.Canonical.Count / 2].Event.Occurred));

        half.Recorded.ShouldAllBe(fact => half.Fact(fact.Id) == fact);
        timeline.Recorded.Except(half.Recorded).ShouldAllBe(fact => half.Fact(fact.Id) == null);
    }

    private static bool Refused(Timeline timeline, Fact fact) =>
        fact.Event is not RecordEvent && timeline.Decider.DecideInPlaceOf(timeline.Fact(fact.Id)!, fact.Event.AsSent()).Refusal is not null;

    private static Negotiation Fold(IEnumerable<Fact> facts) =>
        facts.Aggregate(Negotiation.None, (state, fact) => fact.Event.Apply(state));

    /// <summary>The facts of a history in canonical order, a minute apart.</summary>
    private static List<Fact> OneInstantEach(Timeline timeline) =>
        [.. timeline.Canonical.Select((entry, index) => entry.Fact with
        {
            Version = index + 1,
            Event = entry.Event with { Occurred = Date(new DateTime(2025, 1, 1).AddMinutes(index).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")) },
        })];

    private static IEnumerable<Fact> Shuffled(IEnumerable<Fact> facts, int[] order) =>
        facts.Select((fact, index) => (fact, Key: order[index % order.Length])).OrderBy(pair => pair.Key)
            .Select(pair => pair.fact);

    private static string Seen(Timeline timeline) =>
        $"{timeline.Version} {string.Join(',', timeline.Canonical.Select(entry => $"{entry.Fact.Version}{(entry.IsRetracted ? "-" : "")}"))} "
        + $"{string.Join(',', timeline.Head.Retracted.Order(StringComparer.Ordinal))} {StateOf.Text(timeline.Head)}";
}
