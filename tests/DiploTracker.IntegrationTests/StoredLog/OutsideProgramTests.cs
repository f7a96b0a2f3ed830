using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Outside;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>A program that follows the log by Marten's daemon sees each fact once and in order, whatever fails meanwhile.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OutsideProgramTests(TrackerFixture tracker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_sees_each_fact_once_and_in_order_while_appends_roll_back_and_others_draw_from_the_sequence()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database);
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => node.Api.OpenAsync()));
        await Folder.AskAsync(database,
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused' using errcode = '22P05'; end $$;
            create trigger refuse before insert on mt_events for each row when (new.data::text like '%s-bad%') execute function refuse();
            """);
        await using var marten = DocumentStore.For(store =>
        {
            store.Connection(database);
            store.ReadDiploTracker();
        });
        var role = await RoleAsync(database);
        // A threshold that small takes every moment for a gap that can be skipped.
        using var outside = await StartAsync(role, store =>
        {
            store.Projections.StaleSequenceThreshold = TimeSpan.FromMilliseconds(1);
            store.Projections.HealthCheckPollingTime = TimeSpan.FromMilliseconds(100);
        });

        await Task.WhenAll(keys.Select(async key =>
        {
            for (var number = 0; number < 60; number++)
            {
                var isBad = number % 3 == 1;
                (await SayAsync(node, key, isBad ? $"s-bad-{number}" : $"s-{number}")).Status.ShouldBe(isBad ? 500 : 200);
                if (number % 10 == 5)
                    await DrawAsync(marten, key);
            }
        }));
        var recorded = (long)(await Folder.AskAsync(database, "select position from diplo.log_head"))!;
        recorded.ShouldBe(4 * 41);
        await SeenAsync(role, recorded);

        // What is drawn while nothing is recorded, and no tracker is there to put the sequence back, is not skipped to either.
        await node.DisposeAsync();
        await DrawAsync(marten, keys[0], times: 20);
        await Folder.UntilAsync(async () => await Folder.AskAsync(database,
            "select count(*) > 0 from mt_event_progression where name = 'HighWaterStuckGap'") is true, "the daemon takes it for a gap");
        await using var next = new TrackerNode(database);
        (await SayAsync(next, keys[0], "s-last")).Status.ShouldBe(200);
        await SeenAsync(role, recorded + 1);
        await outside.StopAsync(Cancellation);
    }

    [Fact]
    public async Task what_is_sealed_it_sees_as_a_placeholder()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database);
        var key = await node.Api.OpenAsync();
        (await SayAsync(node, key, "s-1")).Status.ShouldBe(200);
        var role = await RoleAsync(database);
        using var outside = await StartAsync(role);
        (await SeenAsync(role, 2))[^1].Text.ShouldMatch("^RUS.~[0-9a-f]+ .*~0");
        (await Folder.AskAsync(role, "select count(*) from outside.mt_doc_message where data::text ~ 'Ushakov|weather'")).ShouldBe(0L);
        await outside.StopAsync(Cancellation);
    }

    [Fact]
    public async Task it_reads_what_was_stored_in_earlier_forms()
    {
        var database = await tracker.NewDatabaseAsync();
        (string Name, string Json)[] forms =
        [
            .. Upcasts.Known.Names.Select(name => (name, File.ReadAllText(Golden(name)))),
            ("envoy-named.v1", """{ "name": "Witkoff", "for": "RUS, UKR", "occurred": "2025-08-07" }"""),
            ("envoy-named.v2", """{ "envoy": "Witkoff", "for": "RUS, UKR", "occurred": "2025-08-07" }"""),
        ];
        await using var node = new TrackerNode(database);
        var key = await node.Api.OpenAsync();
        foreach (var (index, form) in forms.Index())
        {
            (await SayAsync(node, key, $"s-{index}")).Status.ShouldBe(200);
            await Folder.AskAsync(database,
                $"update mt_events set type = '{form.Name}', data = '{form.Json.Replace("'", "''")}' where stream_id = '{key}' and version = {index + 2}");
        }
        var upcasts = new Upcasts([.. Language.Events.Values, typeof(EnvoyNamed)]);
        var role = await RoleAsync(database);
        using var outside = await StartAsync(role, store => store.ReadDiploTracker(upcasts));
        (await SeenAsync(role, forms.Length + 1)).Skip(1).Select(message => message.Text)
            .ShouldBe(forms.Select(form => upcasts.Read(form.Name, Encoding.UTF8.GetBytes(form.Json))!.Describe()));
        await outside.StopAsync(Cancellation);
    }

    private static Task<Testing.Answer> SayAsync(TrackerNode node, string key, string id) => node.Api.DoAsync(key, "record-statement",
        $$"""{"id":"{{id}}","speaker":"RUS.Ushakov","kind":"Claim","quote":"fine weather","language":"en","occurred":"2025-08-07"}""");

    /// <summary>Marten's own append is refused, and leaves its sequence ahead of the log.</summary>
    private static async Task DrawAsync(DocumentStore marten, string key, int times = 1)
    {
        await using var session = marten.LightweightSession();
        session.Events.Append(key, [.. Enumerable.Range(0, times).Select(_ => new PartyLeft("USA", "withdrawal") { Occurred = Edtf.Parse("2025-08-07") })]);
        await Should.ThrowAsync<Exception>(() => session.SaveChangesAsync(Cancellation));
    }

    /// <summary>Waits until the projection and the subscription have come to a position, and compares what they saw with the log.</summary>
    private static async Task<IReadOnlyList<Message>> SeenAsync(string database, long position)
    {
        await Folder.UntilAsync(async () => await Folder.AskAsync(database,
            $"select count(*) = 2 from mt_event_progression where name ~ '^(Outbox|.*ActivityProjection):' and last_seq_id = {position}") is true, "both have seen all");
        await using var store = DocumentStore.For(store =>
        {
            store.Connection(database);
            store.ReadDiploTracker();
            store.DatabaseSchemaName = "outside";
        });
        await using var session = store.QuerySession();
        var messages = await session.Query<Message>().OrderBy(message => message.Position).ToListAsync(Cancellation);
        messages.Select(message => message.Position).ShouldBe(Enumerable.Range(1, (int)position).Select(number => (long)number));
        var activities = await session.Query<Activity>().ToListAsync(Cancellation);
        foreach (var activity in activities)
            ((long)activity.Facts, activity.Position).ShouldBe((
                (long)(await Folder.AskAsync(database, $"select count(*) from mt_events where stream_id = '{activity.Id}'"))!,
                (long)(await Folder.AskAsync(database, $"select max(seq_id) from mt_events where stream_id = '{activity.Id}'"))!));
        activities.Sum(activity => activity.Facts).ShouldBe((int)position);
        return messages;
    }

    private static async Task<IHost> StartAsync(string database, Action<StoreOptions>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddProjections(database);
        if (more is not null)
            builder.Services.ConfigureMarten(more);
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }

    /// <summary>A role with what docs/marten.md grants and nothing else; roles are shared by all databases, so each test has its own.</summary>
    private static async Task<string> RoleAsync(string database)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        var role = $"outside_{Guid.NewGuid():N}"[..20];
        await Folder.AskAsync(database, (await File.ReadAllTextAsync(Beside("outside-role.sql"), Cancellation))
            .Replace("role outside", $"role {role}").Replace("to outside", $"to {role}")
            .Replace("login", connection.Password is { Length: > 0 } password ? $"login password '{password.Replace("'", "''")}'" : "login"));
        connection.Username = role;
        return connection.ConnectionString;
    }

    private static string Golden(string name) => Beside($"../../DiploTracker.Specs/Negotiations/Golden/{name}.json");

    private static string Beside(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);

    /// <summary>An event whose form changed twice, as one of the tracker's would.</summary>
    [StoredAs("envoy-named.v3")]
    [StoredBefore("envoy-named.v2", nameof(FromV2))]
    [StoredBefore("envoy-named.v1", nameof(FromV1))]
    private sealed record EnvoyNamed(string Envoy, EquatableArray<string> For) : RecordEvent
    {
        private static JsonObject FromV1(JsonObject v1) => new(v1.Select(member =>
            KeyValuePair.Create(member.Key == "name" ? "envoy" : member.Key, member.Value?.DeepClone())));

        private static JsonObject FromV2(JsonObject v2)
        {
            v2["for"] = new JsonArray([.. ((string)v2["for"]!).Split(", ").Select(party => JsonValue.Create(party))]);
            return v2;
        }

        public override Command ToCommand() => new Corroborate(Guid.Empty);

        public override string Describe() => $"{Envoy} is named for {string.Join(" and ", For)}.";
    }
}
