using Npgsql;

namespace DiploTracker.Recording;

/// <summary>The end of the log, as one statement saw it.</summary>
/// <param name="Position">The last position.</param>
/// <param name="Mark">
/// The last change that was or will be acknowledged to a caller; null if no standby is required.
/// </param>
internal readonly record struct LogEnd(long Position, CommitMark? Mark)
{
    /// <summary>The last position of the log as an SQL expression; 0 if it has no head yet.</summary>
    public const string LastPosition = "coalesce((select position from diplo.log_head), 0)";

    /// <summary>
    /// The two columns. PostgreSQL shows a commit to others once its wait for the required standby has ended, but also
    /// if the wait was cancelled, and after a restart of the server: so the mark counts the changes, and identifies the
    /// start of the server.
    /// </summary>
    public const string Columns = $"{LastPosition}, (select {MarkColumn} from diplo.log_head)";

    public const string Select = $"select {Columns}";

    /// <summary>
    /// The statement that counts a change other than an append, in a <c>with</c> beside it; serialized with the
    /// appends.
    /// </summary>
    public const string Count =
        """
        insert into diplo.log_head as h ("only", position, recorded_at, changes) values (true, 0, to_timestamp(0), 1)
        on conflict ("only") do update set changes = h.changes + 1
        """;

    private const string MarkColumn =
        "case when current_setting('synchronous_standby_names') <> '' and not pg_is_in_recovery() "
        + "then array[changes, (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint] end";

    /// <summary>Reads the columns.</summary>
    public static LogEnd Of(NpgsqlDataReader row, int first) => new(row.GetInt64(first), CommitMark.Of(row, first + 1));
}

/// <summary>
/// A change of the log: its number, and the start of the server that made or recovered it (microseconds).
/// </summary>
internal sealed record CommitMark(long Change, long Server)
{
    public static CommitMark? Of(NpgsqlDataReader row, int column) =>
        !row.IsDBNull(column) && row.GetFieldValue<long[]>(column) is [var change, var server] ? new CommitMark(change, server) : null;

    /// <summary>Is it the other mark, or one before it?</summary>
    public bool IsUpTo(CommitMark other) => Server == other.Server && Change <= other.Change;
}
