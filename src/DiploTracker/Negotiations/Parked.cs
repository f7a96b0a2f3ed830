namespace DiploTracker.Negotiations;

/// <summary>A command that could not be placed when it arrived and waits for facts that make room for it.</summary>
/// <param name="Id">Assigned when it is parked; becomes the id of the fact.</param>
/// <param name="Command">With the date that it had on arrival.</param>
/// <param name="Metadata">Its sender; kept for recording.</param>
public sealed record Parked(Guid Id, Command Command, DateTimeOffset Since, EventMetadata Metadata);
