using System.Text.Json.Serialization;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>What one side did in one round.</summary>
/// <param name="Seconds">By the clock on the wall.</param>
/// <param name="ApplicationCpu">Seconds of processor time of the process that was measured.</param>
/// <param name="DatabaseCpu">Seconds of processor time of all processes of PostgreSQL.</param>
/// <param name="P50">Milliseconds within which half of the operations were done; null where they were not timed singly.</param>
/// <param name="Longest">Milliseconds that the slowest operation took; null where it is not the question.</param>
/// <param name="Megabytes">Resident memory of the process afterwards; null where it is not the question.</param>
public sealed record Sample(
    long Operations, double Seconds, double ApplicationCpu, double DatabaseCpu, double? P50 = null, double? P99 = null,
    double? Megabytes = null, double? Longest = null)
{
    [JsonIgnore]
    public double PerSecond => Operations / Seconds;

    [JsonIgnore]
    public double ApplicationMicroseconds => ApplicationCpu * 1e6 / Operations;

    [JsonIgnore]
    public double DatabaseMicroseconds => DatabaseCpu * 1e6 / Operations;

    [JsonIgnore]
    public double CpuMicroseconds => ApplicationMicroseconds + DatabaseMicroseconds;

    /// <summary>Processors kept busy, application and database together.</summary>
    [JsonIgnore]
    public double Processors => (ApplicationCpu + DatabaseCpu) / Seconds;

    /// <summary>What is not measured but demanded: ours is held against it.</summary>
    public static Sample Demanded(double? p50 = null, double? p99 = null, double processors = 0) => new(1, 1, processors, 0, p50, p99);
}

/// <summary>Both sides, one after the other.</summary>
public sealed record Round(Sample Ours, Sample Against);

public enum Measure { Throughput, Time, Memory, P50, P99, Processors, Longest }

/// <summary>What the ratio of ours to the other is meant to be.</summary>
/// <param name="Limit">At least this for throughput, at most this for all else; null where nothing is demanded.</param>
public sealed record Goal(Measure Measure, double? Limit)
{
    public static Goal AtLeast(double throughput) => new(Measure.Throughput, throughput);

    public static Goal NoSlowerThan(double time) => new(Measure.Time, time);

    public static Goal NoLargerThan(double memory) => new(Measure.Memory, memory);

    /// <summary>At most this, of one of the figures that are better when they are lower.</summary>
    public static Goal AtMost(Measure measure, double limit) => new(measure, limit);

    public static readonly Goal ForTheRecord = new(Measure.Throughput, Limit: null);

    public double Ratio(Round round) => Measure switch
    {
        Measure.Throughput => round.Ours.PerSecond / round.Against.PerSecond,
        Measure.Time => round.Against.PerSecond / round.Ours.PerSecond,
        Measure.P50 => round.Ours.P50!.Value / round.Against.P50!.Value,
        Measure.P99 => round.Ours.P99!.Value / round.Against.P99!.Value,
        Measure.Longest => round.Ours.Longest!.Value / round.Against.Longest!.Value,
        Measure.Processors => round.Ours.Processors / round.Against.Processors,
        _ => round.Ours.Megabytes!.Value / round.Against.Megabytes!.Value,
    };

    public override string ToString() => Limit is null ? "" : $"{(Measure == Measure.Throughput ? "at least" : "at most")} {Limit:0.0#}";
}

/// <summary>One row: two things that were measured alternately.</summary>
/// <param name="Connections">How many connections, writers, facts or events: what the rows of a benchmark differ in.</param>
public sealed record Comparison(string Connections, string Ours, string Against, Goal Goal, IReadOnlyList<Round> Rounds)
{
    public double Ratio => Median(Rounds.Select(Goal.Ratio));

    /// <summary>Processor time of ours to that of the other, application and database together; null where the other is only demanded.</summary>
    public double? CpuRatio => Rounds.All(round => round.Against is { CpuMicroseconds: > 0, Operations: > 1 })
        ? Median(Rounds.Select(round => round.Ours.CpuMicroseconds / round.Against.CpuMicroseconds))
        : null;

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
