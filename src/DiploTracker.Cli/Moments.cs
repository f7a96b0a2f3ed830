using System.CommandLine;
using DiploTracker.Client;

namespace DiploTracker.Cli;

/// <summary>The options that select the moment at which a negotiation is read.</summary>
internal sealed class Moments
{
    private readonly Option<string?> _asOf = new("--as-of")
    {
        Description = "Only what had occurred by then: a day, a moment, or EDTF.",
    };
    private readonly Option<string?> _knownAt = new("--known-at")
    {
        Description = "Only what was recorded by then: now, yesterday noon, 2025-08-07 12:00; of a day its end.",
    };
    private readonly Option<string?> _reportedAt = new("--reported-at")
    {
        Description = "Only what was published by then: a moment, or a day to its end.",
    };

    public IEnumerable<Option> All => [_asOf, _knownAt, _reportedAt];

    public Moment At(ParseResult parsed, Times times)
    {
        var (day, time) = parsed.GetValue(_reportedAt) is { } reported
            ? times.DayOrInstant(reported, _reportedAt.Name)
            : default;
        return new Moment
        {
            AsOf = parsed.GetValue(_asOf) is { } asOf ? times.Edtf(asOf, _asOf.Name) : null,
            KnownAt = parsed.GetValue(_knownAt) is { } known ? times.Instant(known, _knownAt.Name, Times.Edge.End)
                : null,
            ReportedAt = time,
            ReportedOn = day,
        };
    }
}
