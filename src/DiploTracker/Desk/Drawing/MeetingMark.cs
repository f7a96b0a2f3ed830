using DiploTracker.Kernel;
using DiploTracker.MeetingCalendar;
using DiploTracker.Negotiations;

namespace DiploTracker.Desk.Drawing;

/// <summary>The four meanings that a colour has, each also said by shape and word.</summary>
public enum Meaning
{
    Agreed,
    Waiting,
    Blocked,
    Over,
}

/// <summary>How a meeting is drawn: what its date, its state and its moves look like.</summary>
/// <param name="IsDot">An exact day or time; else a bar over the days that it may be on.</param>
/// <param name="IsSoft">Approximate or uncertain.</param>
/// <param name="IsDashed">Not firm.</param>
/// <param name="IsStruck">It did not, or will not, take place.</param>
public sealed record MeetingMark(
    Edtf When, Edtf? MovedFrom, Meaning Meaning, bool IsDot, bool IsSoft, bool IsDashed, bool IsStruck, bool IsUnderWay,
    bool IsOpenAtStart, bool IsOpenAtEnd)
{
    /// <summary>Null for a meeting that never had a date.</summary>
    public static MeetingMark? Of(CalendarMeeting meeting) => meeting.LastWhen is not { Error: null } when ? null : new(
        when, meeting.Moved ? meeting.MovedFrom : null, MeaningOf(meeting),
        IsDot: when.IsExact && when.First.Date == when.Last.Date,
        IsSoft: when.IsApproximate || when.Text.Contains('?', StringComparison.Ordinal),
        IsDashed: meeting.Tentative,
        IsStruck: IsOff(meeting),
        IsUnderWay: meeting.Status == MeetingStatus.UnderWay,
        IsOpenAtStart: when.First == EdtfBound.Beginning,
        IsOpenAtEnd: when.Last == EdtfBound.End);

    /// <summary>It did not, or will not, take place.</summary>
    public static bool IsOff(CalendarMeeting meeting) => meeting.Status
        is MeetingStatus.Cancelled or MeetingStatus.NotHeld or MeetingStatus.Rejected or MeetingStatus.Withdrawn
        or MeetingStatus.Lapsed;

    public static Meaning MeaningOf(CalendarMeeting meeting) =>
        meeting.Status == MeetingStatus.Held || IsOff(meeting) ? Meaning.Over
        : meeting.BlockedBy is not [] ? Meaning.Blocked
        : meeting.Status is MeetingStatus.Scheduled or MeetingStatus.UnderWay ? Meaning.Agreed
        : Meaning.Waiting;
}
