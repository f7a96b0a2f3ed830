using System.Text.Json;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Audit;

/// <summary>What an append writes beside the events, made anew from all of them: the list of negotiations and the actors mentioned.</summary>
internal static class RestoredViews
{
    /// <exception cref="InvalidOperationException">An event is of a type that this version does not know: nothing is restored.</exception>
    public static async Task Write(NpgsqlConnection connection)
    {
        List<(string Key, Negotiation Head)> heads = [];
        HashSet<string> actors = [];
        await foreach (var (key, facts) in ByNegotiation(connection))
        {
            heads.Add((key, Timeline.Of(facts).Head));
            actors.UnionWith(facts.SelectMany(fact => Mentions.In(fact.Event)));
        }

        await using var lines = new NpgsqlCommand(
            "insert into diplo.negotiations (key, title, subject, phase, parties) select * from unnest($1, $2, $3, $4, $5)", connection);
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Key)));
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Head.Title)));
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Head.Subject)));
        lines.Parameters.Add(Array(NpgsqlDbType.Text, heads.Select(line => line.Head.Phase.ToString())));
        lines.Parameters.Add(Array(NpgsqlDbType.Jsonb, heads.Select(line => JsonSerializer.Serialize(line.Head.Parties, Log.Json))));
        await lines.ExecuteNonQueryAsync();

        await using var mentioned = new NpgsqlCommand(
            """
            insert into mt_doc_actor (id, data, mt_last_modified)
            select a.id, jsonb_build_object('id', a.id, 'names', '{}'::jsonb, 'roles', '[]'::jsonb), clock_timestamp() from unnest($1) a (id)
            on conflict (id) do nothing
            """, connection);
        mentioned.Parameters.Add(Array(NpgsqlDbType.Text, actors));
        await mentioned.ExecuteNonQueryAsync();
    }

    private static async IAsyncEnumerable<(string Key, List<Fact> Facts)> ByNegotiation(NpgsqlConnection connection)
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
            facts.Add(StoredFact.Of(rows).Read());
        }
        if (key is not null)
            yield return (key, facts);
    }

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
