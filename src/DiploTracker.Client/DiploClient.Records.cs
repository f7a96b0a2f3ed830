using System.Net.Http.Json;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>One page of the facts that wait for what they refer to.</summary>
    public Task<Read<Page<ParkedFact>>> ParkedPageAsync(
        string key, string? after = null, CancellationToken cancellation = default) =>
        GetAsync<Page<ParkedFact>>($"{Negotiation(key)}/parked" + Query(("after", after)), wait: null, cancellation);

    /// <summary>One parked fact.</summary>
    public Task<Read<ParkedFact>> ParkedAsync(string key, string id, CancellationToken cancellation = default) =>
        GetAsync<ParkedFact>(
            $"{Negotiation(key)}/parked/{Uri.EscapeDataString(id)}", wait: null, cancellation);

    /// <summary>Withdraws a parked fact.</summary>
    public async Task WithdrawParkedAsync(string key, string id, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Delete, $"{Negotiation(key)}/parked/{Uri.EscapeDataString(id)}");
        using var response = await SendAsync(request, cancellation);
    }

    /// <summary>Registers a report.</summary>
    public async Task<RegisteredReport> RegisterReportAsync(Report report, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/reports")
        {
            Content = JsonContent.Create(report, options: CommandJson.Options),
        };
        using var response = await SendAsync(request, cancellation);
        return (await response.Content.ReadFromJsonAsync<RegisteredReport>(CommandJson.Options, cancellation))!;
    }

    /// <summary>A registered report by the SHA-256 of its text.</summary>
    public Task<Read<RegisteredReport>> GetReportAsync(string sha256, CancellationToken cancellation = default) =>
        GetAsync<RegisteredReport>($"api/reports/{Uri.EscapeDataString(sha256)}", wait: null, cancellation);

    /// <summary>Describes an actor; said again it replaces the description.</summary>
    public async Task DescribeActorAsync(string slug, Actor actor, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/actors/{Uri.EscapeDataString(slug)}")
        {
            Content = JsonContent.Create(actor, options: CommandJson.Options),
        };
        using var response = await SendAsync(request, cancellation);
    }
}
