using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>The tracker as people run it, a process of its own: it can be ended by a signal, and started again at its address.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RunningTracker : IAsyncDisposable
{
    private readonly string _database;
    private Process? _process;

    private RunningTracker(string database)
    {
        _database = database;
        using var free = new TcpListener(IPAddress.Loopback, port: 0);
        free.Start();
        Address = new Uri($"http://{free.LocalEndpoint}");
    }

    public Uri Address { get; }

    public static async Task<RunningTracker> StartAsync(string database)
    {
        var tracker = new RunningTracker(database);
        await tracker.StartAsync();
        return tracker;
    }

    /// <summary>Starts it; it answers when this returns.</summary>
    public async Task StartAsync()
    {
        _process = Program("DiploTracker.dll", [], ("ASPNETCORE_URLS", Address.OriginalString), ("ConnectionStrings__DiploTracker", _database), ("Logging__LogLevel__Default", "Warning"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = Address };
        await Folder.UntilAsync(AnswersAsync, "the tracker answers");

        async Task<bool> AnswersAsync()
        {
            _process.HasExited.ShouldBeFalse();
            try
            {
                using var ready = await http.GetAsync("/health/live", TestContext.Current.CancellationToken);
                return ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // it does not listen yet
            }
        }
    }

    /// <summary>Ends it: TERM as whoever runs it does, KILL as an accident.</summary>
    public async Task EndAsync(string signal)
    {
        await SignalAsync(signal);
        await _process!.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    /// <summary>STOP freezes it, CONT wakes it.</summary>
    public Task SignalAsync(string signal) => Processes.SignalAsync(signal, _process!.Id);

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        await SignalAsync("CONT"); // a test that failed may have left it frozen
        await EndAsync("TERM");
    }

    /// <summary>Starts one of our programs, as it stands beside the tests.</summary>
    public static Process Program(string assembly, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start).ShouldNotBeNull();
    }
}
