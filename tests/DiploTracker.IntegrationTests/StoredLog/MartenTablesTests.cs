using System.Runtime.Versioning;
using DiploTracker.Database;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using JasperFx.Events;
using Marten;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>The append writes Marten's tables as they are, and nothing else writes them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MartenTablesTests(TrackerFixture tracker)
{
    /// <summary>As Marten 9.58 makes them. Where one of these changes, append.sql and all that reads the tables must be looked through.</summary>
    private const string Pinned =
        """
        mt_events.bdata bytea
        mt_events.causation_id character varying
        mt_events.correlation_id character varying
        mt_events.data jsonb not null
        mt_events.headers jsonb
        mt_events.id uuid not null
        mt_events.is_archived boolean = false
        mt_events.mt_dotnet_type character varying
        mt_events.seq_id bigint not null
        mt_events.stream_id character varying
        mt_events.tenant_id character varying = '*DEFAULT*'::character varying
        mt_events.timestamp timestamp with time zone not null = (when it was made)
        mt_events.type character varying(500) not null
        mt_events.user_name character varying
        mt_events.version bigint not null
        mt_streams.compacted_version bigint not null = 0
        mt_streams.created timestamp with time zone not null = now()
        mt_streams.id character varying not null
        mt_streams.is_archived boolean = false
        mt_streams.tenant_id character varying = '*DEFAULT*'::character varying
        mt_streams.timestamp timestamp with time zone not null = now()
        mt_streams.type character varying
        mt_streams.version bigint
        fkey_mt_events_stream_id FOREIGN KEY (stream_id) REFERENCES mt_streams(id) ON DELETE CASCADE
        pkey_mt_events_seq_id PRIMARY KEY (seq_id)
        pkey_mt_streams_id PRIMARY KEY (id)
        CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON mt_events USING btree (stream_id, version)
        """;

    private const string Refusal =
        "DiploTracker alone appends to this log, by diplo.append. Marten may read and project it; record facts through the API.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_tables_of_the_log_are_those_that_the_append_was_written_for() =>
        (await Folder.AskAsync(tracker.Database,
            """
            select string_agg(line, E'\n' order by kind, line collate "C") from (
                select 1 as kind, format('%s.%s %s%s%s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
                    case when a.attnotnull then ' not null' end, ' = ' || regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^''\d{4}-.*', '(when it was made)'))
                from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where a.attrelid in ('mt_events'::regclass, 'mt_streams'::regclass) and a.attnum > 0 and not a.attisdropped
                union all
                select 2, c.conname || ' ' || pg_get_constraintdef(c.oid) from pg_constraint c
                where c.conrelid in ('mt_events'::regclass, 'mt_streams'::regclass)
                union all
                select 3, replace(i.indexdef, 'public.', '') from pg_indexes i
                where i.tablename in ('mt_events', 'mt_streams') and not exists (select from pg_constraint c where c.conname = i.indexname)) l (kind, line)
            """)).ShouldBe(Pinned);

    public static TheoryData<string> Appends => [.. Ways.Keys];

    private static readonly Dictionary<string, Action<IDocumentSession, string>> Ways = new()
    {
        ["a new stream"] = (session, _) => session.Events.StartStream(Api.NewKey(), Fact),
        ["a stream that is there already"] = (session, key) => session.Events.StartStream(key, Fact),
        ["another fact"] = (session, key) => session.Events.Append(key, Fact),
        ["another fact at its version"] = (session, key) => session.Events.Append(key, 2, Fact),
        ["a fact for a stream that is not there"] = (session, _) => session.Events.Append(Api.NewKey(), Fact),
    };

    private static DomainEvent Fact => new PartyLeft("USA", "withdrawal") { Occurred = Kernel.Edtf.Parse("2025-08-07") };

    [Theory]
    [MemberData(nameof(Appends))]
    public async Task martens_own_append_is_refused_with_a_sentence(string way)
    {
        var key = await tracker.Api.OpenAsync();
        foreach (var mode in Enum.GetValues<EventAppendMode>())
        {
            await using var store = Store(tracker.Database, mode);
            await using var session = store.LightweightSession();
            Ways[way](session, key);
            var failure = await Should.ThrowAsync<Exception>(() => session.SaveChangesAsync(Cancellation));
            // The function of the quick modes looks for the stream before it inserts.
            if (failure is not Marten.Exceptions.ExistingStreamIdCollisionException || mode == EventAppendMode.Rich)
                Said(failure).ShouldBe(Refusal, $"{mode}");
        }
        await tracker.Api.DoneAsync(key, "remove-party", """{"party":"USA","occurred":"2025-08-07"}""");
    }

    [Fact]
    public async Task so_is_its_copy_of_many_events()
    {
        await using var store = Store(tracker.Database, EventAppendMode.Rich);
        var stream = StreamAction.Start(store.Events, Api.NewKey(), Fact);
        Said(await Should.ThrowAsync<Exception>(() => store.BulkInsertEventsAsync([stream], cancellation: Cancellation)))
            .ShouldBe(Refusal);
    }

    [Fact]
    public async Task the_mark_of_the_append_does_not_outlast_it()
    {
        await using var connection = new NpgsqlConnection(tracker.Database);
        await connection.OpenAsync(Cancellation);
        await Folder.AskAsync(connection, "select diplo.incarnation()");
        await Folder.AskAsync(connection,
            """
            select diplo.append(null, 0, null, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
                null, clock_timestamp())
            """);
        (await Folder.AskAsync(connection, "select current_setting('diplo.appending', true)")).ShouldBe("");
    }

    [Fact]
    public async Task a_database_from_before_the_guards_gets_them_and_keeps_them()
    {
        var database = await tracker.NewDatabaseAsync();
        await using (var node = new TrackerNode(database))
            await node.Api.OpenAsync();
        await Folder.AskAsync(database,
            "drop function diplo.refuse_append cascade; drop function diplo.refuse_skip cascade; select setval('mt_events_sequence', 10)");
        for (var start = 0; start < 2; start++)
        {
            await using var node = new TrackerNode(database);
            await node.Api.OpenAsync();
            (await Folder.AskAsync(database, "select string_agg(tgrelid::regclass || ' ' || tgname, ', ' order by 1) from (select * from pg_trigger where tgname like 'diplo%' order by tgrelid::regclass::text) t"))
                .ShouldBe("mt_event_progression diplo_refuses_skips, mt_events diplo_alone_appends, mt_streams diplo_alone_appends");
        }
        await Folder.AskAsync(database, "comment on schema views is 'another build'; select 1");
        await using (var node = new TrackerNode(database))
        {
            await node.Api.OpenAsync();
            await Folder.UntilAsync(async () => await Folder.AskAsync(database, "select last_value from mt_events_sequence") is 4L, "the sequence is put back");
        }
    }

    [Fact]
    public void a_schema_is_compared_again_after_a_new_build_of_whatever_makes_it() =>
        SchemaReady.Makers.Select(maker => maker.GetName().Name).ShouldBe(
            ["DiploTracker", "Marten", "JasperFx", "JasperFx.Events", "Weasel.Core", "Weasel.Postgresql", "Weasel.Storage"]);

    private static DocumentStore Store(string database, EventAppendMode mode) => DocumentStore.For(options =>
    {
        options.Connection(database);
        options.ReadDiploTracker();
        options.Events.AppendMode = mode;
    });

    private static string Said(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is PostgresException refused)
                return refused.MessageText;
        return failure.ToString();
    }
}
