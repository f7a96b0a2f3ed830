using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// Why the database failed to do something. The only place that classifies its failures: answers, health, the log and
/// the terminal commands all report the classification made here.
/// </summary>
/// <param name="Problem">The problem that callers get, 503 in every case.</param>
/// <param name="Reason">The cause, in a sentence for the person who can fix it.</param>
/// <param name="IsUnknown">It is not known whether the request was carried out; otherwise it was not.</param>
public sealed record DatabaseFailure(Problem Problem, string Reason, bool IsUnknown)
{
    /// <summary>The classified failure; null if the fault is in what the tracker asked, not in the database.</summary>
    public static DatabaseFailure? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is OperationCanceledException)
                return null; // the caller has gone
            else if (cause is CommitUnconfirmedException unconfirmed)
                return Unknown(unconfirmed.Message);
            else if (cause is PostgresException refused)
                return Of(refused);
            else if (cause is NpgsqlException { InnerException: TimeoutException } full && full.Message.Contains("pool has been exhausted", StringComparison.Ordinal))
                return NotDone(Problems.Unavailable, "All connections that this node may use for this are in use.");
            else if (cause is NpgsqlException or TimeoutException)
                return Unknown($"The database does not answer: {cause.GetBaseException().Message.TrimEnd('.')}.");
        return null;
    }

    /// <summary>
    /// Does it refuse the data: a value that it cannot hold, or that is too large? Then nothing was stored, and a retry
    /// would be refused again.
    /// </summary>
    public static bool IsOfTheData(PostgresException refused) => refused.SqlState[..2] is "22" or "23" or "54";

    private static DatabaseFailure? Of(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => NotDone(Problems.DatabaseReadOnly, $"The database takes no writes ({Said(refused)})."),
        PostgresErrorCodes.DiskFull => NotDone(Problems.DatabaseFull, $"The disk of the database is full ({Said(refused)})."),
        PostgresErrorCodes.TooManyConnections => NotDone(Problems.Unavailable, $"The database takes no more connections ({Said(refused)})."),
        PostgresErrorCodes.CannotConnectNow => NotDone(Problems.Unavailable, $"The database is starting or stopping ({Said(refused)})."),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => Unknown($"The database is stopping ({Said(refused)})."),
        PostgresErrorCodes.QueryCanceled => NotDone(Problems.Unavailable, $"The database did not finish in time ({Said(refused)})."),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.ObjectInUse => NotDone(Problems.Unavailable, $"Others held what was needed ({Said(refused)})."),
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName
            or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn =>
            NotDone(Problems.DatabaseRefuses, $"The database lacks something, or does not let the tracker's user have it ({Said(refused)})."),
        _ => refused.SqlState[..2] switch
        {
            "08" or "57" => Unknown($"The connection to the database was lost ({Said(refused)})."),
            "28" => NotDone(Problems.DatabaseRefuses, $"The database does not let the tracker in ({Said(refused)})."),
            "53" => NotDone(Problems.Unavailable, $"The database lacks room or memory ({Said(refused)})."),
            "25" when refused.SqlState != PostgresErrorCodes.InFailedSqlTransaction => Unknown($"The database ended a transaction ({Said(refused)})."),
            "58" or "F0" or "XX" => NotDone(Problems.DatabaseRefuses, $"The database or its machine is damaged ({Said(refused)})."),
            _ => null,
        },
    };

    /// <summary>As a refusal.</summary>
    public Refusal Refusal(bool isRead) => Problem.Because(isRead ? Reason
        : IsUnknown ? $"{Reason} Whether a command landed is not known; sent again with the same idempotency key it is not recorded twice."
        : $"{Reason} Nothing was recorded.");

    private static DatabaseFailure NotDone(Problem problem, string reason) => new(problem, reason, IsUnknown: false);

    private static DatabaseFailure Unknown(string reason) => new(Problems.Unavailable, reason, IsUnknown: true);

    // Only the first line: details may quote what was recorded.
    private static string Said(PostgresException refused) => $"{refused.MessageText}, {refused.SqlState}";
}
