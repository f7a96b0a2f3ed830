using System.Globalization;

namespace DiploTracker.Kernel;

/// <summary>
/// The first or the last of a date: the day on the wall clock of its own place and, if it has a time, the instant. An
/// open beginning lies before every day, an open end after every day.
/// </summary>
/// <param name="Day">Days since 0001-01-01.</param>
/// <param name="Instant">Ticks in UTC; null without a time.</param>
public readonly record struct EdtfBound(int Day, long? Instant)
{
    public static readonly EdtfBound Beginning = new(int.MinValue, null);
    public static readonly EdtfBound End = new(int.MaxValue, null);

    /// <summary>The calendar day; null if it is open.</summary>
    public DateOnly? Date => this == Beginning || this == End ? null : DateOnly.FromDayNumber(Day);

    /// <summary>The bound of a moment, on the day that its own offset gives.</summary>
    public static EdtfBound Of(DateTimeOffset moment) => new(DayOf(moment.Ticks), moment.UtcTicks);

    /// <summary>Two with a time are compared as instants, all others by their days.</summary>
    public bool IsAfter(EdtfBound other) =>
        this is { Instant: { } one } && other is { Instant: { } another } ? one > another : Day > other.Day;

    /// <summary>
    /// A text that sorts as the bounds do: by days, and by instants within a day, one without a time first.
    /// </summary>
    public string InOrder => string.Create(CultureInfo.InvariantCulture,
        $"{(this == Beginning ? 0 : this == End ? 9_999_999 : Day + 1):D7}.{Math.Max(Instant ?? 0, 0):D19}");

    /// <summary>
    /// From when on it has passed: its instant or, for a day, when that has ended everywhere on Earth (UTC-12); MaxValue
    /// for an open end.
    /// </summary>
    public DateTimeOffset PassedAt => Edtf.Instant(
        Instant ?? (Day == int.MaxValue ? long.MaxValue : (Day + 1L) * TimeSpan.TicksPerDay + WesternmostOffset));

    private const long WesternmostOffset = 12 * TimeSpan.TicksPerHour;

    internal static int DayOf(long ticks) => (int)(ticks / TimeSpan.TicksPerDay);
}
