using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>
/// A bounded cache of negotiation snapshots, shared by commands and reads. A cached snapshot may be out of date:
/// appends and reads each check it against the log.
/// </summary>
/// <param name="recording">Connections for the reads of commands; those of the readers if left out.</param>
public sealed class Timelines(NpgsqlDataSource database, Commits commits, Keys keys, NodeCache node, RecordingDatabase? recording = null)
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
        return await question.Answer.Task is var (memory, read) ? (memory, Keep(memory, negotiation, read)) : await Long(negotiation);
    }

    private async Task<(LogCache, NegotiationSnapshot)> Long(string negotiation)
    {
        await _long.WaitAsync();
        try
        {
            var (memory, read) = await Read([negotiation], CancellationToken.None, recording?.Source);
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
            var (memory, read) = await Read([.. questions.Select(question => question.Negotiation).Distinct()], CancellationToken.None, recording?.Source, LongestTogether);
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
        if (missing is not [] && await Read(missing, cancellation, through) is var (memory, read))
            foreach (var (key, one) in read)
                known[key] = Keep(memory, key, one).Timeline;
        return known!;
    }

    /// <summary>Is the negotiation cached as of the event, or later?</summary>
    internal bool Has(string negotiation, EventPlace place) => Kept(negotiation, place) is not null;

    /// <summary>The negotiation as stored in the log now, and the last position of the log.</summary>
    public async Task<(NegotiationSnapshot Known, long LogPosition)> Current(string negotiation, CancellationToken cancellation)
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
    public async ValueTask<(NegotiationSnapshot Known, long LogPosition, TimeSpan Age)> Recent(string negotiation, bool mayAge, CancellationToken cancellation)
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
    private async ValueTask<(NegotiationSnapshot Known, long LogPosition)> At(LogHead head, string negotiation, CancellationToken cancellation)
    {
        var kept = head.Memory.Negotiations.Get(negotiation);
        if (kept is null && head is { Version: 0, Age.Ticks: 0 } && head.Change == Guid.Empty)
            return (NegotiationSnapshot.Nothing, head.Position);
        // A different parked change is either later or was lost; the read tells which.
        if (kept is null || kept.Timeline.Version < head.Version || kept.Change.Id != head.Change)
        {
            var (memory, read) = await Read([negotiation], cancellation);
            kept = Keep(memory, negotiation, read[negotiation]);
            if (memory != head.Memory)
                return await Current(negotiation, cancellation);
        }
        return (kept, Math.Max(head.Position, kept.Timeline.Recorded is [.., var last] ? last.Position : 0));
    }

    /// <summary>The negotiation, read and folded again from the log, and this node's cached snapshot of it.</summary>
    internal async Task<(NegotiationSnapshot Fresh, NegotiationSnapshot? Kept)> Reread(string negotiation, CancellationToken cancellation, NpgsqlDataSource? through = null)
    {
        var before = node.Current;
        var kept = before.Negotiations.Get(negotiation);
        var (memory, read) = await Read([negotiation], cancellation, through);
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

    /// <summary>Reads negotiations from the log, and returns them with the cache of that log.</summary>
    /// <param name="longest">Negotiations with more facts are left out.</param>
    private async Task<(LogCache Memory, Dictionary<string, NegotiationSnapshot> Known)> Read(
        string[] negotiations, CancellationToken cancellation, NpgsqlDataSource? through = null, int? longest = null)
    {
        while (true)
        {
            var memory = node.Current;
            var (known, end) = await Fetch(negotiations, memory, cancellation, through, longest);
            // Everything before a confirmed position is confirmed; parked commands have no position.
            if (known?.Values.Any(one => one.Change != ParkedChange.None || one.Timeline.Recorded is [.., var last] && last.Position > commits.Position) == true)
                await commits.Confirm(end);
            if (known is not null)
                return (memory, known);
            node.Drop(memory);
        }
    }

    /// <summary>Null if the log is not the one that is cached.</summary>
    private async Task<(Dictionary<string, NegotiationSnapshot>? Known, LogEnd End)> Fetch(
        string[] negotiations, LogCache memory, CancellationToken cancellation, NpgsqlDataSource? through, int? longest)
    {
        var (newest, before) = (memory.Newest, negotiations.Select(memory.Negotiations.Get).ToList());
        await using var batch = (through ?? database).CreateBatch();
        // First: it keeps the table from being replaced until everything is read.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select {NodeCache.IsItTheSame(1, 2)}")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = newest.Position }, new NpgsqlParameter<Guid> { TypedValue = newest.Event } },
        });
        batch.BatchCommands.Add(Select(
            "select negotiation, revision, change from diplo.parked_revisions where negotiation = any ($1)", negotiations));
        batch.BatchCommands.Add(Select(
            "select negotiation, id, since, command, fact, recording from diplo.parked where negotiation = any ($1) order by since, id", negotiations));
        if (longest is null)
            batch.BatchCommands.Add(Select(
                $"select {StoredFact.Columns} from mt_events where stream_id = any ($1) order by stream_id, version", negotiations));
        else
        {
            batch.BatchCommands.Add(Select(
                $"""
                select {StoredFact.Columns} from mt_events
                where stream_id = any (array(select id from mt_streams where id = any ($1) and version <= {longest})) order by stream_id, version
                """, negotiations));
            batch.BatchCommands.Add(Select($"select id from mt_streams where id = any ($1) and version > {longest}", negotiations));
        }
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LogEnd.Select));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        keys.Refresh(); // a certificate that was read means its key is gone

        await rows.ReadAsync(cancellation);
        if (!memory.IsOf(rows.GetGuid(0), rows.GetBoolean(1)))
            return default;
        await rows.NextResultAsync(cancellation);
        var changes = await All(rows, row => new ParkedChange(row.GetInt64(1), row.GetGuid(2)), cancellation);
        if (before.Zip(negotiations).Any(pair => pair.First is { } kept && !changes[pair.Second].FirstOrDefault().MayFollow(kept.Change)))
            return default;
        await rows.NextResultAsync(cancellation);
        var parked = await All(rows, ParkedOf, cancellation);
        await rows.NextResultAsync(cancellation);
        keys.Refresh();
        var facts = await All(rows, row => StoredFact.Of(row).Read(keys), cancellation);
        if (longest is not null)
        {
            await rows.NextResultAsync(cancellation); // queried after the facts: one that grew in between is in both
            var tooLong = await All(rows, row => row.GetString(0), cancellation);
            negotiations = [.. negotiations.Where(key => !tooLong.Contains(key))];
        }
        var end = await Commits.LogEndAfter(rows, cancellation);
        return (negotiations.ToDictionary(key => key, key => new NegotiationSnapshot(Folded([.. facts[key]]), [.. parked[key]], changes[key].FirstOrDefault())), end);
    }

    /// <exception cref="UnreadableFactException">A fact cannot be folded; the message names it.</exception>
    private static Timeline Folded(List<Fact> facts)
    {
        try
        {
            return Timeline.Of(facts);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var folded = Timeline.Empty;
            foreach (var fact in facts)
                try
                {
                    folded = folded.With(fact);
                }
                catch (Exception at) when (at is not OutOfMemoryException)
                {
                    throw new UnreadableFactException(fact.Position, at);
                }
            throw;
        }
    }

    private static NpgsqlBatchCommand Select(string sql, string[] negotiations) =>
        new(sql) { Parameters = { new NpgsqlParameter { Value = negotiations, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } } };

    private static async Task<ILookup<string, T>> All<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        List<(string Negotiation, T Item)> all = [];
        while (await rows.ReadAsync(cancellation))
            all.Add((rows.GetString(0), read(rows)));
        return all.ToLookup(row => row.Negotiation, row => row.Item);
    }

    /// <summary>A pending request for a negotiation; the answer is null if it has to be read by itself.</summary>
    private sealed record Question(string Negotiation)
    {
        public TaskCompletionSource<(LogCache Memory, NegotiationSnapshot Known)?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private Parked ParkedOf(NpgsqlDataReader row)
    {
        return new Parked(
            row.GetGuid(1),
            Sealed.Read(keys, row.GetGuid(1), Language.Commands[row.GetString(3)], row.GetFieldValue<byte[]>(4)),
            row.GetFieldValue<DateTimeOffset>(2),
            JsonSerializer.Deserialize<Negotiations.EventMetadata>(row.GetFieldValue<byte[]>(5), RecordingHeaders.Json)!);
    }
}

