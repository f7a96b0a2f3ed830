using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// The incarnation of the log (incarnation.sql): what a node remembers, and what a reader resumes, is of one
/// incarnation.
/// </summary>
internal static class Incarnation
{
    /// <summary>
    /// Renews it where the database is another than the one that it was made for: after a promotion, or a restore. An
    /// append does the same. Null on a standby, which must not write.
    /// </summary>
    public static Task<Guid?> Settle(NpgsqlConnection connection) =>
        Ask(connection, "select case when pg_is_in_recovery() then null else diplo.incarnation() end");

    /// <summary>
    /// Renews it in any case: whoever calls it has put another log in the place of the one that was there.
    /// </summary>
    public static Task<Guid?> Renew(NpgsqlConnection connection) => Ask(connection, "select diplo.incarnation(true)");

    private static async Task<Guid?> Ask(NpgsqlConnection connection, string sql)
    {
        await using var ask = new NpgsqlCommand(sql, connection);
        return await ask.ExecuteScalarAsync() as Guid?;
    }
}
