using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>The programs that are measured as processes of their own: the tracker as it is published, and the bare alternatives.</summary>
internal sealed class Programs(Settings settings) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diplo-bench-");
    private string? _tracker = settings.Tracker;

    /// <summary>Starts the tracker; it answers when this returns.</summary>
    public async Task<ServerProcess> Tracker(string connectionString) =>
        await ServerProcess.Start(await TrackerAssembly(), [], connectionString, "/health/live");

    public async Task<string> TrackerAssembly() => Path.Combine(await Published(), "DiploTracker.dll");

    /// <summary>Starts this program again as one of its alternatives.</summary>
    public static Task<ServerProcess> Alternative(string name, string connectionString) =>
        ServerProcess.Start(typeof(Programs).Assembly.Location, ["serve", name], connectionString, "/alive");

    public static ServerProcess LaunchAlternative(string name, string connectionString) =>
        ServerProcess.Launch(typeof(Programs).Assembly.Location, ["serve", name], connectionString);

    public void Dispose() => _folder.Delete(recursive: true);

    // The short form takes what the build has put beside it.
    private async Task<string> Published()
    {
        if (_tracker is null && settings.Short)
            _tracker = AppContext.BaseDirectory;
        if (_tracker is null)
        {
            Console.WriteLine("Publishing src/DiploTracker");
            var folder = Path.Combine(_folder.FullName, "tracker");
            await Run("dotnet", ["publish", Path.Combine(Repository.Root, "src/DiploTracker"), "-c", "Release", "-o", folder]);
            _tracker = folder;
        }
        return _tracker;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, or is not there.</exception>
    public static async Task<string> Run(string program, IEnumerable<string> arguments, string? folder = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder ?? Repository.Root,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {output}");
    }
}

/// <summary>A server in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, IPEndPoint address) => (_process, Address) = (process, address);

    public int Id => _process.Id;

    public IPEndPoint Address { get; }

    public Uri Url => new($"http://{Address}");

    public static ServerProcess Launch(string assembly, IEnumerable<string> arguments, string connectionString)
    {
        var address = FreeAddress();
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://{address}",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__DiploTracker"] = connectionString,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new ServerProcess(process, address);
    }

    public static async Task<ServerProcess> Start(string assembly, IEnumerable<string> arguments, string connectionString, string alive)
    {
        var server = Launch(assembly, arguments, connectionString);
        using var http = new HttpClient();
        await server.FirstAnswer(http, () => new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, alive)));
        return server;
    }

    /// <summary>Asks until there is an answer.</summary>
    public async Task<HttpResponseMessage> FirstAnswer(HttpClient http, Func<HttpRequestMessage> request)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await look.WaitForNextTickAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode} before it answered.");
            try
            {
                return await http.SendAsync(request());
            }
            catch (HttpRequestException refused) when (refused.InnerException is SocketException)
            {
                // It does not listen yet.
            }
        }
        throw new InvalidOperationException("The timer has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{Id}"]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static IPEndPoint FreeAddress()
    {
        using var free = new TcpListener(IPAddress.Loopback, port: 0);
        free.Start();
        return (IPEndPoint)free.LocalEndpoint;
    }
}
