namespace DiploTracker.Recording;

/// <summary>Limits of a node's caches: the section <c>Memory</c> of the settings.</summary>
public sealed record MemorySettings
{
    /// <summary>
    /// Maximum number of facts cached, with the state after each: about two and a half kilobytes per fact. As long as
    /// the facts of the busy negotiations fit, none is read twice.
    /// </summary>
    public int Facts { get; init; } = 200_000;
}
