using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace DiploTracker.IntegrationTests.OpenApi;

/// <summary>A tracker over a database of its own, asked over HTTP through a port of its own.</summary>
public sealed class ServedTracker : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private WebApplicationFactory<Program>? _factory;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _factory = Over(await _postgres.NewDatabaseAsync());
        Http = _factory.CreateClient();
    }

    /// <summary>Another tracker, for a database of any kind.</summary>
    internal static WebApplicationFactory<Program> Over(string connectionString)
    {
        var factory = new Factory(connectionString);
        factory.UseKestrel(port: 0);
        factory.StartServer();
        return factory;
    }

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private sealed class Factory(string connectionString) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseSetting("ConnectionStrings:DiploTracker", connectionString);
    }
}
