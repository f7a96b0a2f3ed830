using System.Diagnostics;
using DiploTracker.Database;
using DiploTracker.Kernel;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// Appends what several negotiations decided in one transaction. A transaction costs the same for one event as for
/// many, but blocks other appends, so a group is bounded in number and bytes.
/// </summary>
internal sealed partial class GroupCommit(Log log, NodeCache node, RecorderMetrics metrics, Outage outage, ILogger logger)
{
    /// <summary>Maximum number of bytes that one transaction writes: events and parked commands, as stored.</summary>
    public const long MostBytes = 4 << 20;

    /// <summary>Minimum weight of a fact in bytes, which also bounds the number of facts per transaction.</summary>
    private const long LeastBytes = MostBytes / 1_024;

    private readonly GroupedWork<Commit> _groups = new(MostBytes, commit => commit.Weight, group => Append(group, log, node, metrics, outage, logger));

    /// <summary>The number of streams that wait for the next append.</summary>
    internal int Waiting => _groups.Waiting;

    /// <summary>Appends what one negotiation decided, together with concurrent appends.</summary>
    /// <remarks>May continue on the thread that appends: long work belongs on another.</remarks>
    /// <returns>Null if recording is stopped: it was not appended.</returns>
    /// <exception cref="RecordingUnavailableException">It is not known whether it was appended.</exception>
    public async Task<StreamAppendResult?> Append(StreamAppend stream)
    {
        var commit = new Commit(stream);
        await _groups.Add(commit);
        return await commit.Landing.Task;
    }

    private static async Task Append(List<Commit> group, Log log, NodeCache node, RecorderMetrics metrics, Outage outage, ILogger logger)
    {
        IEnumerable<StreamAppendResult?> landings;
        try
        {
            var started = Stopwatch.GetTimestamp();
            // Decisions on a log that turned out to be a different one are made again.
            var memory = node.Current;
            List<StreamAppend> current = [.. group.Select(commit => commit.Stream).Where(stream => stream.Memory == memory)];
            if (current is [])
            {
                // A cache that nothing was decided on may never have been compared with the log: an append would take
                // it for stale.
                group.ForEach(commit => commit.Landing.SetResult(StreamAppendResult.Behind));
                return;
            }
            var result = await log.Append(current, memory);
            if (result is { IsAnother: true })
                node.Drop(memory);
            if (result is not null)
                outage.Appended();
            metrics.Appended(group.Sum(commit => commit.Stream.Decisions.Count), Stopwatch.GetElapsedTime(started));
            landings = result is null ? group.Select(_ => default(StreamAppendResult)) : [.. Landings(group, memory, result)];
        }
        catch (PostgresException refused) when (group.Count > 1 && DatabaseFailure.IsOfTheData(refused))
        {
            // Nothing was appended. Splitting the group isolates the bad data, and the rest lands.
            await Append(group[..(group.Count / 2)], log, node, metrics, outage, logger);
            await Append(group[(group.Count / 2)..], log, node, metrics, outage, logger);
            return;
        }
        catch (Exception failure)
        {
            // Fail every caller and let the next group go on. It is not known what was appended.
            if (!outage.ReportAppend(failure))
                LogFailure(logger, failure, group.Sum(commit => commit.Stream.Decisions.Count));
            foreach (var commit in group)
                commit.Landing.SetException(RecordingUnavailableException.Of(failure));
            return;
        }
        foreach (var (commit, landing) in group.Zip(landings))
            commit.Landing.SetResult(landing);
    }

    private static IEnumerable<StreamAppendResult> Landings(List<Commit> group, LogCache memory, AppendResult result)
    {
        var landed = 0;
        foreach (var stream in group.Select(commit => commit.Stream))
        {
            var isBehind = stream.Memory != memory || result.Behind.Contains(stream.Negotiation);
            yield return new StreamAppendResult(isBehind, result.Position + 1 + landed, result.FirstOf(stream.Negotiation, landed), result.Answered);
            landed += isBehind ? 0 : stream.Facts.Count;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database did not take a group of {Count} requests")]
    private static partial void LogFailure(ILogger logger, Exception failure, int count);

    private sealed record Commit(StreamAppend Stream)
    {
        public long Weight { get; } = Math.Max(Stream.Bytes, Math.Max(1, Stream.Facts.Count) * LeastBytes);

        // Continues on the appending thread: little is left to do for a negotiation, and a thread switch costs more.
        public TaskCompletionSource<StreamAppendResult?> Landing { get; } = new();
    }
}

/// <summary>Where the decisions of one negotiation landed.</summary>
/// <param name="IsBehind">
/// They did not: the negotiation had moved on, a request was already answered, or the log is a different one.
/// </param>
/// <param name="Position">The position of its first event.</param>
/// <param name="RecordedAt">The time of its first event; each one after it is a microsecond later.</param>
/// <param name="Answered">Requests of the group that were already answered.</param>
internal sealed record StreamAppendResult(bool IsBehind, long Position, DateTimeOffset RecordedAt, Guid[] Answered)
{
    /// <summary>The log was not queried, because the cache that it was decided on is gone.</summary>
    public static StreamAppendResult Behind { get; } = new(IsBehind: true, Position: 0, default, []);
}
