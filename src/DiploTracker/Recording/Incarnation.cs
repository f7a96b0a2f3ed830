using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// The incarnation of the log (incarnation.sql): a node's cache, and the place where a reader resumes, belong to one
/// incarnation.
/// </summary>
internal static class Incarnation
{
    /// <summary>
    /// Renews it if the database is not the one that it was made for: after a promotion or a restore. An append does
    /// the same. Null on a standby, which must not write.
    /// </summary>
    public static Task<Guid?> Settle(NpgsqlConnection connection) =>
        Ask(connection, "select case when pg_is_in_recovery() then null else diplo.incarnation() end");

    /// <summary>Renews it unconditionally: the caller has replaced the log with another one.</summary>
    public static Task<Guid?> Renew(NpgsqlConnection connection) => Ask(connection, "select diplo.incarnation(true)");

    private static async Task<Guid?> Ask(NpgsqlConnection connection, string sql)
    {
        await using var ask = new NpgsqlCommand(sql, connection);
        return await ask.ExecuteScalarAsync() as Guid?;
    }
}
