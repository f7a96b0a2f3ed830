using DiploTracker.Database;
using Marten;
using Npgsql;

namespace DiploTracker.Reports;

/// <summary>The registered reports, as Marten documents.</summary>
internal sealed class ReportSchema : ISchemaStep
{
    public static void AddTo(StoreOptions store) =>
        store.Schema.For<SealedReport>().DatabaseSchemaName(Schemas.Log).DocumentAlias("reports");

    /// <summary>Earlier versions had a table of their own.</summary>
    public async Task Fill(NpgsqlConnection connection, bool wasIncomplete)
    {
        await using var move = new NpgsqlCommand(
            """
            do $$ begin
                if to_regclass('diplo.reports') is not null then
                    insert into diplo.mt_doc_reports (id, data)
                    select id, jsonb_strip_nulls(jsonb_build_object('id', id,
                        'publisher', publisher, 'language', language, 'publishedAt', published_at,
                        'commitment', translate(encode(commitment, 'base64'), e'\n', ''),
                        'box', translate(encode(box, 'base64'), e'\n', '')))
                    from diplo.reports
                    on conflict (id) do nothing;
                    drop table diplo.reports;
                end if;
            end $$
            """, connection);
        await move.ExecuteNonQueryAsync();
    }
}
