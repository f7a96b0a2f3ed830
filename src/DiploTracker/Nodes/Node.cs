using Npgsql;

namespace DiploTracker.Nodes;

/// <summary>This process, among those that share the database.</summary>
/// <param name="Id">Of this run of the process: no other has it, and it has another after a restart.</param>
/// <param name="Name">For people: the machine and the process id.</param>
public sealed record Node(Guid Id, string Name)
{
    public static Node ThisProcess() => new(Guid.NewGuid(), $"{Environment.MachineName}, process {Environment.ProcessId}");

    /// <summary>
    /// A connection string by which the database lists a connection as one of this node (<c>application_name</c>, after
    /// what it is for): so another node can end the sessions that a frozen one left behind.
    /// </summary>
    public string Connection(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = Id.ToString("N") }.ConnectionString;
}
