using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace DiploTracker.Testing;

/// <summary>A whole tracker on a real Kestrel, at a port of its own.</summary>
public sealed class TrackerNode : WebApplicationFactory<Negotiations.DomainEvent>
{
    private readonly string _database;
    private readonly (string Name, string Value)[] _settings;

    public TrackerNode(string database, int port = 0, params (string Name, string Value)[] settings)
    {
        (_database, _settings) = (database, settings);
        UseKestrel(port);
        StartServer();
        // Without a handler of the test framework in between: what is tested is what comes over the socket.
        Api = new Api(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = ClientOptions.BaseAddress });
    }

    internal Api Api { get; }

    public Uri Address => ClientOptions.BaseAddress;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder
            .UseSetting("ConnectionStrings:DiploTracker", _database)
            .UseSetting("Logging:LogLevel:Default", "None")
            .UseSetting("Logging:LogLevel:DiploTracker", "None")
            .UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None");
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Api.Dispose();
        base.Dispose(disposing);
    }
}
