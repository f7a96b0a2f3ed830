using System.Net;
using System.Net.Sockets;
using DiploTracker.Backups;
using DiploTracker.Demo;
using DiploTracker.Database;
using DiploTracker.Sealing;
using JasperFx;

namespace DiploTracker.Hosting;

/// <summary>Runs the tracker, or states in one sentence why it cannot.</summary>
internal static class Tracker
{
    public const string Address = "http://localhost:5080";

    /// <summary>The setting that lets the tracker listen beyond loopback.</summary>
    public const string AddressesInFrontAreClosed = "Listen:AddressesInFrontAreClosed";

    private const string DemoFlag = "--demo";
    private const string NoDownloadFlag = "--no-download";

    /// <summary>
    /// Uses the settings of files, environment and arguments. The flags are left out of the arguments: the
    /// configuration would take the argument after a flag for its value.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder([.. args.Where(argument => argument is not (DemoFlag or NoDownloadFlag))]);
        if (args.Contains(NoDownloadFlag))
            builder.Configuration["DIPLO_NO_DOWNLOAD"] = "true";
        return builder;
    }

    /// <summary>
    /// Listens on loopback unless configured otherwise, and only for callers that use a name of loopback: a page of
    /// another site can make its own name point to this machine.
    /// </summary>
    /// <exception cref="OpenToOthersException">It is configured to listen beyond loopback.</exception>
    public static void ListenOnLoopback(this WebApplicationBuilder builder, string[] args)
    {
        builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1;[::1]";
        if (IsCommand(args))
            return; // it does not listen
        if (Addresses(builder.Configuration) is not { Count: > 0 } addresses)
            builder.WebHost.UseUrls(Address);
        else if (!builder.Configuration.GetValue<bool>(AddressesInFrontAreClosed) && addresses.Find(address => !IsLoopback(address)) is { } open)
            throw new OpenToOthersException(open);
    }

    /// <summary>
    /// A first word is a command of the tracker or of the store: codegen, db-patch, projections, … But <c>run</c> is
    /// the tracker itself: the store's command of that name would listen wherever it is configured to.
    /// </summary>
    private static bool IsCommand(string[] args) =>
        args is [not ['-', ..], ..] && !args[0].Equals("run", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The addresses that Kestrel is configured to listen on. Its own endpoints take precedence over URLs, and URLs
    /// over ports.
    /// </summary>
    private static List<string> Addresses(IConfiguration configuration)
    {
        string?[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"])];
        if (endpoints is [] && configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
            endpoints = urls.Split(';');
        if (endpoints is [])
            endpoints = [.. Ports(WebHostDefaults.HttpPortsKey, "http"), .. Ports(WebHostDefaults.HttpsPortsKey, "https")];
        return [.. endpoints.OfType<string>().Where(address => address.Length > 0)];

        // A port alone means all addresses of the machine.
        IEnumerable<string> Ports(string setting, string scheme) =>
            (configuration[setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"{scheme}://*:{port}");
    }

    // Kestrel takes a host that is neither localhost nor an address for any address, whatever the name.
    private static bool IsLoopback(string address) => BindingAddress.Parse(address) is var binding
        && (binding.IsUnixPipe || binding.IsNamedPipe || binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(binding.Host, out var ip) && IPAddress.IsLoopback(ip));

    public static async Task<int> RunTracker(this WebApplication app, string[] args)
    {
        if (args is ["backup" or "restore", ..])
            return await app.Services.GetRequiredService<BackupCommands>().Run(args, Console.Out, Console.Error);

        if (IsCommand(args))
            return await app.RunJasperFxCommands(args);

        // Only when nothing runs that could query: otherwise the connections of a stopped host stay open.
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            foreach (var pool in app.Services.AllPools())
                pool.Dispose();
        });
        await app.StartAsync();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("DiploTracker");
        log.LogInformation("The database is {Database}", app.Services.GetRequiredService<DatabaseServer>().Description);
        if (args.Contains(DemoFlag))
        {
            await app.Services.GetRequiredService<DemoArticle>().Record(CancellationToken.None);
            foreach (var url in app.Urls)
                log.LogInformation("Look at {Url}/api/negotiations/{Negotiation}, at its /history, and at {Url}/docs", url, DemoArticle.Negotiation, url);
        }
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Why the tracker cannot start, if the operator can fix it; null if the fault is ours.</summary>
    public static string? Mendable(Exception failure) => failure switch
    {
        DatabaseUnavailableException or KeysUnavailableException or OpenToOthersException or InvalidOriginException => failure.Message,
        _ when DatabaseFailure.Of(failure) is { } known => known.Reason,
        IOException { InnerException: { } inner } when inner.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"{failure.Message} Another program listens there, perhaps another tracker: stop it, or set ASPNETCORE_URLS to another address, as in ASPNETCORE_URLS=http://localhost:5081.",
        _ => null,
    };
}

/// <summary>The tracker is configured to listen where others than the users of this machine may reach it.</summary>
internal sealed class OpenToOthersException(string address) : Exception(
    $"The tracker does not listen on {address}: there is no access control yet, so whoever reaches that address could read and "
    + "record everything. Listen on loopback (ASPNETCORE_URLS=http://localhost:5080), or, where every address in front of the "
    + "tracker is closed to others, as in a container whose port is published on 127.0.0.1 only, say so by "
    + "Listen__AddressesInFrontAreClosed=true.");
