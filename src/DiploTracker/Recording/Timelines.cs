using System.Text.Json;
using DiploTracker.Negotiations;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>
/// The timelines of the negotiations, kept in memory between commands and reads, the least used given up first. What is
/// kept is never trusted to be the newest: an append and a read each check its version against the log.
/// </summary>
public sealed class Timelines(NpgsqlDataSource database) : IDisposable
{
    /// <summary>How many facts are kept; one takes about a kilobyte.</summary>
    private const int FactsKept = 200_000;

    private const string Columns =
        "select stream_id, seq_id, version, id, timestamp, type, data, user_name, correlation_id, causation_id, headers from mt_events ";

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = FactsKept });

    /// <summary>The timelines of some negotiations; one that is not kept is read from the log.</summary>
    public async Task<Dictionary<string, Timeline>> For(IReadOnlyCollection<string> negotiations, CancellationToken cancellation)
    {
        var timelines = negotiations.ToDictionary(key => key, key => _kept.Get<Timeline>(key));
        var missing = timelines.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray();
        if (missing is not [])
        {
            var facts = await Read(missing, cancellation);
            foreach (var key in missing)
                timelines[key] = Keep(key, Timeline.Of(facts[key]));
        }
        return timelines!;
    }

    /// <summary>The timeline as it is in the log at this moment, and how far the log goes.</summary>
    public async Task<(Timeline Timeline, long LogPosition)> Current(string negotiation, CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand(
            "select coalesce((select position from diplo.log_head), 0), coalesce((select version from mt_streams where id = $1), 0)");
        ask.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        await using var answer = await ask.ExecuteReaderAsync(cancellation);
        await answer.ReadAsync(cancellation);
        var (position, version) = (answer.GetInt64(0), answer.GetInt64(1));
        await answer.CloseAsync();

        if (version == 0)
            return (Timeline.Empty, position);
        if (_kept.Get<Timeline>(negotiation) is not { } kept || kept.Version < version)
            kept = Keep(negotiation, Timeline.Of((await Read([negotiation], cancellation))[negotiation]));
        return (kept, Math.Max(position, kept.Recorded[^1].Position));
    }

    public Timeline Keep(string negotiation, Timeline timeline)
    {
        if (timeline.Version > 0)
            _kept.Set(negotiation, timeline, new MemoryCacheEntryOptions { Size = timeline.Version });
        return timeline;
    }

    public void Forget(string negotiation) => _kept.Remove(negotiation);

    public void Dispose() => _kept.Dispose();

    private async Task<ILookup<string, Fact>> Read(string[] negotiations, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand(Columns + "where stream_id = any ($1) order by stream_id, version");
        select.Parameters.Add(new NpgsqlParameter { Value = negotiations, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<(string Negotiation, Fact Fact)> facts = [];
        while (await rows.ReadAsync(cancellation))
            facts.Add((rows.GetString(0), FactOf(rows)));
        return facts.ToLookup(row => row.Negotiation, row => row.Fact);
    }

    private static Fact FactOf(NpgsqlDataReader row)
    {
        var headers = row.IsDBNull(10) ? null : JsonSerializer.Deserialize<RecordingHeaders>(row.GetFieldValue<byte[]>(10), RecordingHeaders.Json);
        return new Fact(
            Position: row.GetInt64(1),
            Version: row.GetInt64(2),
            Id: row.GetGuid(3),
            RecordedAt: row.GetFieldValue<DateTimeOffset>(4),
            Event: EventJson.Read(row.GetString(5), row.GetFieldValue<byte[]>(6)),
            new Negotiations.Recording(
                headers?.Command ?? "",
                headers?.CommandId ?? Guid.Empty,
                By: row.IsDBNull(7) ? "" : row.GetString(7),
                CorrelationId: row.IsDBNull(8) ? null : row.GetString(8),
                CausationId: row.IsDBNull(9) ? null : row.GetString(9)));
    }
}

/// <summary>What stands in the <c>headers</c> column of an event.</summary>
internal sealed record RecordingHeaders(string Command, Guid CommandId)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}
