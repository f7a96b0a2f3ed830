using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// Why the database did not do what was asked of it. The one place where its failures are told apart: answers, health,
/// the log and the commands of the terminal all say what is found here.
/// </summary>
/// <param name="Problem">What callers are answered with, 503 in every case.</param>
/// <param name="Reason">What is the matter, a sentence for whoever can mend it.</param>
/// <param name="IsUnknown">Whether what was asked for was done is not known; else it was not.</param>
public sealed record DatabaseFailure(Problem Problem, string Reason, bool IsUnknown)
{
    /// <summary>What was found; null where the database is not to blame, but what the tracker asked of it.</summary>
    public static DatabaseFailure? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is OperationCanceledException)
                return null; // whoever asked has gone
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
    /// Is it what was to be stored that it refuses: a value that it cannot hold, or that is larger than it can hold?
    /// Then nothing was stored, and the same again is refused again.
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

    // The first line alone: details may quote what was recorded.
    private static string Said(PostgresException refused) => $"{refused.MessageText}, {refused.SqlState}";
}
