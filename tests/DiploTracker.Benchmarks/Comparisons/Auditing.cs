using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using DiploTracker.Audit;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Database;
using DiploTracker.Hosting;
using DiploTracker.Recording;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>The transparency log: its export, the verification of that, and what it costs those who append.</summary>
internal sealed class Auditing : Benchmark
{
    private const int Writers = 16;

    /// <summary>A pass over the file is short beside the noise of a shared machine.</summary>
    private const int Passes = 5;

    public override string Name => "audit";

    public override string Question => "export against COPY TO of the same rows, verification against SHA-256, appends with the log sealed against without";

    public override string Rows => "what";

    public override async Task<Result> Run(Bench bench)
    {
        var folder = Directory.CreateTempSubdirectory("diplo-bench-audit-").FullName;
        try
        {
            var connection = await bench.Database.NewTracker("audit");
            await using var tracker = await InProcess.Start(connection);
            var events = await Fill(tracker, bench.Settings.Short ? 30_000 : 100_000);
            await using var node = await WorkingNode.Start(connection);
            var log = new SealedLog(tracker.Database, node, connection, folder);
            await log.Sealer.SealAll(CancellationToken.None);
            var (file, transparency) = (Path.Combine(folder, "log.ndjson"), new Transparency(tracker.Database));

            var export = await bench.Alternate("export", "export", "COPY TO of the same rows", Goal.AtLeast(0.5),
                () => bench.Cost(() => Export(tracker.Database, transparency, file, events)), () => bench.Cost(() => Copy(tracker.Database, events)));
            await Verify(file, folder, events); // the code is compiled
            var verification = await bench.Alternate("verification", "verify", "SHA-256 over the same bytes", Goal.AtLeast(0.5),
                () => bench.Cost(() => Verify(file, folder, events)), () => bench.Cost(() => Hash(file, events)));

            var talks = new Talks(256, "sealed");
            await Open(tracker, talks);
            await Append(bench.Settings.Duration / 4);
            var appends = await bench.Alternate("appends", "while the log is sealed", "without", Goal.AtLeast(0.95),
                () => log.WhileSealing(() => Append(bench.Settings.Duration)), () => Append(bench.Settings.Duration));
            return new Result([export, verification, appends],
            [
                $"{events} events; verification in one thread, from the file to the verdict: {verification.Rounds.Max(round => round.Ours.PerSecond):0} events a second (goal: 50,000).",
                $"Appends: {Writers} writers in process.",
            ]);

            Task<Sample> Append(TimeSpan duration) => bench.Cost(() => InProcess.Write(Writers, duration, writer =>
            {
                var (negotiation, command, body) = talks.Next(writer, Writers);
                return tracker.Record(negotiation, [InProcess.Read(command, body)], Guid.NewGuid());
            }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> Fill(InProcess tracker, int facts)
    {
        var talks = new Talks(64);
        await Open(tracker, talks);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var number = writer; number < facts; number += Writers)
            {
                var (negotiation, command, body) = talks.Next(writer, Writers);
                await tracker.Record(negotiation, [InProcess.Read(command, body)]);
            }
        }));
        await using var count = tracker.Database.CreateCommand("select position from diplo.log_head");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static async Task Open(InProcess tracker, Talks talks)
    {
        foreach (var line in talks.Opening().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (negotiation, command) = Lines.Read(line);
            await tracker.Record(negotiation, [command]);
        }
    }

    private static async Task<long> Export(NpgsqlDataSource database, Transparency transparency, string file, long events)
    {
        await using var stream = File.Create(file);
        var output = System.IO.Pipelines.PipeWriter.Create(stream);
        await new Export(database).Write(output, 0, null, (await transparency.Checkpoint(covering: null, CancellationToken.None))!, CancellationToken.None);
        await output.CompleteAsync();
        return events;
    }

    private static async Task<long> Copy(NpgsqlDataSource database, long events)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var stream = File.Create(Path.GetTempFileName());
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"copy (select * from mt_events where seq_id <= {events} order by seq_id) to stdout (format binary)"))
            await copy.CopyToAsync(stream);
        File.Delete(stream.Name);
        return events;
    }

    private static Task<long> Verify(string file, string folder, long events)
    {
        for (var pass = 0; pass < Passes; pass++)
            if (ExportFile.Verify(file, TrustedCheckpoints.Read(folder)) is not { Valid: true } verdict || verdict.Checked != events)
                throw new InvalidOperationException("The export is not valid.");
        return Task.FromResult(Passes * events);
    }

    private static Task<long> Hash(string file, long events)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            using var stream = File.OpenRead(file);
            SHA256.HashData(stream);
        }
        return Task.FromResult(Passes * events);
    }

    /// <summary>The sealer as the tracker runs it.</summary>
    private sealed class SealedLog
    {
        public SealedLog(NpgsqlDataSource database, WorkingNode node, string connection, string folder)
        {
            var store = DocumentStore.For(options =>
            {
                options.Connection(connection);
                EventStore.Configure(options);
            });
            var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
            var outage = new Outage(NullLogger<Outage>.Instance);
            var schema = new SchemaReady(store, [], database, outage, NullLogger<SchemaReady>.Instance);
            var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("DIPLO_DATA", (string?)folder)]).Build();
            var gate = new RecordingGate(
                new RecordingDatabase(database), new LogClock(database, new NodeClock()), services.GetRequiredService<IMeterFactory>(), NullLogger<RecordingGate>.Instance);
            var commits = new Commits(new AppendDatabase(database), database, new RecordingSettings(), NullLogger<Commits>.Instance);
            Sealer = new Sealer(node.Database, schema, commits, new AuditFolder(settings), gate, node.Leases, outage, NullLogger<Sealer>.Instance);
        }

        public Sealer Sealer { get; }

        public async Task<Sample> WhileSealing(Func<Task<Sample>> work)
        {
            await Sealer.SealAll(CancellationToken.None); // what was appended without it is not to be paid for here
            using var ended = new CancellationTokenSource();
            var sealing = Task.Run(async () =>
            {
                using var timer = new PeriodicTimer(Sealer.Between);
                while (!ended.IsCancellationRequested && await timer.WaitForNextTickAsync())
                    await Sealer.SealAll(CancellationToken.None);
            });
            var sample = await work();
            await ended.CancelAsync();
            await sealing;
            return sample;
        }
    }
}
