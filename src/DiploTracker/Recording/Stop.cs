using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>The reason why nothing can be recorded.</summary>
public enum StopReason
{
    /// <summary>The log ends before the end of its sealed part.</summary>
    LogBehind,

    /// <summary>The events in the log differ from those that were sealed.</summary>
    LogRewritten,

    /// <summary>The database holds a different log than before, or none.</summary>
    LogExchanged,

    /// <summary>Events are missing in the middle of the log.</summary>
    LogDamaged,

    /// <summary>The clock of the database was set while this node ran.</summary>
    ClockStepped,

    /// <summary>The clocks of the database and this node disagree.</summary>
    ClocksApart,

    /// <summary>The last recorded time lies in the future.</summary>
    HeadAhead,
}

/// <summary>Why nothing is recorded.</summary>
/// <param name="Detail">The finding, and the operator's next step.</param>
/// <param name="Since">When it was found.</param>
/// <param name="Origin">The log whose checkpoint no longer fits.</param>
/// <param name="Sealed">How many events that checkpoint covers.</param>
/// <param name="RecordedAt">The last recorded time, where it lies in the future.</param>
public sealed record Stop(
    StopReason Reason, string Detail, DateTimeOffset Since, string? Origin = null, long? Sealed = null, DateTimeOffset? RecordedAt = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The answer to an attempt to record something.</summary>
    internal Refusal Refusal => Problems.RecordingStopped.Because($"Nothing is recorded since {Text(Since)}, and this was not: {Detail}")
        .With("reason", Reason.ToString())
        .With("since", Since);

    internal static Stop Read(string json) => JsonSerializer.Deserialize<Stop>(json, Json)!;

    internal string Written() => JsonSerializer.Serialize(this, Json);

    internal static Stop OfClock(DateTimeOffset database, DateTimeOffset expected, bool isFirst, DateTimeOffset since) => isFirst
        ? new Stop(StopReason.ClocksApart,
            $"the clock of the database says {Text(database)}, that of this machine {Text(expected)}. Set the one that is wrong; recording goes on as soon as they agree.", since)
        : new Stop(StopReason.ClockStepped,
            $"the clock of the database says {Text(database)}, where {Text(expected)} is to be expected after the time that has passed: it was set. "
            + "Set it right, and recording goes on; if it was wrong before and is right now, restart the trackers.", since);

    internal static Stop OfHead(DateTimeOffset head, DateTimeOffset database) => new(
        StopReason.HeadAhead,
        $"the last recorded time is {Text(head)}, and the clock of the database says {Text(database)}. If the clock is right, "
        + "an operator sets the recorded time back: `diplo recording` says how.", database, RecordedAt: head);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
