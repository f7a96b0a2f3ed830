using DiploTracker.Kernel;
using DiploTracker.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Live;

/// <summary>Which events pass, as a reader asks for them.</summary>
public sealed class FeedFilterSpecs
{
    [Theory]
    [InlineData("", true)]
    [InlineData("negotiation=talks-2025", true)]
    [InlineData("negotiation=other-talks", false)]
    [InlineData("negotiation=other-talks,talks-2025", true)]
    [InlineData("type=phase-entered.v1", true)]
    [InlineData("type=phase-entered", true)]
    [InlineData("type=meeting-scheduled", false)]
    [InlineData("party=RUS", true)]
    [InlineData("party=CHN,USA", true)]
    [InlineData("party=CHN", false)]
    [InlineData("party=RUS&type=meeting-scheduled", false)]
    public void an_event_passes_when_all_that_is_given_holds(string query, bool passes) =>
        Read(query).Filter!.Takes(FeedRingSpecs.Entry(1, size: 1, "talks-2025", "phase-entered.v1", "USA", "RUS")).ShouldBe(passes);

    [Theory]
    [InlineData("negotation=talks-2025", "there is no such filter")]
    [InlineData("type=phase", "no type of event")]
    [InlineData("negotiation=Talks", "no key")]
    public void what_can_be_no_filter_is_refused(string query, string because) => Read(query).Refusal!.Detail.ShouldContain(because);

    [Fact]
    public void whom_an_event_concerns_is_asked_only_for_a_party()
    {
        var entry = FeedRingSpecs.Entry(1, size: 1) with { Concerned = null };
        Read("type=phase-entered").Filter!.CanJudge(entry).ShouldBeTrue();
        Read("party=RUS").Filter!.CanJudge(entry).ShouldBeFalse();
    }

    private static (FeedFilter? Filter, Refusal? Refusal) Read(string query) => FeedFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
