using DiploTracker.Kernel;
using DiploTracker.NegotiationHistory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>The facts of a history by type, party and date.</summary>
public sealed class HistoryFilterSpecs
{
    [Theory]
    [InlineData("type", "meeting-scheduled", "m-summit is scheduled for 2025-08-15.")]
    [InlineData("type", "meeting-scheduled.v1", "m-summit is scheduled for 2025-08-15.")]
    [InlineData("party", "UKR", "USA makes a proposal about Ceasefire to RUS and UKR.")]
    public void a_filter_takes_what_has_its_value(string name, string value, string only)
    {
        var taken = Taken((name, value)).Where(text => !text.StartsWith("The record", StringComparison.Ordinal));
        taken.ShouldBe([only]);
    }

    [Theory]
    [InlineData("2025-08-07", "2025-08-07", 4)]
    [InlineData("2025-08-08", null, 1)]
    [InlineData(null, "2025-08-06", 0)]
    [InlineData("2025-08", "2025-09", 5)]
    public void dates_compare_days_with_days(string? from, string? to, int count) =>
        Taken(("from", from), ("to", to)).Count.ShouldBe(count);

    [Theory]
    [InlineData("type", "meeting-scheduling")]
    [InlineData("from", "someday")]
    [InlineData("to", "2025-13")]
    public void what_is_no_value_is_refused(string name, string value) =>
        HistoryFilter.Read(Query((name, value))).Refusal.ShouldNotBeNull();

    [Fact]
    public void an_end_before_the_beginning_is_refused() =>
        HistoryFilter.Read(Query(("from", "2025-08-08"), ("to", "2025-08-07"))).Refusal!.Problem.Code.ShouldBe("malformed");

    private static List<string> Taken(params (string, string?)[] given)
    {
        var timeline = Given([.. Agreed, SummitOnThe15th]).And(CeasefireProposed with { Occurred = Edtf.Of("2025-08-08") }).Timeline;
        var (filter, refusal) = HistoryFilter.Read(Query(given));
        refusal.ShouldBeNull();
        return [.. timeline.Recorded.Where(fact => filter!.Takes(fact, timeline)).Select(fact => fact.Event.Describe())];
    }

    private static QueryCollection Query(params (string Name, string? Value)[] given) => new(
        given.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => new StringValues(one.Value)));
}
