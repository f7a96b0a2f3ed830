using System.Net.Sockets;
using DiploTracker.Audit;
using DiploTracker.Demo;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Database;
using JasperFx;
using Npgsql;

namespace DiploTracker.Hosting;

/// <summary>Runs the tracker, and says in one sentence why it cannot.</summary>
internal static class Tracker
{
    public const string Address = "http://localhost:5080";

    /// <summary>
    /// On loopback, unless told otherwise, and only for who calls it by a name of loopback: a page of another site can make
    /// its own name point to this machine.
    /// </summary>
    public static void ListenOnLoopback(this WebApplicationBuilder builder)
    {
        builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1;[::1]";
        string[] settings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (settings.All(setting => string.IsNullOrEmpty(builder.Configuration[setting])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Address);
    }

    public static async Task<int> RunTracker(this WebApplication app, string[] args)
    {
        if (args is ["restore", ..])
            return await app.Services.GetRequiredService<Restore>().Run(args[1..], Console.Out, Console.Error);

        // A first word is one of the store's own commands: codegen, db-patch, projections, …
        if (args is [not ['-', ..], ..])
            return await app.RunJasperFxCommands(args);

        // Once nothing runs any more that could ask: else the connections of a host that has ended stay open.
        app.Lifetime.ApplicationStopped.Register(app.Services.GetRequiredService<NpgsqlDataSource>().Dispose);
        await app.StartAsync();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("DiploTracker");
        log.LogInformation("The database is {Database}", app.Services.GetRequiredService<DatabaseServer>().Description);
        if (args.Contains("--demo"))
        {
            await app.Services.GetRequiredService<DemoArticle>().Record(CancellationToken.None);
            foreach (var url in app.Urls)
                log.LogInformation("Look at {Url}/api/negotiations/{Negotiation}, at its /history, and at {Url}/docs", url, DemoArticle.Negotiation, url);
        }
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>What stops the tracker from starting and the person who started it can mend; null for what is a fault of ours.</summary>
    public static string? Mendable(Exception failure) => failure switch
    {
        DatabaseUnavailableException or KeysUnavailableException => failure.Message,
        IOException { InnerException: { } inner } when inner.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"{failure.Message} Another program listens there, perhaps another tracker: stop it, or set ASPNETCORE_URLS to another address, as in ASPNETCORE_URLS=http://localhost:5081.",
        _ => null,
    };
}
