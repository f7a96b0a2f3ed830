namespace DiploTracker.Recording;

/// <summary>What a node keeps in memory: the section <c>Memory</c> of the settings.</summary>
public sealed record MemorySettings
{
    /// <summary>
    /// So many facts are kept, with the state after each: about two and a half kilobytes. As long as those of the
    /// negotiations that are busy fit in, none is read twice.
    /// </summary>
    public int Facts { get; init; } = 200_000;
}
