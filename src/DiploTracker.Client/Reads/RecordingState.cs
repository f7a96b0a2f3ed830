
namespace DiploTracker.Client;

/// <summary>Whether recording is possible, and the interventions of operators that restored it.</summary>
public sealed record RecordingState
{
    public bool IsRecording { get; init; }

    /// <summary>Why recording is stopped; null if it is not.</summary>
    public Stop? Stop { get; init; }

    /// <summary>Number of events in the log.</summary>
    public long Kept { get; init; }

    public IReadOnlyList<Intervention> Interventions { get; init; } = [];
}

/// <summary>Why recording is stopped.</summary>
public sealed record Stop
{
    /// <summary>LogBehind, LogRewritten, LogExchanged, LogDamaged, ClockStepped, ClocksApart or HeadAhead.</summary>
    public string Reason { get; init; } = "";

    public string Detail { get; init; } = "";

    public DateTimeOffset Since { get; init; }

    /// <summary>The log whose checkpoint no longer matches, and the number of events it covers.</summary>
    public string? Origin { get; init; }

    public long? Sealed { get; init; }

    /// <summary>The last recorded time, where it lies in the future.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

/// <summary>An action of an operator that let recording resume.</summary>
public sealed record Intervention
{
    public string Kind { get; init; } = "";

    public string Origin { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string By { get; init; } = "";

    public string Ground { get; init; } = "";

    /// <summary>For an accepted loss: the name under which the log continues.</summary>
    public string? Continues { get; init; }
}

/// <summary>Accepts that the log is not the one that was sealed, exactly as it was found.</summary>
/// <param name="Ground">Why, for an auditor.</param>
/// <param name="Origin">The log that was sealed.</param>
/// <param name="Sealed">Number of its events that were sealed.</param>
/// <param name="Kept">Number of events in the log now.</param>
public sealed record AcceptLoss(string Ground, string Origin, long Sealed, long Kept);

/// <summary>Sets the last recorded time, which lies in the future, back to the clock of the database.</summary>
/// <param name="Ground">Why, for an auditor.</param>
/// <param name="RecordedAt">The last recorded time, exactly.</param>
public sealed record SetTimeBack(string Ground, DateTimeOffset RecordedAt);
