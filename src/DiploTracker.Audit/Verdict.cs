namespace DiploTracker.Audit;

/// <summary>What a verification found.</summary>
/// <param name="Checked">How many events were looked at.</param>
/// <param name="Checkpoint">The largest checkpoint kept elsewhere that fits; null when none does.</param>
/// <param name="Problem">What is wrong beyond single events, or why nothing can be said; null when valid.</param>
public sealed record Verdict(bool Valid, long Checked, FirstInvalid? FirstInvalid, Checkpoint? Checkpoint, string? Problem)
{
    /// <summary>The losses after which the log got its present name, accepted by an operator.</summary>
    public IReadOnlyList<Intervention> Losses { get; init; } = [];

    public static Verdict Wrong(long @checked, FirstInvalid first, Checkpoint? fits) => new(false, @checked, first, fits, first.Reason);
}

/// <summary>The first event that is wrong.</summary>
/// <param name="Position">Where it stands, or is missing.</param>
/// <param name="Negotiation">Its negotiation, and its id, where they can be told.</param>
public sealed record FirstInvalid(long Position, string? Negotiation, string? Event, string Reason);
