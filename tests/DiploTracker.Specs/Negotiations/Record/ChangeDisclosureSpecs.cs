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
    public void markings_are_words_of_the_traffic_light_protocol() =>
        Vocabulary<Marking>.Words.ShouldBe("CLEAR, GREEN, AMBER, AMBER+STRICT, RED");
}
