using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public enum DeadlineStatus { Running, Met, Missed }

/// <summary>The date by which something is due.</summary>
public sealed record Deadline(string Id, Edtf When, string? Subject) : IIdentified
{
    public DeadlineStatus Status { get; init; }
    public int Extensions { get; init; }
}
