using System.Text.Json;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Http;
using Npgsql;

namespace DiploTracker.Actors;

/// <summary>
/// Who has been mentioned, and what was said of them. What is read (<c>views.actors</c>) is in clear and made anew after a
/// restore, from the facts and from the descriptions (<c>diplo.descriptions</c>), which are sealed with the actor's key.
/// </summary>
public sealed class ActorBook(NpgsqlDataSource database, Keys keys)
{
    public async Task Describe(Actor actor)
    {
        var losses = keys.Losses;
        var id = keys.Of(actor.Id);
        keys.Settle(losses);
        var json = JsonSerializer.Serialize(actor, Json.Options);
        var box = Box.Seal(id, keys.Key(id)!, Guid.Empty, [json]);
        await using var describe = database.CreateCommand(
            """
            with described as (
                insert into diplo.descriptions (key, commitment, box) values ($1, $2, $3)
                on conflict (key) do update set commitment = excluded.commitment, box = excluded.box)
            insert into views.actors (id, data) values ($4, $5) on conflict (id) do update set data = excluded.data
            """);
        describe.Parameters.Add(new() { Value = id.ToString() });
        describe.Parameters.Add(new() { Value = box.Commitment });
        describe.Parameters.Add(new() { Value = box.Bytes });
        describe.Parameters.Add(new() { Value = actor.Id });
        describe.Parameters.Add(new() { Value = json, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        await describe.ExecuteNonQueryAsync();
    }

    /// <summary>An actor; null when nobody has mentioned it.</summary>
    public async Task<Actor?> Find(string slug, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand("select data from views.actors where id = $1");
        select.Parameters.Add(new() { Value = slug });
        return await select.ExecuteScalarAsync(cancellation) is string json ? Read(json) : null;
    }

    /// <summary>The actors after a slug, those with some words in a slug or a name.</summary>
    public async Task<List<Actor>> List(string words, string after, int limit, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand(
            """
            select data from views.actors
            where id collate "C" > $1 and ($2 = '' or strpos(lower(id || ' ' || (data ->> 'names')), lower($2)) > 0)
            order by id collate "C" limit $3
            """);
        select.Parameters.Add(new() { Value = after });
        select.Parameters.Add(new() { Value = words });
        select.Parameters.Add(new() { Value = limit });
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<Actor> found = [];
        while (await rows.ReadAsync(cancellation))
            found.Add(Read(rows.GetString(0)));
        return found;
    }

    /// <summary>Forgets somebody, in clear and as described.</summary>
    public async Task Erase(string slug, IEnumerable<KeyId> ids)
    {
        await using var erase = database.CreateCommand(
            "with gone as (delete from diplo.descriptions where key = any ($2)) delete from views.actors where id = $1");
        erase.Parameters.Add(new() { Value = slug });
        erase.Parameters.Add(new() { Value = ids.Select(id => id.ToString()).ToArray() });
        await erase.ExecuteNonQueryAsync();
    }

    /// <summary>Fills what is read: everybody who was mentioned, and what can still be opened of the descriptions.</summary>
    internal static async Task Fill(NpgsqlConnection connection, Keys keys, IReadOnlyCollection<string> mentioned)
    {
        List<Actor> described = [];
        await using (var select = new NpgsqlCommand("select key, commitment, box from diplo.descriptions", connection))
        await using (var rows = await select.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                if (KeyId.Parse(rows.GetString(0)) is { } id && keys.Key(id) is { } key)
                    described.Add(Read(new Box(id, rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2)).Open(key, Guid.Empty)[0]));

        var all = mentioned.ToDictionary(slug => slug, slug => new Actor(slug, new Dictionary<string, string>(), []));
        foreach (var actor in described)
            all[actor.Id] = actor;
        await using var insert = new NpgsqlCommand(
            "insert into views.actors (id, data) select * from unnest($1, $2) on conflict (id) do update set data = excluded.data", connection);
        insert.Parameters.Add(new() { Value = all.Keys.ToArray() });
        insert.Parameters.Add(new()
        {
            Value = all.Values.Select(actor => JsonSerializer.Serialize(actor, Json.Options)).ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Jsonb,
        });
        await insert.ExecuteNonQueryAsync();
    }

    private static Actor Read(string json) => JsonSerializer.Deserialize<Actor>(json, Json.Options)!;
}
