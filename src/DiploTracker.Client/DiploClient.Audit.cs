using System.Globalization;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>
    /// The log, or one negotiation, after a position: CloudEvents and seals, one per line, as they are read. The caller
    /// disposes the stream.
    /// </summary>
    public async Task<Stream> ExportAsync(long after = 0, string? negotiation = null,
        CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/audit/export"
            + Query(("after", after.ToString(CultureInfo.InvariantCulture)), ("negotiation", negotiation)));
        var response = await SendAsync(request, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>The root of the log's tree at a number of events; null if the log never had that many.</summary>
    public async Task<byte[]?> RootAsync(long size, CancellationToken cancellation = default)
    {
        try
        {
            var proof = await ProveConsistencyAsync(new ProveConsistencyQuery { From = size, To = size },
                cancellation: cancellation);
            return proof.Value.FromRoot;
        }
        catch (DiploProblemException unknown) when (unknown.Problem.Code == "not-found")
        {
            return null;
        }
    }
}
