using Npgsql;

namespace DiploTracker.Recording;

/// <summary>What the database answers when it will not store something.</summary>
internal static class DatabaseRefusal
{
    /// <summary>
    /// Is it what was to be stored that it refuses: a value that it cannot hold, or that is larger than it can hold? Then nothing was
    /// stored, and the same again is refused again. A full disk, a lost connection or a damaged table is something else.
    /// </summary>
    public static bool IsOfTheData(this PostgresException failure) => failure.SqlState[..2] is "22" or "23" or "54";
}
