namespace DiploTracker.Nodes;

/// <summary>What one node does for all: the leases on it, and which node has them.</summary>
internal static class NodeServices
{
    // Before the workers, for what is started first is stopped last: they have ended when their leases are given back.
    public static void AddNodes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Leases>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Leases>());
        builder.Services.AddHealthChecks().AddCheck<LeaseHealth>("work", timeout: TimeSpan.FromSeconds(2));
    }
}
