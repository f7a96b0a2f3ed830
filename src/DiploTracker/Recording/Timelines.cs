using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// A bounded cache of negotiation snapshots, shared by commands and reads. A cached snapshot may be out of date:
/// appends and reads each check it against the log.
/// </summary>
/// <param name="recording">Connections for the reads of commands; those of the readers if left out.</param>
public sealed class Timelines(
    NpgsqlDataSource database, Commits commits, Keys keys, NodeCache node, RecordingDatabase? recording = null)
{
    /// <summary>Negotiations with more facts are left out of batched reads.</summary>
    private const int LongestTogether = 100;

    /// <summary>
    /// Maximum number of negotiations in one batched read, and of long ones read beside it, each on its own connection.
    /// </summary>
    private const int MostTogether = 256, MostLong = 2;

    private readonly Lock _keeping = new();

    private readonly SemaphoreSlim _long = new(MostLong);

    private GroupedWork<Question> Questions => field ??= new(MostTogether, _ => 1, Answer);

    private readonly HeadReader _heads = new(database, node, commits);

    private readonly SnapshotReader _log = new(database, commits, keys, node);

    /// <summary>Opens the sealed values of facts.</summary>
    internal Keys Keys => keys;

    /// <summary>Confirms what was read before it is cached.</summary>
    internal Commits Commits => commits;

    /// <summary>
    /// The snapshot of a negotiation, from the cache or else from the log, in one read with other pending requests.
    /// Long negotiations are read separately, so that they do not hold up the others.
    /// </summary>
    /// <returns>The snapshot, and the cache of the log that it belongs to.</returns>
    internal ValueTask<(LogCache Memory, NegotiationSnapshot Known)> Of(string negotiation) =>
        node.Current is var memory && memory.Negotiations.Get(negotiation) is { } kept
            ? ValueTask.FromResult((memory, kept))
            : new ValueTask<(LogCache, NegotiationSnapshot)>(Asked(negotiation));

    private async Task<(LogCache, NegotiationSnapshot)> Asked(string negotiation)
    {
        var question = new Question(negotiation);
        await Questions.Add(question);
        return await question.Answer.Task is var (memory, read)
            ? (memory, Keep(memory, negotiation, read))
            : await Long(negotiation);
    }

    private async Task<(LogCache, NegotiationSnapshot)> Long(string negotiation)
    {
        await _long.WaitAsync();
        try
        {
            var (memory, read) = await _log.Read([negotiation], CancellationToken.None, recording?.Source);
            return (memory, Keep(memory, negotiation, read[negotiation]));
        }
        finally
        {
            _long.Release();
        }
    }

    private async Task Answer(List<Question> questions)
    {
        try
        {
            string[] asked = [.. questions.Select(question => question.Negotiation).Distinct()];
            var (memory, read) = await _log.Read(asked, CancellationToken.None, recording?.Source, LongestTogether);
            foreach (var question in questions)
                question.Answer.SetResult(read.GetValueOrDefault(question.Negotiation) is { } known ? (memory, known) : null);
        }
        catch (InvalidOperationException) when (questions.Count > 1)
        {
            // One unreadable negotiation must not fail the others: read each by itself.
            foreach (var question in questions)
                question.Answer.SetResult(null);
        }
        catch (Exception failure) // any failure goes to the callers
        {
            foreach (var question in questions)
                question.Answer.SetException(failure);
        }
    }

    /// <summary>
    /// Timelines with all facts up to the given event of each negotiation, as stored in the log; later facts may be
    /// included.
    /// </summary>
    /// <param name="through">The connections to use; those of the readers if left out.</param>
    internal async Task<Dictionary<string, Timeline>> UpTo(
        IReadOnlyDictionary<string, EventPlace> places, CancellationToken cancellation, NpgsqlDataSource? through = null)
    {
        var known = places.ToDictionary(pair => pair.Key, pair => Kept(pair.Key, pair.Value));
        var missing = known.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray();
        if (missing is not [] && await _log.Read(missing, cancellation, through) is var (memory, read))
            foreach (var (key, one) in read)
                known[key] = Keep(memory, key, one).Timeline;
        return known!;
    }

    /// <summary>Is the negotiation cached as of the event, or later?</summary>
    internal bool Has(string negotiation, EventPlace place) => Kept(negotiation, place) is not null;

    /// <summary>The negotiation as stored in the log now, and the last position of the log.</summary>
    public async Task<(NegotiationSnapshot Known, long LogPosition)> Current(
        string negotiation, CancellationToken cancellation)
    {
        if (!Slug.IsKey(negotiation))
            return (NegotiationSnapshot.Nothing, 0);
        var head = await _heads.Of(negotiation, cancellation);
        return await At(head, negotiation, cancellation);
    }

    /// <summary>
    /// The same for a reader that is shown its age: if many read one negotiation, the answer may be up to 10 ms old. It
    /// always includes this node's own appends.
    /// </summary>
    public async ValueTask<(NegotiationSnapshot Known, long LogPosition, TimeSpan Age)> Recent(
        string negotiation, bool mayAge, CancellationToken cancellation)
    {
        if (!Slug.IsKey(negotiation))
            return (NegotiationSnapshot.Nothing, 0, TimeSpan.Zero);
        var head = mayAge ? await _heads.Recent(negotiation, cancellation) : await _heads.Of(negotiation, cancellation);
        var (known, position) = await At(head, negotiation, cancellation);
        return (known, position, head.Age);
    }

    private Timeline? Kept(string negotiation, EventPlace place) =>
        node.Current.Negotiations.Get(negotiation) is { Timeline: var kept } && kept.Has(place.Position, place.Event) ? kept : null;

    /// <summary>The negotiation, at least as new as the head.</summary>
    private async ValueTask<(NegotiationSnapshot Known, long LogPosition)> At(
        LogHead head, string negotiation, CancellationToken cancellation)
    {
        var kept = head.Memory.Negotiations.Get(negotiation);
        if (kept is null && head is { Version: 0, Age.Ticks: 0 } && head.Change == Guid.Empty)
            return (NegotiationSnapshot.Nothing, head.Position);
        // A different parked change is either later or was lost; the read tells which.
        if (kept is null || kept.Timeline.Version < head.Version || kept.Change.Id != head.Change)
        {
            var (memory, read) = await _log.Read([negotiation], cancellation);
            kept = Keep(memory, negotiation, read[negotiation]);
            if (memory != head.Memory)
                return await Current(negotiation, cancellation);
        }
        return (kept, Math.Max(head.Position, kept.Timeline.Recorded is [.., var last] ? last.Position : 0));
    }

    /// <summary>The negotiation, read and folded again from the log, and this node's cached snapshot of it.</summary>
    internal async Task<(NegotiationSnapshot Fresh, NegotiationSnapshot? Kept)> Reread(
        string negotiation, CancellationToken cancellation, NpgsqlDataSource? through = null)
    {
        var before = node.Current;
        var kept = before.Negotiations.Get(negotiation);
        var (memory, read) = await _log.Read([negotiation], cancellation, through);
        return (read[negotiation], memory == before ? kept : null);
    }

    /// <summary>
    /// Caches a snapshot, unless the cached one is as new: a caller that has seen it must not be shown less.
    /// </summary>
    internal NegotiationSnapshot Keep(LogCache memory, string negotiation, NegotiationSnapshot known)
    {
        if (known.Timeline.Recorded is [.., var last])
            memory.Saw(new EventPlace(last.Position, last.Id));
        if (known.IsNothing)
            return known;
        lock (_keeping)
        {
            if (memory.Negotiations.Get(negotiation) is { } kept
                && kept.Timeline.Version >= known.Timeline.Version && kept.Change.Number >= known.Change.Number)
                return kept;
            memory.Negotiations.Put(negotiation, known, 1 + known.Timeline.Version + known.Parked.Count);
        }
        return known;
    }

    public void Forget(string negotiation) => node.Current.Negotiations.Forget(negotiation);

    /// <summary>A pending request for a negotiation; the answer is null if it has to be read by itself.</summary>
    private sealed record Question(string Negotiation)
    {
        public TaskCompletionSource<(LogCache Memory, NegotiationSnapshot Known)?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
