using System.Text;
using System.Text.Json.Nodes;
using DiploTracker.Commands;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Demo;

/// <summary>
/// <c>--demo</c>: records one news article, of 7 August 2025, sentence by sentence, as the negotiation
/// <c>ukraine-2025</c>.
/// </summary>
internal sealed class DemoArticle(Recorder recorder, Timelines timelines, ILogger<DemoArticle> logger)
{
    public const string Negotiation = "ukraine-2025";

    private static readonly Caller Caller = new("demo");

    /// <summary>Records the whole article or nothing, unless the negotiation exists.</summary>
    public async Task Record(CancellationToken cancellation)
    {
        if ((await timelines.Current(Negotiation, cancellation)).Known.Timeline.Version > 0)
            return;

        var outcome = await recorder.Record(new Submission(Negotiation, [.. Commands()], Caller), cancellation);
        if (outcome is Refused { Refusal: { } stopped } && stopped.Problem == Problems.RecordingStopped)
        {
            logger.LogWarning("The demo is not recorded: {Reason}", stopped.Detail); // operators need the tracker up
            return;
        }
        if (outcome is Refused refused)
            throw new InvalidOperationException($"The demo could not be recorded, command {refused.Index}: {refused.Refusal.Detail}");
        logger.LogInformation("Recorded the article of 7 August 2025 as the negotiation {Negotiation}", Negotiation);
    }

    internal static IEnumerable<Negotiations.Command> Commands()
    {
        using var lines = new StreamReader(typeof(DemoArticle).Assembly.GetManifestResourceStream("DiploTracker.Demo.ukraine-2025.ndjson")!, Encoding.UTF8);
        while (lines.ReadLine() is { } line)
        {
            var (named, refusal) = NamedCommand.Read(JsonNode.Parse(line)!.AsObject());
            yield return named?.Command ?? throw new InvalidOperationException(refusal!.Detail);
        }
    }
}
