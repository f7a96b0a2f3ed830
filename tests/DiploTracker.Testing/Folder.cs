using System.Runtime.Versioning;
using DiploTracker.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace DiploTracker.Testing;

/// <summary>A data folder of one test, removed at its end, and what tests ask of it.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Folder : IDisposable
{
    private readonly string _parent;

    public Folder(string name = "data")
    {
        _parent = Directory.CreateTempSubdirectory("diplo-test-").FullName;
        // The server's user must be able to walk through it.
        File.SetUnixFileMode(_parent,
            File.GetUnixFileMode(_parent) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Path = System.IO.Path.Combine(_parent, name);
    }

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "postgres", "data");

    public string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    public static IReadOnlyList<PostgresPrograms> Programs => TestTools.Postgres;

    public Task<LocalPostgres> OpenAsync() =>
        LocalPostgres.OpenAsync(Path, Programs, NullLogger.Instance, TestContext.Current.CancellationToken);

    public static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return await AskAsync(connection, sql);
    }

    public static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until something outside this process has come true.</summary>
    public static Task UntilAsync(Func<Task<bool>> condition, string what) => UntilAsync(condition, () => what);

    /// <param name="what">What was waited for, and how far it came, when it did not come true.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(WaitTime.Longest);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!await condition())
                await look.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"Did not come true within {WaitTime.Longest}: {what()}");
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) =>
        UntilAsync(() => Task.FromResult(condition()), what);

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
