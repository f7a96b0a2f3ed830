using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class ChangeDisclosureSpecs
{
    private static readonly DateTimeOffset Until = DateTimeOffset.Parse("2025-08-15T00:00:00+03:00");

    [Fact]
    public void who_may_see_a_fact_changes() =>
        Given(Opened, SummitProposed)
            .When(new ChangeDisclosure(Fact(2).ToString()) { Marking = Marking.AMBERSTRICT, EmbargoUntil = Until })
            .Then(new DisclosureChanged(Fact(2).ToString()) { Marking = Marking.AMBERSTRICT, EmbargoUntil = Until, Occurred = Date("2025-08-20") })
            .AndAgain();

    [Theory]
    [InlineData("m-summit")]
    [InlineData("negotiation")]
    public void or_something_in_the_negotiation_or_all_of_it(string what) =>
        Given(Opened, SummitProposed).When(new ChangeDisclosure(what) { Marking = Marking.RED })
            .Then(new DisclosureChanged(what));

    [Theory]
    [InlineData("m-other")]
    [InlineData("00000000-0000-0000-0000-000000000009")]
    public void what_is_marked_is_known(string what) =>
        Given(Opened, SummitProposed).When(new ChangeDisclosure(what) { Marking = Marking.RED })
            .ThenRefused("about-unknown");

    [Fact]
    public void a_marking_is_named_and_known()
    {
        Given(Opened, SummitProposed).When(new ChangeDisclosure("m-summit")).ThenRefused("malformed");
        Given(Opened, SummitProposed).When(new ChangeDisclosure("m-summit") { Marking = new Word<Marking>("PINK") })
            .ThenRefused("marking-unknown");
    }

    [Fact]
    public void what_is_red_may_name_who_it_is_for()
    {
        var given = Given(Opened, SummitProposed);
        given.When(new ChangeDisclosure("m-summit", "a leak") { Marking = Marking.RED, Recipients = ["alice", "desk"] })
            .Then(new DisclosureChanged("m-summit", "a leak") { Marking = Marking.RED, Recipients = ["alice", "desk"], Occurred = Date("2025-08-20") }).AndAgain();
        new DisclosureChanged("m-summit") { Marking = Marking.RED }.Describe().ShouldBe("m-summit is marked RED, for its recorder and the editors only from now on.");
        given.When(new ChangeDisclosure("m-summit") { Recipients = ["alice"] }).Then(new DisclosureChanged("m-summit"));
        given.When(new ChangeDisclosure("m-summit") { Marking = Marking.AMBER, Recipients = ["alice"] }).ThenRefused("malformed");
        given.When(new ChangeDisclosure("m-summit") { Marking = Marking.RED, Recipients = [" "] }).ThenRefused("malformed");
    }

    [Fact]
    public void any_fact_may_be_marked_in_part_and_for_some()
    {
        var parts = new MarkedParts([new(FactPart.Quote, Marking.RED)]);
        var said = new RecordStatement("s-said", "USA", StatementKind.Claim, "soon") { Marking = Marking.AMBER, Recipients = ["alice"], MarkedParts = parts };
        var given = Given(Opened).When(said).AndAgain().After();

        given.Timeline.Recorded[1].Event.ShouldSatisfyAllConditions(
            told => told.Recipients.ShouldBe(["alice"]), told => told.MarkedParts.ShouldBe(parts), told => told.Standing().MarkedParts.ShouldBe(parts));
        var shown = NegotiationHistory.HistoryItem.Of(given.Timeline.Recorded[1], given.Timeline);
        (shown.Marking, shown.Recipients!.Value, shown.MarkedParts).ShouldBe(("AMBER", ["alice"], parts));
        given.Marked("s-said").ShouldBe(Marking.RED);
        Given(Opened).When(said with { Marking = null, MarkedParts = null }).ThenRefused("malformed");
    }

    [Fact]
    public void history_says_for_whom_red_is()
    {
        Shown(Marking.RED).ShouldBe("[]"); // for its recorder and the editors only
        Shown(Marking.AMBER).ShouldBe("absent");

        static string Shown(Marking marking)
        {
            var timeline = Given(Opened with { Marking = marking }).Timeline;
            var item = System.Text.Json.JsonSerializer.SerializeToNode(NegotiationHistory.HistoryItem.Of(timeline.Recorded[0], timeline), Http.Json.Options)!;
            return item["recipients"]?.ToJsonString() ?? "absent";
        }
    }

    [Theory]
    [InlineData("""{"phase":"Agreement","markedParts":{"voice":"AMBER"}}""", "part-unknown")]
    [InlineData("""{"phase":"Agreement","markedParts":{"quote":"PINK"}}""", "marking-unknown")]
    public void parts_and_their_markings_are_known(string json, string code)
    {
        var (command, refusal) = CommandJson.Read(typeof(EnterPhase), System.Text.Encoding.UTF8.GetBytes(json));
        refusal.ShouldBeNull();
        Given(Opened).When(command!).ThenRefused(code);
    }

    [Theory]
    [InlineData("""{"phase":"Agreement","markedParts":["quote"]}""")]
    [InlineData("""{"phase":"Agreement","markedParts":{"quote":1}}""")]
    [InlineData("""{"phase":"Agreement","markedParts":{"quote":"RED","quote":"AMBER"}}""")]
    public void and_well_formed(string json) =>
        CommandJson.Read(typeof(EnterPhase), System.Text.Encoding.UTF8.GetBytes(json)).Refusal!.Code.ShouldBe("malformed");

    [Fact]
    public void what_a_change_leaves_out_stays()
    {
        var parts = new MarkedParts([new(FactPart.Place, Marking.RED)]);
        var red = Given([.. Agreed, SummitOnThe15th with { Marking = Marking.RED, Recipients = ["alice"], EmbargoUntil = Until, MarkedParts = parts }]);
        var fact = Fact(4).ToString();

        Disclosure(new DisclosureChanged(fact) { Recipients = ["bob"] }).ShouldBe((Marking.RED, Until, ["bob"], parts));
        Disclosure(new DisclosureChanged(fact) { MarkedParts = new([]) }).ShouldBe((Marking.RED, Until, ["alice"], new MarkedParts([])));
        Disclosure(new DisclosureChanged(fact) { EmbargoUntil = Until.AddDays(1) }).ShouldBe((Marking.RED, Until.AddDays(1), ["alice"], parts));
        Disclosure(new DisclosureChanged(fact) { Marking = Marking.AMBER }).ShouldBe((Marking.AMBER, null, [], parts));
        Disclosure(new DisclosureChanged(fact) { Marking = Marking.AMBER }, new DisclosureChanged(fact) { EmbargoUntil = Until })
            .ShouldBe((Marking.AMBER, Until, [], parts));
        Disclosure(new DisclosureChanged(fact) { Recipients = ["bob"] }, new DisclosureChanged(fact) { Recipients = [] }).ShouldBe((Marking.RED, Until, [], parts));

        (Marking?, DateTimeOffset?, EquatableArray<string>, MarkedParts?) Disclosure(params DisclosureChanged[] changes)
        {
            var timeline = changes.Aggregate(red, (given, change) => given.And(change)).Timeline;
            var (marking, until, recipients, marked, _) = timeline.Embargo.DisclosureOf(timeline.Recorded[3]);
            timeline.Embargo.EmbargoOf(timeline.Recorded[3]).ShouldBe(until);
            return (marking, until, recipients, marked);
        }
    }

    [Fact]
    public void what_was_said_before_another_change_can_be_said_again()
    {
        var red = new ChangeDisclosure("m-summit") { Marking = Marking.RED };
        var lowered = Given(Opened, SummitProposed).When(red).After().When(new ChangeDisclosure("m-summit") { Marking = Marking.CLEAR }).After();
        lowered.When(red).Then(new DisclosureChanged("m-summit")).AndAgain().After().Marked("m-summit").ShouldBe(Marking.RED);
    }

    [Fact]
    public void markings_are_words_of_the_traffic_light_protocol() =>
        Vocabulary<Marking>.Words.ShouldBe("CLEAR, GREEN, AMBER, AMBER+STRICT, RED");
}
