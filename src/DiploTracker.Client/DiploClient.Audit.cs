using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>
    /// The log, or one negotiation, after a position: CloudEvents and seals, one per line, as they are read. The caller
    /// disposes the stream.
    /// </summary>
    public async Task<Stream> ExportAsync(long after = 0, string? negotiation = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/audit/export"
            + Query(("after", after.ToString(CultureInfo.InvariantCulture)), ("negotiation", negotiation)));
        var response = await SendAsync(request, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>The root of the log's tree at a number of events; null if the log never had that many.</summary>
    public async Task<byte[]?> RootAsync(long size, CancellationToken cancellation = default)
    {
        var both = size.ToString(CultureInfo.InvariantCulture);
        try
        {
            var proof = await GetAsync<JsonElement>("api/audit/proofs/consistency" + Query(("from", both), ("to", both)), wait: null, cancellation);
            return proof.Json.GetProperty("fromRoot").GetBytesFromBase64();
        }
        catch (DiploProblemException unknown) when (unknown.Problem.Code == "not-found")
        {
            return null;
        }
    }

    /// <summary>Erases a person, or the words of a fact or of a report; it cannot be undone.</summary>
    public Task<Read<ErasureAnswer>> EraseAsync(RequestErasure erasure, CancellationToken cancellation = default) =>
        PostAsync<RequestErasure, ErasureAnswer>("api/audit/erasures", erasure, cancellation);

    /// <summary>
    /// The state of recording: why it is stopped, if it is, and the earlier interventions of operators.
    /// </summary>
    public Task<Read<RecordingState>> RecordingAsync(CancellationToken cancellation = default) =>
        GetAsync<RecordingState>("api/audit/recording", wait: null, cancellation);

    /// <summary>Accepts that the log is not the one that was sealed; it cannot be undone.</summary>
    public Task<Read<RecordingState>> AcceptLossAsync(AcceptLoss loss, CancellationToken cancellation = default) =>
        PostAsync<AcceptLoss, RecordingState>("api/audit/recording/accept-loss", loss, cancellation);

    /// <summary>Sets the last recorded time back to the clock of the database.</summary>
    public Task<Read<RecordingState>> SetTimeBackAsync(SetTimeBack asked, CancellationToken cancellation = default) =>
        PostAsync<SetTimeBack, RecordingState>("api/audit/recording/set-time-back", asked, cancellation);

    /// <summary>Each fact with the fields it changed, before and after.</summary>
    /// <param name="order">recorded or canonical.</param>
    /// <param name="from">A version; or a time (RFC 3339), in canonical order a date (EDTF).</param>
    public Task<Read<JsonElement>> ReplayAsync(
        string key, string order = "recorded", string? from = null, string? to = null, CancellationToken cancellation = default) =>
        GetAsync<JsonElement>(
            $"api/audit/negotiations/{Uri.EscapeDataString(key)}/replay" + Query(("order", order), ("from", from), ("to", to)), wait: null, cancellation);

    private async Task<Read<TAnswer>> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: CommandJson.Options) };
        using var response = await SendAsync(request, cancellation);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(CommandJson.Options, cancellation);
        return new Read<TAnswer>(json.Deserialize<TAnswer>(CommandJson.Options)!, json, FreshnessOf(response));
    }
}
