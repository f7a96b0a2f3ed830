using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>A submission that waits for its outcome.</summary>
internal sealed record Pending(Submission Submission)
{
    public byte[]? Hash { get; } = Submission.IdempotencyKey is null ? null : Submission.Hash();

    public TaskCompletionSource<Outcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The decision on a submission: facts, a refusal or a parked command.</summary>
internal sealed record DecidedSubmission(IReadOnlyList<Fact> Facts, Refused? Refused = null, Parked? Parked = null)
{
    public Pending Pending { get; init; } = null!;

    /// <summary>For each fact, the index of its command in the submission.</summary>
    public IReadOnlyList<int> Indexes { get; init; } = [];

    /// <summary>The version after it.</summary>
    public long Version { get; init; }

    /// <summary>The version of its last own fact; parked commands placed with it come after.</summary>
    public long LastVersion => Facts is [.., var last] ? last.Version : Version;

    /// <summary>
    /// Is the answer stored under the request's key? Not if the caller's version was stale: the commands were not
    /// judged.
    /// </summary>
    public bool IsKept => Pending.Submission.IdempotencyKey is not null && Refused?.Refusal.Problem != Problems.StaleVersion;
}
