using System.Text.Json;
using DiploTracker.Database;
using DiploTracker.Forgetting;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Audit;

/// <summary>
/// The read model that an append writes beside the events, rebuilt from all events: the list of negotiations.
/// </summary>
internal sealed class RestoredViews(Keys keys) : ISchemaStep
{
    /// <summary>Writes them if they are missing, as in a database that was restored from a backup.</summary>
    public async Task Fill(NpgsqlConnection connection, bool wasIncomplete)
    {
        await using var ask = new NpgsqlCommand("select (select count(*) from views.negotiations) < (select count(*) from mt_streams)", connection);
        if (wasIncomplete || await ask.ExecuteScalarAsync() is true)
            await Write(connection, keys);
    }

    /// <exception cref="InvalidOperationException">
    /// An event has a type that this version does not know: nothing is restored.
    /// </exception>
    public static async Task Write(NpgsqlConnection connection, Keys keys)
    {
        await ErasureNotes.Restore(connection, keys);
        List<(string Key, Negotiation Head, DateTimeOffset? Opens)> heads = [];
        await foreach (var (key, facts) in ByNegotiation(connection, keys))
        {
            var timeline = Timeline.Of(facts);
            heads.Add((key, timeline.Head, timeline.Embargo.TitleOpens));
        }

        await using var lines = new NpgsqlCommand(
            """
            insert into views.negotiations (key, title, subject, phase, parties, opens) select * from unnest($1, $2, $3, $4, $5, $6)
            on conflict (key) do update set title = excluded.title, subject = excluded.subject, phase = excluded.phase, parties = excluded.parties, opens = excluded.opens
            """, connection);
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Key)));
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Head.Title)));
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Head.Subject)));
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Head.Phase.ToString())));
        lines.Parameters.Add(Array(NpgsqlDbType.Jsonb, heads.Select(line => JsonSerializer.Serialize(line.Head.Parties, Log.Json))));
        lines.Parameters.Add(Array(NpgsqlDbType.TimestampTz, heads.Select(line => line.Opens?.UtcDateTime)));
        await lines.ExecuteNonQueryAsync();
    }

    private static async IAsyncEnumerable<(string Key, List<Fact> Facts)> ByNegotiation(NpgsqlConnection connection, Keys keys)
    {
        await using var select = new NpgsqlCommand($"select {StoredFact.Columns} from mt_events order by stream_id, version", connection);
        await using var rows = await select.ExecuteReaderAsync();
        string? key = null;
        List<Fact> facts = [];
        while (await rows.ReadAsync())
        {
            if (key is not null && key != rows.GetString(0))
            {
                yield return (key, facts);
                facts = [];
            }
            key = rows.GetString(0);
            facts.Add(StoredFact.Of(rows).Read(keys));
        }
        if (key is not null)
            yield return (key, facts);
    }

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
