using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DiploTracker.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>A process of its own that holds a database as a tracker does, to be killed: this test assembly, started
/// again with the data folder in its environment.</summary>
internal sealed class TrackerProcess : IAsyncDisposable
{
    private const string Variable = "DIPLO_TEST_HOLD";
    private const string Programs = "DIPLO_TEST_HOLD_PROGRAMS";
    private const string Libraries = "DIPLO_TEST_HOLD_LIBRARIES";
    private readonly Process _process;

    private TrackerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static TrackerProcess Launch(string data)
    {
        // A session of its own, so that a signal can be sent to the whole group, as a terminal does; and one that heeds it,
        // for a test run in the background of a shell has been told to ignore Ctrl+C, and would hand that on.
        // In Perl, because macOS has no setsid program.
        var start = new ProcessStartInfo("perl",
            ["-MPOSIX", "-e", "$SIG{INT} = 'DEFAULT'; POSIX::setsid(); exec { $ARGV[0] } @ARGV", Environment.ProcessPath!, .. AssemblyIfHosted()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                [Variable] = data,
                [Programs] = TestTools.Postgres[0].Folder,
                [Libraries] = TestTools.Postgres[0].Libraries,
            },
        };
        return new TrackerProcess(Process.Start(start)!);
    }

    public static async Task<TrackerProcess> StartAsync(string data)
    {
        var tracker = Launch(data);
        await tracker.SaysAsync("open");
        return tracker;
    }

    /// <summary>Waits for a line that the process writes.</summary>
    public async Task SaysAsync(string expected)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (line == expected)
                return;
        throw new InvalidOperationException($"The process ended without saying '{expected}'.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task InterruptGroupAsync() => Processes.SignalAsync("INT", -Id);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string[] AssemblyIfHosted() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(TrackerProcess).Assembly.Location]
            : [];

#pragma warning disable CA2255 // Before the test runner's own Main: this process is no test run.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Hold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } data)
            return;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            Console.WriteLine("interrupted");
        });
        // Given by the test: nothing of this assembly may be waited for before its initialiser has ended.
        PostgresPrograms[] programs =
        [
            new(Environment.GetEnvironmentVariable(Programs)!, Environment.GetEnvironmentVariable(Libraries)),
        ];
        DatabaseServer server = data == "throwaway"
            ? LocalPostgres.StartThrowawayAsync(programs, NullLogger.Instance).GetAwaiter().GetResult()
            : LocalPostgres.OpenAsync(data, programs, NullLogger.Instance).GetAwaiter().GetResult();
        Console.WriteLine("open");
        Console.WriteLine(server.ConnectionString);
        while (Console.ReadLine() is not null)
            Console.WriteLine(Answer(server.ConnectionString));
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Environment.Exit(0);
    }

    private static object? Answer(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("select 'answers'", connection);
        return command.ExecuteScalar();
    }

    public async Task AskAsync() => await _process.StandardInput.WriteLineAsync();

    public async Task<string> LineAsync() => await _process.StandardOutput.ReadLineAsync() ?? "";
}
