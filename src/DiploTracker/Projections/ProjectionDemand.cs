using DiploTracker.Kernel;

namespace DiploTracker.Projections;

/// <summary>
/// Somebody on this node waits for a view to come to a position (<c>Prefer: wait</c>): the views do not pause longer
/// than they must.
/// </summary>
public sealed class ProjectionDemand : Signal;
