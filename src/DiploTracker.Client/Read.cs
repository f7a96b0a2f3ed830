using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>An answer, its JSON and how fresh it is.</summary>
public interface IRead
{
    object? Value { get; }

    JsonElement Json { get; }

    Freshness Freshness { get; }
}

/// <summary>An answer, its JSON and how fresh it is.</summary>
public sealed record Read<T>(T Value, JsonElement Json, Freshness Freshness) : IRead
{
    object? IRead.Value => Value;
}

/// <summary>The global position a read includes, how far it lags behind and its ETag.</summary>
public sealed record Freshness(long? Position, TimeSpan? Lag, string? ETag);

/// <summary>One page of a list; <see cref="Next"/> is null at the end.</summary>
public sealed record Page<T>
{
    public IReadOnlyList<T> Items { get; init; } = [];

    public string? Next { get; init; }

    /// <summary>The negotiations that a view leaves out because it cannot take them in.</summary>
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>
/// The moment a negotiation is read at: what was known, what was reported, what had occurred; alone or together.
/// </summary>
public sealed record Moment
{
    /// <summary>Only what was recorded by then.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Only what was published by then.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Only what was published by the end of that day, in place of <see cref="ReportedAt"/>.</summary>
    public DateOnly? ReportedOn { get; init; }

    /// <summary>Only what had occurred by then, EDTF.</summary>
    public string? AsOf { get; init; }
}

/// <summary>Read your own writes: wait for a place in the log, for a maximum time (504 if it does not come).</summary>
/// <param name="Place">The place in a receipt or an event of the feed; or a position.</param>
public sealed record WaitFor(string Place, TimeSpan AtMost);
