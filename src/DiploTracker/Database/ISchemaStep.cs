using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// A feature's preparation of the database before the first request, at each start and after tables were missing.
/// </summary>
public interface ISchemaStep
{
    /// <summary>Fills data derived from the log, in the transaction that brings the schema up to date.</summary>
    /// <param name="wasIncomplete">Tables were missing, as after a restore.</param>
    Task Fill(NpgsqlConnection connection, bool wasIncomplete) => Task.CompletedTask;

    /// <summary>Checks the result, once that transaction is committed.</summary>
    Task Check(NpgsqlConnection connection) => Task.CompletedTask;
}
