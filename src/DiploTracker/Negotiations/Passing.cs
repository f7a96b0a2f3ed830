using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// Has a date come, or passed, by another? Two times are compared as instants; all else by the days as written, never
/// derived from UTC.
/// </summary>
internal static class Passing
{
    public static bool EndsAfter(this Edtf date, Edtf other) => date.Last.IsAfter(other.Last);

    /// <summary>Has the last day of the date come by a fact of that date?</summary>
    public static bool HasEndedBy(this Edtf date, Edtf occurred) => !date.EndsAfter(occurred);

    /// <summary>Has the first day of the date come by a fact of that date?</summary>
    public static bool HasBegunBy(this Edtf date, Edtf occurred) => !date.First.IsAfter(occurred.Last);
}
