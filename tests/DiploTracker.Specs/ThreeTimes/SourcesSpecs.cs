using DiploTracker.Statuses;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>Sources are independent when speaker and publisher differ; agencies quoting one another count once.</summary>
public sealed class SourcesSpecs
{
    private static readonly Basis UshakovInTass = new() { Speaker = "RUS.Ushakov", Via = ["TASS"] };

    [Fact]
    public void nobody_is_no_source() => Sources.Independent([]).ShouldBe(0);

    [Fact]
    public void one_is_one() => Sources.Independent([UshakovInTass]).ShouldBe(1);

    [Fact]
    public void another_speaker_in_another_paper_is_another_source() =>
        Sources.Independent([UshakovInTass, new Basis { Speaker = "USA.Witkoff", Via = ["AP"] }]).ShouldBe(2);

    [Fact]
    public void one_speaker_in_two_papers_is_one_source() =>
        Sources.Independent([UshakovInTass, new Basis { Speaker = "RUS.Ushakov", Via = ["Interfax"] }]).ShouldBe(1);

    [Fact]
    public void two_speakers_in_one_paper_are_one_source() =>
        Sources.Independent([UshakovInTass, new Basis { Speaker = "RUS.Peskov", Via = ["TASS"] }]).ShouldBe(1);

    [Fact]
    public void an_agency_that_speaks_and_one_that_quotes_it_are_one_source() =>
        Sources.Independent([new Basis { Speaker = "AFP" }, new Basis { Speaker = "Reuters", Via = ["AFP"] }]).ShouldBe(1);

    [Fact]
    public void who_joins_two_makes_them_one() =>
        Sources.Independent([UshakovInTass, new Basis { Speaker = "USA.Witkoff", Via = ["AP"] }, new Basis { Via = ["AP", "TASS"] }]).ShouldBe(1);

    [Fact]
    public void the_same_report_is_the_same_source() =>
        Sources.Independent([new Basis { Report = "ab", Speaker = "Reuters" }, new Basis { Report = "ab", Speaker = "AFP" }]).ShouldBe(1);

    [Theory]
    [InlineData("tass")]
    [InlineData(" Tass ")]
    [InlineData("ＴＡＳＳ")]
    [InlineData("TA\u00ADSS")]
    public void one_paper_is_one_however_it_is_spelt(string spelt) =>
        Sources.Independent([new Basis { Speaker = "RUS.Peskov", Via = ["TASS"] }, new Basis { Speaker = "USA.Witkoff", Via = [spelt] }]).ShouldBe(1);

    [Theory]
    [InlineData("Ushakov")]
    [InlineData("rus.ushakov")]
    [InlineData("BLR.Ushakov")]
    public void a_speaker_is_the_same_person_with_and_without_a_party(string speaker) =>
        Sources.Independent([UshakovInTass, new Basis { Speaker = speaker, Via = ["AP"] }]).ShouldBe(1);

    [Fact]
    public void a_basis_that_names_nobody_adds_nothing()
    {
        Sources.Independent([new Basis(), new Basis { Via = [" "], Reliability = Reliability.A }]).ShouldBe(0);
        Sources.Independent([new Basis(), UshakovInTass, new Basis()]).ShouldBe(1);
        Sources.Independent([UshakovInTass, new Basis { Report = "ab" }, new Basis { Report = "cd" }]).ShouldBe(1);
    }
}
