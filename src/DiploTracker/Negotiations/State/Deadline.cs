using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public enum DeadlineStatus { Running, Met, Missed, CalledOff }

/// <summary>How a deadline closes.</summary>
public enum DeadlineClosing { Met, Missed, CalledOff }

/// <summary>The date by which something is due.</summary>
public sealed record Deadline(string Id, Edtf When, string? Subject) : IIdentified
{
    public DeadlineStatus Status { get; init; }
    public int Extensions { get; init; }

    /// <summary>The party that set it last; null if nobody is named.</summary>
    public string? By { get; init; }

    /// <summary>The parties that are to meet it.</summary>
    public EquatableArray<string> To { get; init; }

    public bool MovesTo(Edtf when) => IsExtendedBy(when) || IsNarrowedBy(when);

    public bool IsExtendedBy(Edtf when) => when.EndsAfter(When);

    /// <summary>Does the date name fewer of the several days that the deadline covers?</summary>
    public bool IsNarrowedBy(Edtf when) =>
        Status == DeadlineStatus.Running && When.First.Day < When.Last.Day
        && When.Contains(when) && !when.Contains(When);

    /// <summary>What it is set for.</summary>
    public EquatableArray<Link> Concerns { get; init; }
}
