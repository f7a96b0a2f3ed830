using Npgsql;

namespace DiploTracker.Nodes;

/// <summary>That a node does some work, and no other does. It ends when another node has taken the work over.</summary>
/// <param name="Name">The work.</param>
/// <param name="Token">
/// Rises with every change of hands, so that an earlier lease on the same work is told from a later one.
/// </param>
public sealed record Lease(Node Node, string Name, long Token)
{
    /// <summary>SQLSTATE, of a class that nobody else uses: the lease has passed to another node.</summary>
    internal const string Lost = "DL001";

    /// <summary>
    /// Fails unless the leases are still held, and keeps them from being taken over until the transaction ends. What is
    /// written under a lease is written in a transaction that calls this last, so a node that was frozen cannot write
    /// when it wakes.
    /// </summary>
    internal const string MustHold = "diplo.must_hold";

    /// <summary>Proves in the current transaction that the lease is still held.</summary>
    /// <exception cref="LeaseLostException">It is not.</exception>
    internal async Task Prove(NpgsqlConnection connection)
    {
        await using var prove = new NpgsqlCommand($"select {MustHold}($1, array[$2], array[$3])", connection);
        prove.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Node.Id });
        prove.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
        prove.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Token });
        try
        {
            await prove.ExecuteNonQueryAsync();
        }
        catch (PostgresException lost) when (lost.SqlState == Lost)
        {
            throw new LeaseLostException($"Another node has taken over: {Name}.");
        }
    }
}

/// <summary>Another node has taken over what this one was working on.</summary>
public sealed class LeaseLostException(string message) : Exception(message);
