namespace DiploTracker.Negotiations;

/// <summary>
/// For whom facts are read. Every way out of a fact passes through <see cref="Embargo.SeenBy"/> with one of these; what
/// a reader is cleared for will be a second member.
/// </summary>
/// <param name="Now">The moment by which embargoes are judged.</param>
public readonly record struct Audience(DateTimeOffset Now)
{
    /// <summary>Is what is under embargo until a moment withheld from it?</summary>
    public bool IsWithheld(DateTimeOffset? until) => until > Now;
}
