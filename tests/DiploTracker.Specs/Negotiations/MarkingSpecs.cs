using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What is shown of a thing is marked as the highest of the facts behind it.</summary>
public sealed class MarkingSpecs
{
    private const string Summit = "m-summit";

    [Fact]
    public void without_any_marking_it_is_green() => Given(Agreed).Marked(Summit).ShouldBe(Marking.GREEN);

    [Fact]
    public void one_fact_of_a_thing_marks_that_thing_and_no_other()
    {
        var given = Given([.. Agreed, SummitOnThe15th with { Marking = Marking.AMBER }]);
        given.Marked(Summit).ShouldBe(Marking.AMBER);
        given.Marked("m-other").ShouldBe(Marking.AMBER); // no thing of this negotiation: the highest of all
        given.And(new PositionStated("d-other", "RUS", PositionKind.Demand, [], "No.", [])).Marked("d-other").ShouldBe(Marking.GREEN);
    }

    [Fact]
    public void the_opening_marks_everything_for_its_title_stands_everywhere() =>
        Given([Opened with { Marking = Marking.RED }, SummitProposed]).Marked(Summit).ShouldBe(Marking.RED);

    [Fact]
    public void a_corroboration_marks_what_it_supports() =>
        Given([.. Agreed, new FactCorroborated(Fact(2)) { Marking = Marking.AMBERSTRICT }]).Marked(Summit).ShouldBe(Marking.AMBERSTRICT);

    [Fact]
    public void the_latest_change_of_disclosure_of_a_fact_holds()
    {
        var given = Given([.. Agreed, SummitOnThe15th with { Marking = Marking.AMBER }]).And(new DisclosureChanged(Fact(4).ToString()) { Marking = Marking.CLEAR });
        given.Marked(Summit).ShouldBe(Marking.GREEN); // as its other facts
        given.And(new DisclosureChanged(Fact(2).ToString()) { Marking = Marking.RED }).Marked(Summit).ShouldBe(Marking.RED);
    }

    [Theory]
    [InlineData(Summit)]
    [InlineData("negotiation")]
    public void a_thing_and_the_whole_negotiation_can_be_marked(string what) =>
        Given(Agreed).And(new DisclosureChanged(what) { Marking = Marking.RED }).Marked(Summit).ShouldBe(Marking.RED);
}

internal static class MarkingOfThings
{
    public static Marking Marked(this Specification given, string thing) => given.Timeline.Embargo.MarkingOf([thing]);
}
