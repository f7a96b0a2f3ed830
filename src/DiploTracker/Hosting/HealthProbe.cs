namespace DiploTracker.Hosting;

/// <summary>
/// <c>DiploTracker health</c>: asks the tracker that runs with the same settings whether it is ready, and exits with 0
/// or 1. For the health check of a container whose image has no other program that could ask.
/// </summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static async Task<int> Ask()
    {
        var address = AddressOf(Environment.GetEnvironmentVariable("ASPNETCORE_URLS"));
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync($"{address}/health/ready");
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception none) when (none is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine($"{address} does not answer: {none.GetBaseException().Message}");
            return 1;
        }
    }

    /// <summary>The first address listened on; one that means every network is reached on this machine.</summary>
    internal static string AddressOf(string? urls)
    {
        if (string.IsNullOrWhiteSpace(urls))
            return Tracker.Address;
        var address = BindingAddress.Parse(urls.Split(';')[0]);
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
