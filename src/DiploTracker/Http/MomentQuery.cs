using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Http;

/// <summary>
/// <c>asKnownAt</c>, <c>asReportedAt</c> and <c>asOf</c>, the parameters of every read of one negotiation.
/// </summary>
internal static class MomentQuery
{
    [Refuses("malformed", "edtf-invalid")]
    [TakesQuery("asKnownAt", "Only what the tracker had recorded by then (RFC 3339 with offset).", Type = typeof(DateTimeOffset))]
    [TakesQuery(
        "asReportedAt", "Only what had been published by then: a time (RFC 3339 with offset), or the end of a day.")]
    [TakesQuery("asOf", "Only what had occurred by then.", Type = typeof(Edtf))]
    public static (Moment? Moment, Refusal? Refusal) Read(IQueryCollection query)
    {
        var (knownAt, badKnown) = Given(query, "asKnownAt");
        var (reportedAt, badReported) = query.TryGetValue("asReportedAt", out var reported)
            ? TimeOrDay("asReportedAt", reported.ToString())
            : (null, null);
        var asOf = query.TryGetValue("asOf", out var text) ? Edtf.Of(text.ToString()) : null;
        var badAsOf = asOf is { Error: not null } ? Refusals.EdtfInvalid("asOf", asOf) : null;
        return (badKnown ?? badReported ?? badAsOf) is { } refusal ? (null, refusal) : (new Moment(knownAt, reportedAt, asOf), null);
    }

    // A moment that is present but empty, as from a variable that is not set, does not mean now.
    private static (DateTimeOffset? Time, Refusal? Refusal) Given(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var text) ? Time(name, text.ToString()) : (null, null);

    /// <summary>A time in the format of RFC 3339, or a day.</summary>
    public static (EdtfBound? Moment, Refusal? Refusal) TimeOrDay(string name, string text) =>
        Edtf.Of(text) is { Error: null, First: { Instant: null } first, Precision: Precision.Day } day
            && first == day.Last ? (first, null)
        : Time(name, text) is ({ } time, null) ? (EdtfBound.Of(time), null)
        : (null, Refusals.Malformed(
            name,
            $"a day (2025-08-07), or a time with its offset as RFC 3339 writes it (2025-08-07T12:00:00+03:00), "
            + $"is expected, not '{text}'"));

    /// <summary>A time in the format of RFC 3339.</summary>
    public static (DateTimeOffset? Time, Refusal? Refusal) Time(string name, string text)
    {
        // A plus sign that was not escaped arrives as a space.
        return Rfc3339JsonConverter.TryParse(text.Replace(' ', '+'), out var time)
            ? (time, null)
            : (null, Refusals.Malformed(name, $"a time with its offset is expected, as RFC 3339 writes it (2025-08-07T12:00:00+03:00), not '{text}'"));
    }

    /// <summary>A refusal if there is no such axis of time.</summary>
    public static Refusal? Axis(string axis) => axis is "known" or "reported" or "occurred"
        ? null
        : Refusals.Malformed("axis", $"known, reported or occurred is expected, not '{axis}'");

    /// <summary>A moment on one axis of time: <c>known</c>, <c>reported</c> or <c>occurred</c>.</summary>
    public static (Moment? Moment, Refusal? Refusal) On(string axis, string name, string text) => axis switch
    {
        "occurred" when Edtf.Of(text) is { Error: not null } date => (null, Refusals.EdtfInvalid(name, date)),
        "occurred" => (new Moment(AsOf: Edtf.Of(text)), null),
        _ when Axis(axis) is { } unknown => (null, unknown),
        "known" => Time(name, text) switch
        {
            { Refusal: { } malformed } => (null, malformed),
            { Time: var time } => (new Moment(KnownAt: time), null),
        },
        _ => TimeOrDay(name, text) switch
        {
            { Refusal: { } malformed } => (null, malformed),
            { Moment: var moment } => (new Moment(ReportedAt: moment), null),
        },
    };
}
