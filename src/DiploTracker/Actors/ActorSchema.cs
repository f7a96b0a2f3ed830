using DiploTracker.Database;
using Marten;
using Npgsql;

namespace DiploTracker.Actors;

/// <summary>The descriptions of actors, as Marten documents.</summary>
internal sealed class ActorSchema : ISchemaStep
{
    public static void AddTo(StoreOptions store) =>
        store.Schema.For<SealedDescription>().DatabaseSchemaName(Schemas.Log).DocumentAlias("actor_descriptions");

    /// <summary>Earlier versions had tables of their own, and the actors in clear as well.</summary>
    public async Task Fill(NpgsqlConnection connection, bool wasIncomplete)
    {
        await using var move = new NpgsqlCommand(
            """
            do $$ begin
                if to_regclass('diplo.descriptions') is not null then
                    insert into diplo.mt_doc_actor_descriptions (id, data)
                    select key, jsonb_build_object('id', key,
                        'commitment', translate(encode(commitment, 'base64'), e'\n', ''),
                        'box', translate(encode(box, 'base64'), e'\n', ''))
                    from diplo.descriptions
                    on conflict (id) do nothing;
                    drop table diplo.descriptions;
                end if;
                if to_regclass('views.actors') is not null then
                    drop table views.actors;
                end if;
            end $$
            """, connection);
        await move.ExecuteNonQueryAsync();
    }
}
