namespace DiploTracker.Database;

/// <summary>
/// It is not known whether data written or read is where the database has to keep it. The message is for callers; the
/// same idempotency key settles the outcome of a command.
/// </summary>
public sealed class CommitUnconfirmedException : TimeoutException
{
    private CommitUnconfirmedException(string message) : base(message)
    {
    }

    internal static CommitUnconfirmedException Waits() =>
        new("The database has not confirmed a commit: it waits for the required standby, for another writer or for the disk.");

    /// <summary>The server gave up waiting for the standby.</summary>
    internal static CommitUnconfirmedException Because(string warning) =>
        new($"The database committed, but not as it is required to: {warning}.");
}
