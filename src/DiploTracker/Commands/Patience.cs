using System.Diagnostics;
using System.IO.Pipelines;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Commands;

/// <summary>How streams of commands are treated: the section <c>Commands</c> of the settings.</summary>
public sealed record CommandSettings
{
    /// <summary>
    /// How long a client that waits for no answer may send no whole line; an empty line is a sign of life.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>
/// How long one stream of commands is waited for. The time runs from the last whole line, or from the answer to it, so
/// that neither silence nor a line that comes byte by byte keeps the connection for ever.
/// </summary>
internal sealed class Patience(TimeSpan longest)
{
    /// <summary>A line that is still coming has so much longer: bytes a second.</summary>
    private const double LeastRate = 1_000;

    private long _heard = Stopwatch.GetTimestamp();
    private int _unanswered;

    /// <summary>What the client is told when nothing came for too long; null before that.</summary>
    public Refusal? IsOver { get; private set; }

    /// <summary>A line came whole.</summary>
    public void Heard() => Volatile.Write(ref _heard, Stopwatch.GetTimestamp());

    /// <summary>A line is to be answered.</summary>
    public void Asked() => Interlocked.Increment(ref _unanswered);

    public void Answered()
    {
        Heard();
        Interlocked.Decrement(ref _unanswered);
    }

    /// <summary>What comes next; null when it does not come in time.</summary>
    /// <param name="halfLine">How many bytes of a line have come already.</param>
    public async ValueTask<ReadResult?> Read(PipeReader reader, long halfLine, CancellationToken cancellation)
    {
        while (true)
        {
            var left = longest + TimeSpan.FromSeconds(halfLine / LeastRate) - Stopwatch.GetElapsedTime(Volatile.Read(ref _heard));
            if (left <= TimeSpan.Zero && Volatile.Read(ref _unanswered) == 0)
            {
                IsOver = Problems.Silence.Because(halfLine == 0
                    ? $"No line came for {longest.TotalSeconds:0.#} seconds."
                    : $"A line was begun, {halfLine} bytes, and did not end in {longest.TotalSeconds:0.#} seconds; it was not recorded.");
                return null;
            }
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            waiting.CancelAfter(left > TimeSpan.Zero ? left : longest); // who waits for an answer is not silent
            try
            {
                return await reader.ReadAsync(waiting.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Is it over, or was a line answered meanwhile?
            }
        }
    }
}
