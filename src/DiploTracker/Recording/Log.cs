using System.Text.Json;
using DiploTracker.Forgetting;
using DiploTracker.Negotiations;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>The log in the database: one call appends what a group of negotiations decided (append.sql).</summary>
public sealed class Log(NpgsqlDataSource database, LogClock clock, Keys keys)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = EventJson.Options.Encoder };

    private const int Parameters = 34;

    private static readonly string AppendCall =
        $"select * from diplo.append({string.Join(", ", Enumerable.Range(1, Parameters).Select(number => $"${number}"))})";

    private readonly ActorsSeen _actors = new();

    /// <summary>Appends; what is on disk when it returns. No token: a commit that was asked for is waited for.</summary>
    internal async Task<AppendResult> Append(IReadOnlyCollection<Appending> group)
    {
        await using var append = database.CreateCommand(AppendCall);
        AddStreams(append.Parameters, group);
        AddEvents(append.Parameters, group);
        AddRequests(append.Parameters, group);
        AddParked(append.Parameters, group);
        AddLines(append.Parameters, group);
        var mentioned = AddActors(append.Parameters, group);
        keys.Settle();

        var result = new AppendResult();
        await using var rows = await append.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (rows.IsDBNull(5))
                result.Landed[rows.GetString(0)] = new Landed(rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3), rows.GetInt64(4));
            else
                result.Answered.Add(rows.GetGuid(5));
        }
        if (result.Landed.Values.MaxBy(landed => landed.FirstRecordedAt) is { } last)
            clock.Set(last.FirstRecordedAt.UtcDateTime);
        if (result.Landed.Count == group.Count)
            _actors.Add(mentioned);
        return result;
    }

    /// <summary>How a request was answered before; null when the key has not been used, and no answer when it was another request.</summary>
    internal async Task<(bool IsSame, Outcome? Outcome)?> AnswerOf(Guid request, byte[] asked)
    {
        await using var select = database.CreateCommand(
            """
            select r.request, r.negotiation, r.version, r.refusal, coalesce(e.position, last.seq_id, 0), e.ids, e.types, r.parked
            from diplo.requests r
            left join lateral (
                select max(m.seq_id) as position, array_agg(m.id order by m.version) as ids, array_agg(m.type order by m.version) as types
                from mt_events m
                where m.stream_id = r.negotiation and m.version > r.version - r.events and m.version <= r.version) e on r.events > 0
            left join mt_events last on last.stream_id = r.negotiation and last.version = r.version
            where r.id = $1
            """);
        select.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request });
        await using var row = await select.ExecuteReaderAsync();
        if (!await row.ReadAsync())
            return null;

        if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(keys.Blinded(asked)))
            return (false, null);
        if (!row.IsDBNull(3))
            return (true, JsonSerializer.Deserialize<StoredRefusal>(row.GetString(3), Json)!.Refused(asked));

        if (!row.IsDBNull(7))
            return (true, new Waiting(row.GetString(1), row.GetGuid(7)));

        var version = row.GetInt64(2);
        var ids = row.IsDBNull(5) ? [] : row.GetFieldValue<Guid[]>(5);
        var types = row.IsDBNull(6) ? [] : row.GetFieldValue<string[]>(6);
        var events = ids.Zip(types).Select((pair, index) => new RecordedEvent(pair.First, pair.Second, version - ids.Length + 1 + index));
        return (true, new Recorded(row.GetString(1), version, row.GetInt64(4), [.. events]));
    }

    /// <summary>An actor was erased: mentioned again, it comes into being again.</summary>
    internal void ForgetActor(string actor) => _actors.Forget(actor);

    /// <summary>Takes back a parked command; false when it waits no longer.</summary>
    internal async Task<bool> Withdraw(string negotiation, Guid parked)
    {
        // The head is locked as an append does, so that it is either withdrawn or placed and never both.
        await using var withdraw = database.CreateCommand(
            """
            with head as (select from diplo.log_head for update),
                 gone as (delete from diplo.parked where id = $1 and negotiation = $2 and exists (select from head) returning negotiation)
            insert into diplo.parked_revisions (negotiation, revision) select negotiation, 1 from gone
            on conflict (negotiation) do update set revision = diplo.parked_revisions.revision + 1
            """);
        withdraw.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = parked });
        withdraw.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        return await withdraw.ExecuteNonQueryAsync() > 0;
    }

    private static void AddStreams(NpgsqlParameterCollection parameters, IReadOnlyCollection<Appending> group)
    {
        parameters.Add(Array(NpgsqlDbType.Text, group.Select(stream => stream.Negotiation)));
        parameters.Add(Array(NpgsqlDbType.Bigint, group.Select(stream => stream.DecidedOn.Timeline.Version)));
        parameters.Add(Array(NpgsqlDbType.Bigint, group.Select(stream => stream.DecidedOn.ParkedRevision)));
    }

    private void AddEvents(NpgsqlParameterCollection parameters, IEnumerable<Appending> group)
    {
        var events = group.SelectMany(stream => stream.Facts.Select(fact => (stream.Negotiation, Fact: fact))).ToList();
        parameters.Add(Array(NpgsqlDbType.Uuid, events.Select(row => row.Fact.Id)));
        parameters.Add(Array(NpgsqlDbType.Text, events.Select(row => row.Negotiation)));
        parameters.Add(Array(NpgsqlDbType.Bigint, events.Select(row => row.Fact.Version)));
        parameters.Add(Array(NpgsqlDbType.Text, events.Select(row => Language.NameOf(row.Fact.Event))));
        parameters.Add(Array(NpgsqlDbType.Jsonb, events.Select(row => Sealed.Write(keys, row.Fact.Id, row.Fact.Event))));
        parameters.Add(Array(NpgsqlDbType.Jsonb, events.Select(row =>
            JsonSerializer.SerializeToUtf8Bytes(RecordingHeaders.Of(row.Fact.Recording), RecordingHeaders.Json))));
        parameters.Add(Array(NpgsqlDbType.Text, events.Select(row => row.Fact.Recording.By)));
        parameters.Add(Array(NpgsqlDbType.Text, events.Select(row => row.Fact.Recording.CorrelationId)));
        parameters.Add(Array(NpgsqlDbType.Text, events.Select(row => row.Fact.Recording.CausationId)));
    }

    private void AddRequests(NpgsqlParameterCollection parameters, IEnumerable<Appending> group)
    {
        var requests = group.SelectMany(stream => stream.Decisions).Where(decided => decided.IsKept).ToList();
        parameters.Add(Array(NpgsqlDbType.Uuid, requests.Select(decided => decided.Pending.Submission.IdempotencyKey!.Value)));
        parameters.Add(Array(NpgsqlDbType.Bytea, requests.Select(decided => keys.Blinded(decided.Pending.Hash!))));
        parameters.Add(Array(NpgsqlDbType.Text, requests.Select(decided => decided.Pending.Submission.Negotiation)));
        parameters.Add(Array(NpgsqlDbType.Bigint, requests.Select(decided => decided.LastVersion)));
        parameters.Add(Array(NpgsqlDbType.Integer, requests.Select(decided => decided.Facts.Count)));
        parameters.Add(Array(NpgsqlDbType.Jsonb, requests.Select(decided => decided.Refused is null ? null : JsonSerializer.Serialize(StoredRefusal.Of(decided.Refused, decided.Pending.Hash!), Json))));
        parameters.Add(Array(NpgsqlDbType.Uuid, requests.Select(decided => decided.Parked?.Id)));
    }

    private void AddParked(NpgsqlParameterCollection parameters, IReadOnlyCollection<Appending> group)
    {
        var parked = group.SelectMany(stream => stream.NewlyParked.Select(parked => (stream.Negotiation, Parked: parked))).ToList();
        parameters.Add(Array(NpgsqlDbType.Uuid, parked.Select(row => row.Parked.Id)));
        parameters.Add(Array(NpgsqlDbType.Text, parked.Select(row => row.Negotiation)));
        parameters.Add(Array(NpgsqlDbType.TimestampTz, parked.Select(row => row.Parked.Since)));
        parameters.Add(Array(NpgsqlDbType.Text, parked.Select(row => row.Parked.Command.GetType().Name)));
        parameters.Add(Array(NpgsqlDbType.Jsonb, parked.Select(row => Sealed.Write(keys, row.Parked.Id, row.Parked.Command))));
        parameters.Add(Array(NpgsqlDbType.Jsonb, parked.Select(row => JsonSerializer.SerializeToUtf8Bytes(row.Parked.Recording, RecordingHeaders.Json))));

        var placed = group.SelectMany(stream => stream.NoLongerParked.Select(parked => (stream.Negotiation, parked.Id))).ToList();
        parameters.Add(Array(NpgsqlDbType.Uuid, placed.Select(row => row.Id)));
        parameters.Add(Array(NpgsqlDbType.Text, placed.Select(row => row.Negotiation)));
    }

    private static void AddLines(NpgsqlParameterCollection parameters, IEnumerable<Appending> group)
    {
        var changed = group.Where(stream => stream.ChangesItsLine).ToList();
        parameters.Add(Array(NpgsqlDbType.Text, changed.Select(stream => stream.Negotiation)));
        parameters.Add(Array(NpgsqlDbType.Text, changed.Select(stream => stream.After.Title)));
        parameters.Add(Array(NpgsqlDbType.Text, changed.Select(stream => stream.After.Subject)));
        parameters.Add(Array(NpgsqlDbType.Text, changed.Select(stream => stream.After.Phase.ToString())));
        parameters.Add(Array(NpgsqlDbType.Jsonb, changed.Select(stream => JsonSerializer.Serialize(stream.After.Parties, Json))));
    }

    private List<string> AddActors(NpgsqlParameterCollection parameters, IEnumerable<Appending> group)
    {
        var mentions = group.SelectMany(stream => stream.Facts
            .SelectMany(fact => Mentions.In(fact.Event))
            .Where(actor => !_actors.Have(actor))
            .Distinct()
            .Select(actor => (Actor: actor, stream.Negotiation))).ToList();
        parameters.Add(Array(NpgsqlDbType.Text, mentions.Select(mention => mention.Actor)));
        parameters.Add(Array(NpgsqlDbType.Text, mentions.Select(mention => mention.Negotiation)));
        return mentions.ConvertAll(mention => mention.Actor);
    }

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}

/// <summary>What an append did: where each negotiation's events landed; a negotiation that is not named was left as it was.</summary>
internal sealed class AppendResult
{
    public Dictionary<string, Landed> Landed { get; } = [];

    /// <summary>The requests that had been answered before.</summary>
    public HashSet<Guid> Answered { get; } = [];
}
