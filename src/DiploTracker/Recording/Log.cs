using System.Text.Json;
using DiploTracker.Database;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>The log in the database: one call appends what a group of negotiations decided (append.sql).</summary>
public sealed class Log(Commits commits, RecordingDatabase database, LogClock clock, Keys keys)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = EventJson.Options.Encoder };

    private const int Parameters = 25;

    private static readonly string AppendCall =
        $"select * from diplo.append({string.Join(", ", Enumerable.Range(1, Parameters).Select(number => $"${number}"))})";

    /// <summary>
    /// Serializes and seals what is to be appended. Slow for many facts; others may append in the meantime.
    /// </summary>
    internal void Write(StreamAppend stream)
    {
        using var names = keys.Begin();
        stream.Written = stream.Facts.ConvertAll(fact => Sealed.Write(keys, fact.Id, fact.Event));
        stream.WrittenParked = stream.ChangesWhatIsParked
            ? [.. stream.NewlyParked.Select(parked => (parked, Sealed.Write(keys, parked.Id, parked.Command)))]
            : [];
        names.Commit();
    }

    /// <summary>
    /// Appends what was written. When it returns, that is on disk, here and on the required standby. Takes no token:
    /// once a commit is requested, it is waited for.
    /// </summary>
    /// <param name="memory">
    /// The cache that the whole group was decided on: nothing is appended to a different log.
    /// </param>
    /// <returns>
    /// Null if recording is stopped: nothing was appended, and <see cref="RecordingGate"/> reports why.
    /// </returns>
    /// <exception cref="CommitUnconfirmedException">The outcome is not known in time.</exception>
    internal Task<AppendResult?> Append(IReadOnlyCollection<StreamAppend> group, LogCache memory) =>
        commits.Append(connection => Append(connection, group, memory));

    private async Task<(AppendResult? Result, LogEnd End)> Append(NpgsqlConnection connection, IReadOnlyCollection<StreamAppend> group, LogCache memory)
    {
        await using var append = new NpgsqlCommand(AppendCall, connection);
        var newest = memory.Newest;
        append.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = memory.Incarnation.GetValueOrDefault() });
        append.Parameters.Add(new NpgsqlParameter<long> { TypedValue = newest.Position });
        append.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = newest.Event });
        AddStreams(append.Parameters, group);
        AddEvents(append.Parameters, group);
        AddRequests(append.Parameters, group);
        append.Parameters.Add(
            new NpgsqlParameter<byte[]?> { TypedValue = Rest(group), NpgsqlDbType = NpgsqlDbType.Jsonb });
        append.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.Expected.UtcDateTime });

        await using var row = await Run(append);
        if (row is null)
            return (null, default);
        var result = new AppendResult(
            row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<string[]>(2), row.GetFieldValue<Guid[]>(3), row.GetBoolean(4),
            row.IsDBNull(6) ? null : JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(row.GetString(6)));
        var (now, mark) = (row.GetDateTime(5), CommitMark.Of(row, 7));
        await row.CloseAsync(); // committed only now
        clock.Set(now);
        return (result, new LogEnd(result.Position + group.Where(stream => !result.Behind.Contains(stream.Negotiation)).Sum(stream => stream.Facts.Count), mark));
    }

    private static async Task<NpgsqlDataReader?> Run(NpgsqlCommand append)
    {
        try
        {
            var row = await append.ExecuteReaderAsync();
            await row.ReadAsync();
            return row;
        }
        catch (PostgresException stopped) when (stopped.SqlState == RecordingGate.Refused)
        {
            return null;
        }
    }

    /// <summary>
    /// The stored answer to a request, and its version; null if the key is unused, and no outcome if it was used for
    /// another request.
    /// </summary>
    internal async Task<(bool IsSame, Outcome? Outcome, long Version)?> AnswerOf(Guid request, byte[] asked)
    {
        await using var select = database.Source.CreateCommand(
            """
            select r.request, r.negotiation, r.version, r.refusal, coalesce(e.position, last.seq_id, 0), e.ids, e.types, r.parked, last.id
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
            return (false, null, 0);
        var version = row.GetInt64(2);
        if (!row.IsDBNull(3))
            return (true, JsonSerializer.Deserialize<StoredRefusal>(row.GetString(3), Json)!.Refused(asked), version);

        if (!row.IsDBNull(7))
            return (true, new Waiting(row.GetString(1), row.GetGuid(7)), version);

        var ids = row.IsDBNull(5) ? [] : row.GetFieldValue<Guid[]>(5);
        var types = row.IsDBNull(6) ? [] : row.GetFieldValue<string[]>(6);
        var events = ids.Zip(types).Select((pair, index) => new RecordedEvent(pair.First, pair.Second, version - ids.Length + 1 + index));
        return (true, new Recorded(row.GetString(1), version, row.GetInt64(4), row.IsDBNull(8) ? Guid.Empty : row.GetGuid(8), [.. events]), version);
    }

    /// <summary>Withdraws a parked command; false if it is no longer parked.</summary>
    internal async Task<bool> Withdraw(string negotiation, Guid parked)
    {
        // Locks the head as an append does, so that the command is either withdrawn or placed, never both.
        return await commits.Write(
            $"""
            with head as ({LogEnd.Count} returning stopped),
                 gone as (delete from diplo.parked where id = $1 and negotiation = $2 and exists (select from head where stopped is null) returning negotiation)
            insert into diplo.parked_revisions (negotiation, revision) select negotiation, 1 from gone
            on conflict (negotiation) do update set revision = diplo.parked_revisions.revision + 1, change = excluded.change
            """,
            new NpgsqlParameter<Guid> { TypedValue = parked }, new NpgsqlParameter<string> { TypedValue = negotiation }) > 0;
    }

    private static void AddStreams(NpgsqlParameterCollection parameters, IReadOnlyCollection<StreamAppend> group)
    {
        parameters.Add(Array(NpgsqlDbType.Text, group, stream => stream.Negotiation));
        parameters.Add(Array(NpgsqlDbType.Bigint, group, stream => stream.DecidedOn.Timeline.Version));
        parameters.Add(Array(NpgsqlDbType.Uuid, group, stream => stream.DecidedOn.Change.Id));
        parameters.Add(Array(NpgsqlDbType.Bigint, group, stream => stream.Version));
    }

    private static void AddEvents(NpgsqlParameterCollection parameters, IEnumerable<StreamAppend> group)
    {
        List<(string Negotiation, Fact Fact, byte[] Written)> events = [];
        foreach (var stream in group)
            foreach (var (fact, written) in stream.Facts.Zip(stream.Written))
                events.Add((stream.Negotiation, fact, written));
        parameters.Add(Array(NpgsqlDbType.Uuid, events, row => row.Fact.Id));
        parameters.Add(Array(NpgsqlDbType.Text, events, row => row.Negotiation));
        parameters.Add(Array(NpgsqlDbType.Bigint, events, row => row.Fact.Version));
        parameters.Add(Array(NpgsqlDbType.Text, events, row => Language.NameOf(row.Fact.Event)));
        parameters.Add(Array(NpgsqlDbType.Jsonb, events, row => row.Written));
        parameters.Add(Array(NpgsqlDbType.Jsonb, events, row => RecordingHeaders.Write(row.Fact.Metadata)));
        parameters.Add(Array(NpgsqlDbType.Text, events, row => row.Fact.Metadata.By));
        parameters.Add(Array(NpgsqlDbType.Text, events, row => row.Fact.Metadata.CorrelationId));
        parameters.Add(Array(NpgsqlDbType.Text, events, row => row.Fact.Metadata.CausationId));
    }

    private void AddRequests(NpgsqlParameterCollection parameters, IEnumerable<StreamAppend> group)
    {
        List<DecidedSubmission> requests = [];
        foreach (var stream in group)
            requests.AddRange(stream.Decisions.FindAll(decided => decided.IsKept));
        parameters.Add(Array(NpgsqlDbType.Uuid, requests, decided => decided.Pending.Submission.IdempotencyKey!.Value));
        parameters.Add(Array(NpgsqlDbType.Bytea, requests, decided => keys.Blinded(decided.Pending.Hash!)));
        parameters.Add(Array(NpgsqlDbType.Text, requests, decided => decided.Pending.Submission.Negotiation));
        parameters.Add(Array(NpgsqlDbType.Bigint, requests, decided => decided.LastVersion));
        parameters.Add(Array(NpgsqlDbType.Integer, requests, decided => decided.Facts.Count));
        parameters.Add(Array(NpgsqlDbType.Jsonb, requests, decided => decided.Refused is null ? null : JsonSerializer.Serialize(StoredRefusal.Of(decided.Refused, decided.Pending.Hash!), Json)));
        parameters.Add(Array(NpgsqlDbType.Uuid, requests, decided => decided.Parked?.Id));
    }

    /// <summary>The changes to the parked commands, in one document; null if there are none.</summary>
    private static byte[]? Rest(IReadOnlyCollection<StreamAppend> group)
    {
        List<ParkedRow> parked = [];
        List<PlacedRow> placed = [];
        List<ChangeRow> changes = [];
        foreach (var stream in group.Where(stream => stream.ChangesWhatIsParked))
        {
            parked.AddRange(stream.WrittenParked.Select(one => new ParkedRow(
                one.Parked.Id, stream.Negotiation, one.Parked.Since, one.Parked.Command.GetType().Name,
                JsonSerializer.Deserialize<JsonElement>(one.Written),
                JsonSerializer.SerializeToElement(one.Parked.Metadata, RecordingHeaders.Json))));
            placed.AddRange(stream.NoLongerParked.Select(one => new PlacedRow(one.Id, stream.Negotiation)));
            changes.Add(new ChangeRow(stream.Negotiation, stream.Change.Id));
        }
        return parked is [] && placed is [] ? null
            : JsonSerializer.SerializeToUtf8Bytes(new RestOfIt(parked, placed, changes), Json);
    }

    private static NpgsqlParameter Array<TRow, T>(NpgsqlDbType type, IReadOnlyCollection<TRow> rows, Func<TRow, T> value)
    {
        var (values, index) = (new T[rows.Count], 0);
        foreach (var row in rows)
            values[index++] = value(row);
        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private sealed record RestOfIt(List<ParkedRow> Parked, List<PlacedRow> Placed, List<ChangeRow> Changes);

    private sealed record ParkedRow(Guid Id, string Stream, DateTimeOffset Since, string Command, JsonElement Fact, JsonElement Recording);

    private sealed record PlacedRow(Guid Id, string Stream);

    private sealed record ChangeRow(string Stream, Guid Id);
}

/// <summary>The result of an append.</summary>
/// <param name="Position">
/// The last position before it; the events of the negotiations that are not behind follow in order.
/// </param>
/// <param name="RecordedAt">The time of the first event; each one after it is a microsecond later.</param>
/// <param name="Behind">
/// Negotiations left unchanged: they had moved on, or a request of theirs was already answered.
/// </param>
/// <param name="Answered">Requests that were already answered.</param>
/// <param name="IsAnother">The log is not the one that the group was decided on: nothing was appended.</param>
/// <param name="Ahead">
/// Last recorded times of negotiations that are ahead of the log: their events continue from there.
/// </param>
internal sealed record AppendResult(
    long Position, DateTimeOffset RecordedAt, string[] Behind, Guid[] Answered, bool IsAnother, IReadOnlyDictionary<string, DateTimeOffset>? Ahead)
{
    /// <summary>The time of a negotiation's first event, after <paramref name="landed"/> events of others.</summary>
    public DateTimeOffset FirstOf(string negotiation, int landed) =>
        Ahead is not null && Ahead.TryGetValue(negotiation, out var last) ? last.AddMicroseconds(1) : RecordedAt.AddMicroseconds(landed);
}
