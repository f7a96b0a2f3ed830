using System.Globalization;
using System.Text;
using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>A command without HTTP against what other event stores need for an unchecked append of an event of the same size.</summary>
internal sealed class CommandInProcess : Benchmark
{
    private const int Negotiations = 256;

    private const string MessageDbVersion = "1.3.1";

    private const string EmmettVersion = "0.42.0";

    public override string Name => "command-in-process";

    public override string Question => "a command in process against an append with other event stores on the same database";

    public override string Rows => "writers";

    public override async Task<Result> Run(Bench bench)
    {
        await using var tracker = await InProcess.Start(await bench.Database.NewTracker("inprocess"));

        List<string> notes = ["The tracker decides each command, checks its idempotency key and keeps it; the others append without either."];
        List<Appender> others = [await RawInsert.Start(bench), await AkkaPersistence.Start(bench)];
        using var modules = await NodeModules.Install(bench, notes, $"@eventide/message-db@{MessageDbVersion}",
            $"@event-driven-io/emmett@{EmmettVersion}", $"@event-driven-io/emmett-postgresql@{EmmettVersion}");
        if (modules is not null)
            others.Add(await MessageDb.Start(bench, modules.Folder));
        notes.Add("Not compared: Eventuous.Postgresql and Akka.Persistence.PostgreSql, which could not be restored from the package source at hand.");

        List<Comparison> comparisons = [];
        foreach (var writers in new[] { 16, 32 })
        {
            // Both sides begin with short negotiations: what is kept in memory is bounded, and no other comparison's.
            var ours = await Opened("warm");
            await Ours(bench.Settings.Duration / 4);
            foreach (var other in others)
            {
                ours = await Opened(other.Name);
                var theirs = new Talks(Negotiations);
                var goal = other is RawInsert ? Goal.ForTheRecord : Goal.AtLeast(1.0);
                await Theirs(bench.Settings.Duration / 4);
                comparisons.Add(await bench.Alternate(
                    $"{writers}", "recorder", other.Name, goal, () => Ours(bench.Settings.Duration), () => Theirs(bench.Settings.Duration)));

                Task<Sample> Theirs(TimeSpan duration) => bench.Cost(() => InProcess.Write(writers, duration, writer =>
                {
                    var (negotiation, command, body) = theirs.Next(writer, writers);
                    return other.Append(negotiation, command, Encoding.UTF8.GetBytes(body));
                }));
            }
            if (modules is not null)
            {
                ours = await Opened("emmett");
                var connection = await bench.Database.New("emmett");
                comparisons.Add(await bench.Alternate(
                    $"{writers}", "recorder", "Emmett (Node)", Goal.AtLeast(1.0), () => Ours(bench.Settings.Duration), () => Emmett(bench, modules, connection, writers)));
            }

            async Task<Talks> Opened(string against)
            {
                var talks = new Talks(Negotiations, $"talks-{writers}-{against.ToLowerInvariant().Replace(' ', '-').Replace('.', '-')}");
                await tracker.Open(talks);
                return talks;
            }

            Task<Sample> Ours(TimeSpan duration) => bench.Cost(() => InProcess.Write(writers, duration, writer =>
            {
                var (negotiation, command, body) = ours.Next(writer, writers);
                return tracker.Record(negotiation, [InProcess.Read(command, body)], Guid.NewGuid());
            }));
        }
        foreach (var other in others)
            await other.DisposeAsync();
        return new Result(comparisons, notes);
    }

    // Emmett times itself: the start of Node is not its fault.
    private static async Task<Sample> Emmett(Bench bench, NodeModules modules, string connection, int writers)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        var url = $"postgresql://{settings.Username}@/{settings.Database}?host={Uri.EscapeDataString(settings.Host!)}";
        var seconds = bench.Settings.Duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        string[] said = [];
        var sample = await bench.Cost(async () =>
        {
            said = (await Programs.Run("node", ["emmett.mjs", url, $"{writers}", seconds, $"{Negotiations}"], modules.Root)).Split(' ');
            return long.Parse(said[0], CultureInfo.InvariantCulture);
        });
        return sample with { Seconds = bench.Settings.Duration.TotalSeconds, ApplicationCpu = long.Parse(said[1], CultureInfo.InvariantCulture) / 1e6 };
    }
}
