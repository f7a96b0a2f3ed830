using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>performance.json with every round, and performance.md, which is made from it. A run of one benchmark replaces only that one.</summary>
internal sealed class Report(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private string Raw => Path.Combine(folder, "performance.json");

    public void Keep(Benchmark benchmark, Result result, Settings settings, string database)
    {
        Directory.CreateDirectory(folder);
        var kept = File.Exists(Raw) ? JsonSerializer.Deserialize<List<Kept>>(File.ReadAllText(Raw), Json)! : [];
        var now = new Kept(
            benchmark.Name, benchmark.Question, benchmark.Rows, DateOnly.FromDateTime(DateTime.UtcNow), Machine(), database,
            settings.Rounds, settings.Duration.TotalSeconds, result);
        var at = kept.FindIndex(other => other.Name == benchmark.Name);
        if (at < 0)
            kept.Add(now);
        else
            kept[at] = now;
        File.WriteAllText(Raw, JsonSerializer.Serialize(kept, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "performance.md"), Page(kept));
    }

    private static string Page(List<Kept> kept)
    {
        var page = new StringBuilder(
            """
            # Performance

            Made by `tests/DiploTracker.Benchmarks` from performance.json, which holds every round. A ratio is the median of
            the rounds, ours to the other, both measured in turn; CPU is the processor time of application and database
            together, ours to the other, per operation: it survives a noisy machine.

            """);
        foreach (var benchmark in kept.Where(benchmark => benchmark.Result.Comparisons is not []))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"\n## {Sentence(benchmark.Question)}\n");
            page.AppendLine(CultureInfo.InvariantCulture, $"| {benchmark.Rows} | against | ratio | goal | CPU |\n| --- | --- | --- | --- | --- |");
            foreach (var row in benchmark.Result.Comparisons)
                page.AppendLine(CultureInfo.InvariantCulture, $"| {row.Connections} | {Against(row)} | {row.Ratio:0.00} | {row.Goal} | {row.CpuRatio:0.00} |");
        }
        page.AppendLine("\n# The figures behind the ratios");
        foreach (var benchmark in kept)
            Figures(page, benchmark);
        page.Append(
            """

            # To run it again

            ```sh
            dotnet run -c Release --project tests/DiploTracker.Benchmarks                          # all
            dotnet run -c Release --project tests/DiploTracker.Benchmarks -- command-http import   # some
            dotnet run -c Release --project tests/DiploTracker.Benchmarks -- --short               # only whether they work
            ```

            `--rounds`, `--seconds` (of each measurement), `--events` (how far the log grows), `--minutes` (of
            the soak), `--tracker` (a folder with a published tracker; else it is published first) and `--output` change what their names say. PostgreSQL's programs
            are found as the tracker finds them; message-db and Emmett need Node and npm.

            A world to try the views on, of 20,000 negotiations in several scripts, for a tracker that runs:

            ```sh
            dotnet run -c Release --project tests/DiploTracker.Benchmarks -- world 20000 > world.ndjson
            curl -X POST -T world.ndjson -H 'Content-Type: application/x-ndjson' http://localhost:5080/api/commands | tail -n 1
            ```

            """);
        return page.ToString();
    }

    private static void Figures(StringBuilder page, Kept benchmark)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"\n## {benchmark.Name}: {benchmark.Question}\n");
        page.AppendLine(CultureInfo.InvariantCulture, $"{benchmark.Date:yyyy-MM-dd}, {benchmark.Rounds} rounds of {benchmark.Seconds:0.#} s. {benchmark.Machine}. PostgreSQL: {benchmark.Database}.");
        foreach (var note in benchmark.Result.Notes)
            page.AppendLine(note);
        if (benchmark.Result.Comparisons is not [])
            page.AppendLine(CultureInfo.InvariantCulture, $"\n| {benchmark.Rows} | what | per second | p50 ms | p99 ms | longest ms | CPU application us | CPU database us | MB |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in benchmark.Result.Comparisons)
        {
            Line(row.Ours, [.. row.Rounds.Select(round => round.Ours)]);
            Line(row.Against, [.. row.Rounds.Select(round => round.Against)]);

            void Line(string name, Sample[] samples) => page.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Connections} | {name} | {Of(samples, sample => sample.PerSecond, "#,0.##")} | {Of(samples, sample => sample.P50, "0.00")} | {Of(samples, sample => sample.P99, "0.00")} | {Of(samples, sample => sample.Longest, "0.0")} | {Of(samples, sample => sample.ApplicationMicroseconds, "#,0")} | {Of(samples, sample => sample.DatabaseMicroseconds, "#,0")} | {Of(samples, sample => sample.Megabytes, "0")} |");
        }
        if (benchmark.Result.Stages is [])
            return;
        page.AppendLine("\n| step | us | bytes allocated |\n| --- | --- | --- |");
        foreach (var stage in benchmark.Result.Stages)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {stage.Name} | {stage.Microseconds:0.0} | {(stage.Bytes > 0 ? stage.Bytes.ToString("#,0", CultureInfo.InvariantCulture) : "")} |");
    }

    private static string Of(Sample[] samples, Func<Sample, double?> figure, string format) => samples.All(sample => figure(sample) is not null)
        ? Comparison.Median(samples.Select(sample => figure(sample)!.Value)).ToString(format, CultureInfo.InvariantCulture)
        : "";

    private static string Against(Comparison row) => row.Ours is "tracker" or "recorder" ? row.Against : $"{row.Against} ({row.Ours})";

    private static string Sentence(string question) => $"{char.ToUpperInvariant(question[0])}{question[1..]}";

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        return $"{Environment.ProcessorCount} processors ({model}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.FrameworkDescription}";
    }

    private sealed record Kept(
        string Name, string Question, string Rows, DateOnly Date, string Machine, string Database, int Rounds, double Seconds, Result Result);
}
