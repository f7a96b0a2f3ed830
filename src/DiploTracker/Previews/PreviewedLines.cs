using DiploTracker.Commands;
using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Previews;

/// <summary>The lines of one request: each negotiation goes on from the line before.</summary>
internal sealed class PreviewedLines(Previewer previewer, string address)
{
    private readonly Dictionary<string, DryRun> _runs = [];
    private long _held;

    public async Task<LineAnswer> Preview(int line, Submission submission, CancellationToken cancellation)
    {
        try
        {
            if (await previewer.Stopped(cancellation) is { } stopped)
                return Last(stopped);
            if (!_runs.TryGetValue(submission.Negotiation, out var run))
            {
                run = await previewer.Begin(submission.Negotiation, mayAge: false, cancellation);
                if (_runs.Count > 0) // the first is like that of any single preview
                    _held += run.Version;
                _runs.Add(submission.Negotiation, run);
            }
            if (++_held > Limits.PreviewFacts)
                return Last(TooMany);
            var tried = await run.Decide(submission with { IdempotencyKey = null }, IdOf(line));
            return tried.Decision.Refused is { } no
                ? LineAnswer.Of(line, no.Refusal, address)
                : new LineAnswer(IsRefusal: false, new PreviewedLine(line, Previewing.Of(tried)));
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is not null)
        {
            return Last(previewer.Failed(failure));
        }

        LineAnswer Last(Refusal refusal)
        {
            submission.Sequence!.Break();
            return LineAnswer.Of(line, refusal, address);
        }
    }

    /// <summary>The id of the fact of a line, by which later lines may name it, as a correction does.</summary>
    private static Guid IdOf(int line) => Guid.Parse($"00000000-0000-0000-0000-{line:D12}");

    private static Refusal TooMany => Problems.Malformed.Because(
        $"A preview of lines holds {Limits.PreviewFacts:N0} facts at most, with those of the negotiations that it "
        + "names; send fewer lines at a time.");
}
