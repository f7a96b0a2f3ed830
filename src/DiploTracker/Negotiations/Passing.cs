using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// Has a date come, or passed, by another? Two times are compared as instants; all else by the days as written, never
/// derived from UTC.
/// </summary>
internal static class Passing
{
    public static DateOnly FirstDay(this Edtf date) =>
        date.Begins is { } begin ? DateOnly.FromDateTime(begin.Time) : DateOnly.MinValue;

    public static DateOnly LastDay(this Edtf date) => date.Ends switch
    {
        null => DateOnly.MaxValue,
        { Offset: null } end when end.Time < DateTime.MaxValue.Date => DateOnly.FromDateTime(end.Time).AddDays(-1),
        { } end => DateOnly.FromDateTime(end.Time),
    };

    public static bool EndsAfter(this Edtf date, Edtf other) =>
        date.Ends is { Offset: not null } && other.Ends is { Offset: not null }
        ? date.Latest > other.Latest
        : date.LastDay() > other.LastDay();

    /// <summary>Has the last day of the date come by a fact of that date?</summary>
    public static bool HasEndedBy(this Edtf date, Edtf occurred) => !date.EndsAfter(occurred);

    /// <summary>Has the first day of the date come by a fact of that date?</summary>
    public static bool HasBegunBy(this Edtf date, Edtf occurred) =>
        date.Begins is { Offset: not null } && occurred.Ends is { Offset: not null }
        ? date.Earliest <= occurred.Latest
        : date.FirstDay() <= occurred.LastDay();
}
