using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>The changes between two moments, each value with the facts behind it.</summary>
public sealed record NegotiationDiff
{
    public string Negotiation { get; init; } = "";

    public string From { get; init; } = "";

    public string To { get; init; } = "";

    /// <summary>The time in which the two moments lie: known, reported or occurred.</summary>
    public string Axis { get; init; } = "";

    public IReadOnlyList<Change> Changes { get; init; } = [];
}

/// <summary>One changed value; a thing that was added or removed as a whole has no value before or after.</summary>
public sealed record Change
{
    /// <summary>The value: <c>meetings/m-summit/when</c>.</summary>
    public string Path { get; init; } = "";

    public JsonElement? Before { get; init; }

    public JsonElement? After { get; init; }

    /// <summary>One of <see cref="Causes"/>.</summary>
    public string Cause { get; init; } = "";

    /// <summary>One plain sentence.</summary>
    public string Text { get; init; } = "";

    /// <summary>The facts and corrections that made it.</summary>
    public IReadOnlyList<FactBehind> Facts { get; init; } = [];
}

/// <summary>A fact behind a change; <see cref="Occurred"/> is EDTF.</summary>
public sealed record FactBehind
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string Type { get; init; } = "";

    public string Occurred { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }

    public IReadOnlyList<string> Speakers { get; init; } = [];

    public string Text { get; init; } = "";
}

/// <summary>Why a status changed.</summary>
public static class Causes
{
    /// <summary>It happened in between.</summary>
    public const string WorldChanged = nameof(WorldChanged);

    /// <summary>It had happened before; it was recorded in between.</summary>
    public const string Learned = nameof(Learned);

    /// <summary>The record was corrected in between.</summary>
    public const string Corrected = nameof(Corrected);
}

/// <summary>The axis of a difference: what was known, what was reported, or what had occurred.</summary>
public enum DiffAxis
{
    Known,
    Reported,
    Occurred,
}
