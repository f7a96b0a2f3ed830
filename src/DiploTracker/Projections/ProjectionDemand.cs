using DiploTracker.Kernel;

namespace DiploTracker.Projections;

/// <summary>
/// A caller on this node waits for a view to reach a position (<c>Prefer: wait</c>), so the views cut their pauses
/// short.
/// </summary>
public sealed class ProjectionDemand : Signal;
