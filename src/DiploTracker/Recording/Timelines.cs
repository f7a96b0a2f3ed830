using System.Text.Json;
using DiploTracker.Negotiations;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>
/// What is known of the negotiations, kept in memory between commands and reads, the least used given up first. What is
/// kept is never trusted to be the newest: an append and a read each check it against the log.
/// </summary>
public sealed class Timelines(NpgsqlDataSource database) : IDisposable
{
    /// <summary>How many facts are kept; one takes about a kilobyte.</summary>
    private const int FactsKept = 200_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = FactsKept });

    /// <summary>What is known of some negotiations; what is not kept is read from the log.</summary>
    public async Task<Dictionary<string, Known>> For(IReadOnlyCollection<string> negotiations, CancellationToken cancellation)
    {
        var known = negotiations.ToDictionary(key => key, key => _kept.Get<Known>(key));
        var missing = known.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray();
        if (missing is not [])
            foreach (var (key, read) in await Read(missing, cancellation))
                known[key] = Keep(key, read);
        return known!;
    }

    /// <summary>Negotiations with all their facts up to a position each, as the log has them; there may be later ones too.</summary>
    public async Task<Dictionary<string, Timeline>> UpTo(IReadOnlyDictionary<string, long> positions, CancellationToken cancellation)
    {
        var known = positions.ToDictionary(pair => pair.Key, pair => _kept.Get<Known>(pair.Key) is { Timeline: var kept }
            && kept.Recorded is [.., var last] && last.Position >= pair.Value ? kept : null);
        var missing = known.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray();
        if (missing is not [])
            foreach (var (key, read) in await Read(missing, cancellation))
                known[key] = Keep(key, read).Timeline;
        return known!;
    }

    /// <summary>What the log holds of a negotiation at this moment, and how far the log goes.</summary>
    public async Task<(Known Known, long LogPosition)> Current(string negotiation, CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand(
            """
            select coalesce((select position from diplo.log_head), 0),
                   coalesce((select version from mt_streams where id = $1), 0),
                   coalesce((select revision from diplo.parked_revisions where negotiation = $1), 0)
            """);
        ask.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        await using var answer = await ask.ExecuteReaderAsync(cancellation);
        await answer.ReadAsync(cancellation);
        var (position, version, revision) = (answer.GetInt64(0), answer.GetInt64(1), answer.GetInt64(2));
        await answer.CloseAsync();

        if (version == 0 && revision == 0)
            return (Known.Nothing, position);
        if (_kept.Get<Known>(negotiation) is not { } kept || kept.Timeline.Version < version || kept.ParkedRevision < revision)
            kept = Keep(negotiation, (await Read([negotiation], cancellation))[negotiation]);
        return (kept, Math.Max(position, kept.Timeline.Recorded is [.., var last] ? last.Position : 0));
    }

    /// <summary>What the log holds of a negotiation, read and folded anew, and what this node kept of it.</summary>
    internal async Task<(Known Fresh, Known? Kept)> Anew(string negotiation, CancellationToken cancellation)
    {
        var kept = _kept.Get<Known>(negotiation);
        return ((await Read([negotiation], cancellation))[negotiation], kept);
    }

    public Known Keep(string negotiation, Known known)
    {
        if (!known.IsNothing)
            _kept.Set(negotiation, known, new MemoryCacheEntryOptions { Size = 1 + known.Timeline.Version + known.Parked.Count });
        return known;
    }

    public void Forget(string negotiation) => _kept.Remove(negotiation);

    public void Dispose() => _kept.Dispose();

    private async Task<Dictionary<string, Known>> Read(string[] negotiations, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Select(
            "select negotiation, revision from diplo.parked_revisions where negotiation = any ($1)", negotiations));
        batch.BatchCommands.Add(Select(
            "select negotiation, id, since, command, fact, recording from diplo.parked where negotiation = any ($1) order by since, id", negotiations));
        batch.BatchCommands.Add(Select(
            $"select {StoredFact.Columns} from mt_events where stream_id = any ($1) order by stream_id, version", negotiations));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);

        var revisions = await All(rows, row => row.GetInt64(1), cancellation);
        await rows.NextResultAsync(cancellation);
        var parked = await All(rows, ParkedOf, cancellation);
        await rows.NextResultAsync(cancellation);
        var facts = await All(rows, row => StoredFact.Of(row).Read(), cancellation);
        return negotiations.ToDictionary(key => key, key => new Known(Timeline.Of(facts[key]), [.. parked[key]], revisions[key].FirstOrDefault()));
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

    private static Parked ParkedOf(NpgsqlDataReader row)
    {
        var (command, refusal) = CommandJson.Read(Language.Commands[row.GetString(3)], row.GetFieldValue<byte[]>(4));
        return new Parked(
            row.GetGuid(1),
            command ?? throw new InvalidOperationException($"The parked command {row.GetGuid(1)} cannot be read: {refusal!.Detail}"),
            row.GetFieldValue<DateTimeOffset>(2),
            JsonSerializer.Deserialize<Negotiations.Recording>(row.GetFieldValue<byte[]>(5), RecordingHeaders.Json)!);
    }
}

/// <summary>What stands in the <c>headers</c> column of an event.</summary>
internal sealed record RecordingHeaders(string Command, Guid CommandId)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static byte[] Write(Negotiations.Recording recording) =>
        JsonSerializer.SerializeToUtf8Bytes(new RecordingHeaders(recording.Command, recording.CommandId), Json);
}
