namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>One page of the facts that wait for what they refer to.</summary>
    public Task<Read<Page<ParkedFact>>> ParkedPageAsync(
        string key, string? after = null, CancellationToken cancellation = default) =>
        GetAsync<Page<ParkedFact>>($"{Negotiation(key)}/parked" + Query(("after", after)), wait: null, cancellation);

    /// <summary>Withdraws a parked fact.</summary>
    public async Task WithdrawParkedAsync(string key, string id, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Delete, $"{Negotiation(key)}/parked/{Uri.EscapeDataString(id)}");
        using var response = await SendAsync(request, cancellation);
    }

    /// <summary>Registers a report; one that is known already stays as it is, and is returned.</summary>
    public Task<Read<RegisteredReport>> RegisterReportAsync(Report report, CancellationToken cancellation = default) =>
        PostAsync<Report, RegisteredReport>("api/reports", report, cancellation);
}
