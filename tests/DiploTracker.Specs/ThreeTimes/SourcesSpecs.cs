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
        Sources.Independent([new Basis { Report = "ab" }, new Basis { Report = "ab", Speaker = "AFP" }]).ShouldBe(1);
}
