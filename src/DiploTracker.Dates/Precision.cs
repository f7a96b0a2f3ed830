namespace DiploTracker.Kernel;

/// <summary>How precisely a date is known, derived from its EDTF and never stored; no date has no precision.</summary>
public enum Precision
{
    /// <summary>A year, a season, an open span, anything approximate or uncertain, a set over 31 days.</summary>
    Vague,

    /// <summary>A month, or one day out of a firm set of at most 31 days.</summary>
    Window,

    /// <summary>An exact day, or an interval between two exact days or times.</summary>
    Day,

    /// <summary>An exact time of day with its offset.</summary>
    Time,
}