/// <summary>The <c>headers</c> column of an event.</summary>
internal readonly record struct RecordingHeaders(string? Command, Guid? CommandId, int? RestsOnNext = null)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="InvalidOperationException">
    /// The column has an unknown member: it would be stored, but neither read nor sealed.
    /// </exception>
    public static RecordingHeaders Read(ReadOnlySpan<byte> json, InternTable<string>? texts = null)
    {
        var reader = new Utf8JsonReader(json);
        var headers = default(RecordingHeaders);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("command"u8) && reader.Read())
                headers = headers with { Command = texts?.Of(ref reader) ?? reader.GetString() };
            else if (reader.ValueTextEquals("commandId"u8) && reader.Read())
                headers = headers with { CommandId = reader.GetGuid() };
            else if (reader.ValueTextEquals("restsOnNext"u8) && reader.Read())
                headers = headers with { RestsOnNext = reader.GetInt32() };
            else
                throw new InvalidOperationException($"The headers hold '{reader.GetString()}', which the tracker does not write.");
        }
        return headers;
    }

    public static byte[] Write(Negotiations.EventMetadata recording) => JsonSerializer.SerializeToUtf8Bytes(
        new RecordingHeaders(recording.Command, recording.CommandId, recording.RestsOnNext == 0 ? null : recording.RestsOnNext), Json);
}
