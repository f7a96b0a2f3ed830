namespace DiploTracker.Nodes;

/// <summary>Registers the leases, which give each kind of work to one node, and their health check.</summary>
internal static class NodeServices
{
    // Before the workers, because what is started first is stopped last: leases are given back after the workers ended.
    public static void AddNodes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Leases>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Leases>());
        builder.Services.AddHealthChecks().AddCheck<LeaseHealth>("work", timeout: TimeSpan.FromSeconds(2));
    }
}
