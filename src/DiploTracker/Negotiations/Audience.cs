namespace DiploTracker.Negotiations;

/// <summary>
/// The readers of facts. Every fact that leaves the tracker passes through <see cref="Embargo.SeenBy"/> with one of
/// these; a reader's clearance will be a second member.
/// </summary>
/// <param name="Now">The time at which embargoes are checked.</param>
public readonly record struct Audience(DateTimeOffset Now)
{
    /// <summary>True if content under embargo until a time is withheld from it.</summary>
    public bool IsWithheld(DateTimeOffset? until) => until > Now;
}
