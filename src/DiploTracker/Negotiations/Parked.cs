namespace DiploTracker.Negotiations;

/// <summary>A command that could not be placed when it came, and waits for the facts that make room for it.</summary>
/// <param name="Id">Known from the parking on: it becomes the id of the fact.</param>
/// <param name="Command">With the date that it had when it came.</param>
/// <param name="Metadata">Who sent it; kept for when it is recorded.</param>
public sealed record Parked(Guid Id, Command Command, DateTimeOffset Since, EventMetadata Metadata);
