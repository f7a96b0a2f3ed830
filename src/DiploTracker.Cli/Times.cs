using System.Globalization;
using System.Text.RegularExpressions;

namespace DiploTracker.Cli;

/// <summary>Times as people type them, in a zone: <c>now</c>, <c>yesterday noon</c>, <c>2025-08-07 12:00</c>.</summary>
internal sealed partial class Times(TimeZoneInfo zone, DateTimeOffset now)
{
    /// <summary>Which moment of a day is meant where only the day is given.</summary>
    public enum Edge
    {
        /// <summary>Neither: a time is needed.</summary>
        None,
        Start,
        End,
    }

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).Date);

    /// <summary>A moment.</summary>
    /// <exception cref="UsageException">The text is none.</exception>
    public DateTimeOffset Instant(string text, string option, Edge edge) =>
        Relative(text) ?? WithOffset(text) ?? Local(text, option) ?? (DayOf(text), edge) switch
        {
            ({ } day, Edge.Start) => At(day, TimeOnly.MinValue, option),
            ({ } day, Edge.End) => At(day.AddDays(1), TimeOnly.MinValue, option).AddTicks(-1),
            ({ }, _) => throw new UsageException($"{option} needs a time too: '{text} 12:00'."),
            _ => throw new UsageException(
                $"{option}: '{text}' is no time; there are now, yesterday noon, 3 hours ago, 2025-08-07 12:00, "
                    + $"2025-08-07T12:00:00Z."),
        };

    /// <summary>A day, or a moment in time, where both have their meaning.</summary>
    public (DateOnly? Day, DateTimeOffset? Time) DayOrInstant(string text, string option) =>
        DayOf(text) is { } day ? (day, null) : (null, Instant(text, option, Edge.None));

    /// <summary>A date of the world: words for days and moments in EDTF, anything else as it is.</summary>
    public string Edtf(string text, string option) =>
        DayOf(text) is { } day ? day.ToString("O", CultureInfo.InvariantCulture)
        : WithOffset(text) is not null ? text
        : (Relative(text) ?? Local(text, option)) is { } time ? Second(TimeZoneInfo.ConvertTime(time, zone))
        : text;

    /// <summary>To the second, with its offset.</summary>
    public static string Second(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private DateOnly? DayOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "today" => Today,
        "yesterday" => Today.AddDays(-1),
        "tomorrow" => Today.AddDays(1),
        var day => DateOnly.TryParseExact(day, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : null,
    };

    private DateTimeOffset? Relative(string text)
    {
        if (text.Trim().Equals("now", StringComparison.OrdinalIgnoreCase))
            return now;
        if (Ago().Match(text) is not { Success: true } ago)
            return null;
        var count = int.Parse(ago.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return ago.Groups[2].Value.ToLowerInvariant() switch
        {
            "minute" => now.AddMinutes(-count),
            "hour" => now.AddHours(-count),
            "day" => now.AddDays(-count),
            _ => now.AddDays(-7 * count),
        };
    }

    private static DateTimeOffset? WithOffset(string text) =>
        Offset().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time
            : null;

    /// <summary>A day and a time, or a time of today; null if the text is neither.</summary>
    private DateTimeOffset? Local(string text, string option)
    {
        if (DayAndTime().Match(text.Trim()) is not { Success: true } parts)
            return null;
        var day = parts.Groups["day"] is { Success: true } named ? DayOf(named.Value) : Today;
        TimeOnly? time = parts.Groups["time"].Value.ToLowerInvariant() switch
        {
            "noon" => new TimeOnly(12, 0),
            "midnight" => TimeOnly.MinValue,
            var clock => TimeOnly.TryParse(clock, CultureInfo.InvariantCulture, out var read) ? read : null,
        };
        return day is { } on && time is { } at ? At(on, at, option) : null;
    }

    private DateTimeOffset At(DateOnly day, TimeOnly time, string option)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local))
            throw new UsageException(
                $"{option}: the clocks of {zone.Id} change at {local:yyyy-MM-dd HH:mm}; give the time with its "
                    + $"offset, {local:yyyy-MM-dd'T'HH:mm}+01:00.");
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*([Zz]|[+-]\d\d:\d\d)$")]
    private static partial Regex Offset();

    [GeneratedRegex(@"^\s*(\d{1,4}) (minute|hour|day|week)s? ago\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Ago();

    [GeneratedRegex(@"^((?<day>\d{4}-\d\d-\d\d|today|yesterday|tomorrow)[Tt "
        + @"]\s*)?(?<time>\d?\d:\d\d(:\d\d)?|noon|midnight)$", RegexOptions.IgnoreCase)]
    private static partial Regex DayAndTime();
}
