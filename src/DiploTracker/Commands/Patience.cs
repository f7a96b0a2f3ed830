using System.Diagnostics;
using System.IO.Pipelines;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Commands;

/// <summary>The settings for streams of commands: the section <c>Commands</c>.</summary>
public sealed record CommandSettings
{
    /// <summary>
    /// How long a client that waits for no answer may go without sending a whole line; an empty line counts.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>
/// The read timeout of one stream of commands. It runs from the last whole line, or from the answer to it, so that
/// neither silence nor a line sent byte by byte holds the connection for ever.
/// </summary>
internal sealed class Patience(TimeSpan longest)
{
    /// <summary>Bytes per second: the time added for the bytes received of an unfinished line.</summary>
    private const double LeastRate = 1_000;

    private long _heard = Stopwatch.GetTimestamp();
    private int _unanswered;

    /// <summary>The refusal after a timeout; null before.</summary>
    public Refusal? IsOver { get; private set; }

    /// <summary>A whole line arrived.</summary>
    public void Heard() => Volatile.Write(ref _heard, Stopwatch.GetTimestamp());

    /// <summary>A line awaits its answer.</summary>
    public void Asked() => Interlocked.Increment(ref _unanswered);

    public void Answered()
    {
        Heard();
        Interlocked.Decrement(ref _unanswered);
    }

    /// <summary>The next read; null on a timeout.</summary>
    /// <param name="halfLine">Bytes received of an unfinished line.</param>
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
            waiting.CancelAfter(left > TimeSpan.Zero ? left : longest); // awaiting an answer is not silence
            try
            {
                return await reader.ReadAsync(waiting.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Timed out, unless a line was answered meanwhile: check again.
            }
        }
    }
}
