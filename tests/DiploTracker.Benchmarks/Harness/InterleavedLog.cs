using DiploTracker.Negotiations;
using DiploTracker.Sealing;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>A log of many negotiations that go on side by side: their facts lie interleaved in it, as in production.</summary>
internal sealed class InterleavedLog(string connectionString, long events, InProcess writer) : IAsyncDisposable
{
    /// <summary>Written by the recorder; the others are their copies under other keys.</summary>
    private const int Written = 20;

    private const int Facts = 100;

    public string ConnectionString => connectionString;

    public long Events => events;

    /// <summary>What opens its facts.</summary>
    public Keys Keys => writer.Keys;

    /// <param name="times">How many times as long as usual it is.</param>
    public static async Task<InterleavedLog> In(Bench bench, string name, int times = 1)
    {
        var connection = await bench.Database.NewTracker(name);
        var tracker = await InProcess.Start(connection);
        var talks = new Talks(Written);
        await tracker.Open(talks);
        for (var number = 0; number < Written; number++)
            await tracker.Record(talks.Key(number), [.. Enumerable.Range(0, Facts - 5).Select(Fact)]); // five are in the opening
        var copies = times * (bench.Settings.Short ? 6 : 50);
        await BenchDatabase.Execute(connection,
            $"""
            create temp table written as select * from mt_events;
            create temp table stream as select * from mt_streams;
            truncate mt_events, mt_streams;
            set diplo.appending = 'on';
            insert into mt_streams (id, version, timestamp, created, tenant_id, is_archived)
            select id || '-' || n, version, timestamp, created, tenant_id, is_archived from stream, generate_series(1, {copies}) n;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name, correlation_id, causation_id, is_archived)
            select p, id, stream_id || '-' || n, version, data, type, (select min(timestamp) from written) + p * interval '1 microsecond',
                   tenant_id, headers, user_name, correlation_id, causation_id, is_archived
            from (select row_number() over (order by version, n, stream_id) as p, * from written, generate_series(1, {copies}) n) e;
            update diplo.log_head set position = (select max(seq_id) from mt_events), recorded_at = (select max(timestamp) from mt_events);
            select setval('mt_events_sequence', (select position from diplo.log_head));
            """);
        await BenchDatabase.Execute(connection, "vacuum analyze");
        return new InterleavedLog(connection, (long)(await BenchDatabase.Execute(connection, "select position from diplo.log_head"))!, tracker);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private static Command Fact(int number)
    {
        var (command, body) = Talks.Fact(number);
        return InProcess.Read(command, body);
    }
}
