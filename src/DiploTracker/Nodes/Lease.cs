using Npgsql;

namespace DiploTracker.Nodes;

/// <summary>A node's exclusive right to do some work. It ends when another node takes the work over.</summary>
/// <param name="Name">The work.</param>
/// <param name="Token">
/// Rises with every change of holder, to distinguish an earlier lease on the same work from a later one.
/// </param>
public sealed record Lease(Node Node, string Name, long Token)
{
    /// <summary>SQLSTATE, of a class used for nothing else: the lease has passed to another node.</summary>
    internal const string Lost = "DL001";

    /// <summary>
    /// Fails unless the leases are still held, and keeps them from being taken over until the transaction ends. Writes
    /// under a lease are made in a transaction that calls this last, so a node that was frozen cannot write when it
    /// wakes.
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

/// <summary>Another node has taken over this node's work.</summary>
public sealed class LeaseLostException(string message) : Exception(message);
