using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using DiploTracker.Client;

namespace DiploTracker.Cli;

/// <summary>The options that select the moment at which a negotiation is read.</summary>
internal sealed partial class Moments
{
    private readonly Option<string?> _asOf = new("--as-of") { Description = "Only what had occurred by then (EDTF)." };
    private readonly Option<string?> _knownAt = new("--known-at")
    {
        Description = "Only what was recorded by then (RFC 3339).",
    };
    private readonly Option<string?> _reportedAt = new("--reported-at")
    {
        Description = "Only what was published by then (RFC 3339, or a day).",
    };

    public IEnumerable<Option> All => [_asOf, _knownAt, _reportedAt];

    public Moment At(ParseResult parsed)
    {
        var reported = parsed.GetValue(_reportedAt);
        var isDay = DateOnly.TryParseExact(reported, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        return new Moment
        {
            AsOf = parsed.GetValue(_asOf),
            KnownAt = parsed.GetValue(_knownAt) is { } known ? Time(known, _knownAt.Name) : null,
            ReportedAt = reported is not null && !isDay ? Time(reported, _reportedAt.Name) : null,
            ReportedOn = isDay ? day : null,
        };
    }

    /// <summary>A time with its offset: without one its meaning would depend on the machine.</summary>
    public static DateTimeOffset Time(string text, string option) =>
        WithOffset().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new UsageException($"{option} takes a time with its offset, such as 2025-08-07T12:00:00Z.");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*([Zz]|[+-]\d\d:\d\d)$")]
    private static partial Regex WithOffset();
}
