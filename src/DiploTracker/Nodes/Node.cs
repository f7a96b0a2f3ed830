using Npgsql;

namespace DiploTracker.Nodes;

/// <summary>This process, as one of those that share the database.</summary>
/// <param name="Id">Unique to this run of the process; a restart gets a new one.</param>
/// <param name="Name">For display: the machine and the process id.</param>
public sealed record Node(Guid Id, string Name)
{
    public static Node ThisProcess() => new(Guid.NewGuid(), $"{Environment.MachineName}, process {Environment.ProcessId}");

    /// <summary>
    /// A connection string that marks the connection as this node's (<c>application_name</c>, after its purpose): so
    /// another node can end the sessions that a frozen one left behind.
    /// </summary>
    public string Connection(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = Id.ToString("N") }.ConnectionString;
}
