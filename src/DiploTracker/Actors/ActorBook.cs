using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Actors;

/// <summary>
/// The actors that were mentioned, and their descriptions. The read model (<c>views.actors</c>) is in clear and rebuilt
/// after a restore from the facts and from the descriptions (<c>diplo.descriptions</c>), which are sealed with the
/// actor's key.
/// </summary>
public sealed class ActorBook(Commits commits, Keys keys)
{
    public async Task Describe(Actor actor)
    {
        using var names = keys.Begin();
        var id = keys.Of(actor.Id);
        names.Commit();
        var json = JsonSerializer.Serialize(actor, Json.Options);
        var box = Box.Seal(id, keys.Key(id)!, Guid.Empty, [json]);
        await commits.Write(
            $"""
            with counted as ({LogEnd.Count}), described as (
                insert into diplo.descriptions (key, commitment, box) values ($1, $2, $3)
                on conflict (key) do update set commitment = excluded.commitment, box = excluded.box)
            insert into views.actors (id, data) values ($4, $5) on conflict (id) do update set data = excluded.data
            """,
            new() { Value = id.ToString() }, new() { Value = box.Commitment }, new() { Value = box.Bytes }, new() { Value = actor.Id },
            new() { Value = json, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
    }

    /// <summary>An actor that was described or mentioned, even if withheld; otherwise null.</summary>
    public async Task<Actor?> Find(string slug, CancellationToken cancellation) => (await commits.Read(
        "select data from views.actors where id = $1", row => Read(row.GetString(0)), cancellation, new NpgsqlParameter { Value = slug })).FirstOrDefault();

    /// <summary>
    /// Selects the visible actors: those with a description (which has all members), and those that a visible fact
    /// mentions.
    /// </summary>
    /// <param name="mentions">The table of the view <see cref="Mentioned"/>.</param>
    /// <param name="where">The condition on them, with order and limit.</param>
    internal static string Seen(string mentions, string where) =>
        $"""
        select a.data::text from views.actors a
        where (jsonb_exists(a.data, 'iso') or exists (select from {mentions} m where m.id = a.id collate "C")) and {where}
        """;

    /// <summary>Erases an actor, from the read model and from the descriptions.</summary>
    public Task Erase(string slug, IEnumerable<KeyId> ids) => commits.Write(
        $"""
        with counted as ({LogEnd.Count}), gone as (delete from diplo.descriptions where key = any ($2))
        delete from views.actors where id = $1
        """,
        new() { Value = slug }, new() { Value = ids.Select(id => id.ToString()).ToArray() });

    /// <summary>
    /// Fills the read model: everybody who was mentioned, and the descriptions that can still be decrypted.
    /// </summary>
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
            Value = all.Values.Select(actor => described.Contains(actor) ? JsonSerializer.Serialize(actor, Json.Options) : Unknown(actor.Id)).ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Jsonb,
        });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>An actor without a description, as an append writes it at first mention.</summary>
    private static string Unknown(string slug) => new JsonObject { ["id"] = slug, ["names"] = new JsonObject(), ["roles"] = new JsonArray() }.ToJsonString();

    internal static Actor Read(string json) => JsonSerializer.Deserialize<Actor>(json, Json.Options)!;
}
