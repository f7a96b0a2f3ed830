using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// Reads how far the log and single negotiations have come. Readers share queries: the first is sent at once, and all
/// that arrive while it is under way wait for the next one. So each answer is from after its request, and includes
/// everything committed before.
/// </summary>
internal sealed class HeadReader(NpgsqlDataSource database, NodeCache node, Commits commits)
{
    /// <summary>How long an answer that several readers waited for serves later readers that accept its age.</summary>
    public static readonly TimeSpan Serves = TimeSpan.FromMilliseconds(10);

    /// <summary>Maximum number of negotiations remembered as read by many at once.</summary>
    private const int MostOften = 1_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, (LogHead Head, long AskedAt)> _often = new();
    private Question? _next;
    private bool _isAsking;

    /// <summary>As <see cref="Of"/>, or up to a moment old, with its age, if many read the same negotiation.</summary>
    public ValueTask<LogHead> Recent(string negotiation, CancellationToken cancellation) =>
        _often.TryGetValue(negotiation, out var recent) && recent.Head.Memory == node.Current && Stopwatch.GetElapsedTime(recent.AskedAt) is var age && age < Serves
            ? ValueTask.FromResult(recent.Head with { Age = age })
            : new ValueTask<LogHead>(Of(negotiation, cancellation));

    /// <param name="negotiation">A valid key; the caller must check.</param>
    public async Task<LogHead> Of(string negotiation, CancellationToken cancellation)
    {
        Question question;
        var isFirst = false;
        lock (_lock)
        {
            question = _next ??= new Question();
            question.Add(negotiation);
            if (!_isAsking)
                _isAsking = isFirst = true;
        }
        if (isFirst)
            _ = Ask();
        return (await question.Answer.Task.WaitAsync(cancellation))[negotiation];
    }

    private async Task Ask()
    {
        while (Take() is { } question)
        {
            try
            {
                var askedAt = Stopwatch.GetTimestamp();
                var heads = await Ask([.. question.Readers.Keys]);
                Remember(question, heads, askedAt);
                question.Answer.SetResult(heads);
            }
            catch (Exception failure) // any failure goes to the callers
            {
                question.Answer.SetException(failure);
            }
        }
    }

    private void Remember(Question question, Dictionary<string, LogHead> heads, long askedAt)
    {
        if (_often.Count > MostOften)
            _often.Clear();
        foreach (var (negotiation, readers) in question.Readers)
            if (readers > 1)
                _often[negotiation] = (heads[negotiation], askedAt);
    }

    private Question? Take()
    {
        lock (_lock)
        {
            var taken = _next;
            _next = null;
            _isAsking = taken is not null;
            return taken;
        }
    }

    private async Task<Dictionary<string, LogHead>> Ask(string[] negotiations)
    {
        while (true)
        {
            var memory = node.Current;
            if (await Ask(negotiations, memory) is { } heads)
                return heads;
            node.Drop(memory);
        }
    }

    /// <summary>Null if the log is not the one that is cached.</summary>
    private async Task<Dictionary<string, LogHead>?> Ask(string[] negotiations, LogCache memory)
    {
        var newest = memory.Newest;
        await using var ask = database.CreateCommand(
            $"""
            select k.key, {NodeCache.IsItTheSame(2, 3)}, {LogEnd.Columns},
                   coalesce((select version from mt_streams where id = k.key), 0),
                   coalesce((select change from diplo.parked_revisions where negotiation = k.key), '{Guid.Empty}'::uuid)
            from unnest($1) k (key)
            """);
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = negotiations });
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = newest.Position });
        ask.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = newest.Event });
        var end = default(LogEnd);
        Dictionary<string, LogHead> heads = new(negotiations.Length);
        await using (var rows = await ask.ExecuteReaderAsync())
            while (await rows.ReadAsync())
            {
                if (!memory.IsOf(rows.GetGuid(1), rows.GetBoolean(2)))
                    return null;
                end = LogEnd.Of(rows, 3);
                heads[rows.GetString(0)] = new LogHead(memory, end.Position, rows.GetInt64(5), rows.GetGuid(6), Age: TimeSpan.Zero);
            }
        if (await commits.Reached(end) is var reached && reached < end.Position)
            foreach (var negotiation in negotiations)
                heads[negotiation] = heads[negotiation] with { Position = reached };
        return heads;
    }

    private sealed class Question
    {
        /// <summary>Number of readers waiting for the answer, by negotiation.</summary>
        public Dictionary<string, int> Readers { get; } = [];

        public TaskCompletionSource<Dictionary<string, LogHead>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(string negotiation) => Readers[negotiation] = Readers.GetValueOrDefault(negotiation) + 1;
    }
}

/// <summary>The end of the log and the state of one negotiation in it; version 0 if that was never opened.</summary>
/// <param name="Memory">The cache of this log.</param>
/// <param name="Change">The id of the last parked change; empty if there was none.</param>
/// <param name="Age">
/// How long ago the database was asked; later commits may be missing. Zero if it was asked for this reader.
/// </param>
internal readonly record struct LogHead(LogCache Memory, long Position, long Version, Guid Change, TimeSpan Age);
