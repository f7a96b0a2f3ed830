using System.Text;
using DiploTracker.Benchmarks.Harness;
using Npgsql;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>Histories sent as NDJSON, every command decided, against binary COPY of the rows that result.</summary>
internal sealed class Import : Benchmark
{
    public override string Name => "import";

    public override string Question => "import of real histories as NDJSON over HTTP against binary COPY of the resulting rows of mt_events";

    public override string Rows => "commands";

    public override async Task<Result> Run(Bench bench)
    {
        var connection = await bench.Database.New("import");
        await using var tracker = await bench.Programs.Tracker(connection);
        var perCopy = Histories.Multiplied(copies: 1).Lines.Count;
        var copies = (bench.Settings.Short ? 500 : 100_000) / perCopy + 1;
        var lines = Histories.Multiplied(copies).Lines;

        await Post.Lines(tracker, Named("warm"), mayRefuse: true);
        await BenchDatabase.Execute(connection, "create table copied (like mt_events including all)");
        await using var database = NpgsqlDataSource.Create(connection);
        var run = 0;
        var from = 0L;
        var comparison = await bench.Alternate(
            $"{lines.Count}", "NDJSON, decided", "binary COPY", Goal.AtLeast(0.5),
            async () =>
            {
                from = (long)(await BenchDatabase.Execute(connection, "select position from diplo.log_head"))!;
                var import = Named($"run{run++}");
                return await bench.Cost(async () => (await Post.Lines(tracker, import, mayRefuse: true)).Count, tracker.Id);
            },
            async () =>
            {
                var rows = await Landed(database, from);
                await BenchDatabase.Execute(connection, "truncate copied");
                await bench.Database.Settle();
                return await bench.Cost(() => Copy(database, rows));
            });
        var accepted = (long)(await BenchDatabase.Execute(connection, "select position from diplo.log_head"))! - from;
        return new Result([comparison],
        [
            $"{accepted} of {lines.Count} commands are accepted; the others are refused by a rule, as their corrections are left out (they name ids of facts).",
            "One request, without idempotency keys, history after history. The table that COPY fills has the indexes of mt_events.",
        ]);

        string Named(string name) => string.Join('\n', lines).Replace("\"negotiation\":\"history", $"\"negotiation\":\"{name}", StringComparison.Ordinal);
    }

    private static async Task<List<object?[]>> Landed(NpgsqlDataSource database, long after)
    {
        await using var select = database.CreateCommand($"select * from mt_events where seq_id > {after}");
        await using var reader = await select.ExecuteReaderAsync();
        List<object?[]> rows = [];
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            for (var column = 0; column < row.Length; column++)
                if (row[column] is string text && reader.GetDataTypeName(column) == "jsonb")
                    row[column] = Encoding.UTF8.GetBytes(text);
            rows.Add(row);
        }
        return rows;
    }

    private static async Task<long> Copy(NpgsqlDataSource database, List<object?[]> rows)
    {
        await using var connection = await database.OpenConnectionAsync();
        var types = await Types(connection);
        await using var copy = await connection.BeginBinaryImportAsync("copy copied from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            for (var column = 0; column < row.Length; column++)
                if (row[column] is null or DBNull)
                    await copy.WriteNullAsync();
                else
                    await copy.WriteAsync(row[column], types[column]);
        }
        await copy.CompleteAsync();
        return rows.Count;
    }

    private static async Task<string[]> Types(NpgsqlConnection connection)
    {
        await using var select = new NpgsqlCommand("select * from mt_events limit 0", connection);
        await using var reader = await select.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)];
    }
}
