using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>One fact of a negotiation as it was recorded.</summary>
public record HistoryItem
{
    public long Position { get; init; }

    public long Version { get; init; }

    public string Id { get; init; } = "";

    /// <summary>The stored type: <c>meeting-scheduled.v1</c>.</summary>
    public string Type { get; init; } = "";

    public string? Command { get; init; }

    /// <summary>EDTF.</summary>
    public string Occurred { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }

    public string? RecordedBy { get; init; }

    public Phrase? Phrase { get; init; }

    public IReadOnlyList<Basis> Basis { get; init; } = [];

    public string? Marking { get; init; }

    /// <summary>Of what is RED: the principals or groups it is for.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    /// <summary>The marking of parts of the fact, by name.</summary>
    public IReadOnlyDictionary<string, string>? MarkedParts { get; init; }

    public JsonElement Data { get; init; }

    /// <summary>One plain sentence.</summary>
    public string Text { get; init; } = "";

    public Correction? Correction { get; init; }
}

/// <summary>
/// The correction of a fact: its mode, one of <see cref="CorrectionModes"/>, the correcting fact and the reason.
/// </summary>
public sealed record Correction(string Mode, JsonElement By, string? Reason);

/// <summary>The order of a history.</summary>
public enum HistoryOrder
{
    Occurred,
    Recorded,
}
