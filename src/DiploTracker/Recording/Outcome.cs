using System.Text.Json.Serialization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>The outcome of a submission.</summary>
public abstract record Outcome;

/// <summary>On disk: the resulting events, none if the same facts were already recorded.</summary>
/// <param name="Version">The version of the negotiation after it.</param>
/// <param name="Position">The position in the log of its last event.</param>
/// <param name="LastEvent">The id of that event.</param>
public sealed record Recorded(string Negotiation, long Version, long Position, Guid LastEvent, IReadOnlyList<RecordedEvent> Events) : Outcome
{
    public bool Opened => Events is [{ Version: 1 }, ..];

    /// <summary>The wire form.</summary>
    public RecordedAnswer Answer => new(Negotiation, Version, Position, Events);
}

/// <summary>Where a request landed.</summary>
/// <param name="Version">The version of the negotiation after it.</param>
/// <param name="Position">The position in the log of its last event.</param>
/// <param name="Events">The events that it gave; none when the very same facts stood already.</param>
public sealed record RecordedAnswer(string Negotiation, long Version, long Position, IReadOnlyList<RecordedEvent> Events);

public sealed record RecordedEvent(Guid Id, string Type, long Version)
{
    /// <summary>For a correction: every field of the corrected fact, before and after.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CorrectedFact? Corrected { get; init; }

    internal bool IsOfCorrection => Type == Correction;

    private static readonly string Correction = Language.NameOf(typeof(RecordCorrected));

    /// <summary>The events, those of corrections with what they did, as an audience may see it.</summary>
    internal static IReadOnlyList<RecordedEvent> Explained(
        IReadOnlyList<RecordedEvent> events, Timeline timeline, Audience audience)
    {
        if (!events.Any(one => one.IsOfCorrection))
            return events;
        var seen = timeline.Embargo.SeenBy(audience);
        return
        [
            .. events.Select(one =>
                one.IsOfCorrection ? one with { Corrected = CorrectedFact.Of(one.Version, seen) } : one),
        ];
    }
}

/// <summary>It cannot be placed yet and is parked; it lands by itself when what it refers to does.</summary>
/// <param name="Parked">The parking id, which becomes the event id of the fact.</param>
public sealed record Waiting(string Negotiation, Guid Parked) : Outcome
{
    /// <summary>Where it can be looked at, and withdrawn.</summary>
    public string Address => $"/api/negotiations/{Negotiation}/parked/{Parked}";
}

/// <summary>Nothing was recorded.</summary>
/// <param name="Index">In a batch, the index of the command that was refused.</param>
public sealed record Refused(Refusal Refusal, int? Index) : Outcome;
