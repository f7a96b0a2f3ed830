using DiploTracker.Client;

namespace DiploTracker.Cli.Running;

/// <summary>The position of the log before a run: facts up to it were there already.</summary>
internal sealed record RunStart(long Position)
{
    public static async Task<RunStart> ReadAsync(
        DiploClient client, string? negotiation, CancellationToken cancellation)
    {
        if (negotiation is null)
            return new RunStart((await client.GetRecordingStateAsync(cancellation)).Value.Kept);

        try
        {
            var status = await client.GetNegotiationAsync(negotiation, cancellation: cancellation);
            return new RunStart(status.Freshness.Position ?? 0);
        }
        catch (DiploProblemException unknown) when (unknown.Status == 404)
        {
            return new RunStart(0);
        }
    }
}
