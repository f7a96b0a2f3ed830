namespace DiploTracker.Audit;

/// <summary>The result of a verification.</summary>
/// <param name="Checked">The number of events checked.</param>
/// <param name="Checkpoint">The largest checkpoint kept elsewhere that fits; null if none does.</param>
/// <param name="Problem">The problem found, or why no verdict is possible; null if valid.</param>
public sealed record Verdict(bool Valid, long Checked, FirstInvalid? FirstInvalid, Checkpoint? Checkpoint, string? Problem)
{
    /// <summary>The losses, accepted by an operator, after which the log got its present name.</summary>
    public IReadOnlyList<Intervention> Losses { get; init; } = [];

    public static Verdict Wrong(long @checked, FirstInvalid first, Checkpoint? fits) => new(false, @checked, first, fits, first.Reason);
}

/// <summary>The first invalid event.</summary>
/// <param name="Position">Its position, or that of a missing event.</param>
/// <param name="Negotiation">Its negotiation and id, if they can be read.</param>
public sealed record FirstInvalid(long Position, string? Negotiation, string? Event, string Reason);
