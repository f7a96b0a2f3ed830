namespace DiploTracker.Benchmarks.Harness;

/// <summary>Processor time in seconds, user and system together, as the kernel counts it: what a noisy machine does not change much.</summary>
internal static class ProcessorTime
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double Ticks = 100;

    public static double Of(int process) => Read(process) is { } stat ? stat.Own : 0;

    /// <summary>Of a PostgreSQL: its first process, those it has started, and those of them that have ended.</summary>
    public static double OfPostgres(int postmaster)
    {
        var total = Read(postmaster) is { } first ? first.Own + first.Ended : 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), out var process) && Read(process) is { } child && child.Parent == postmaster)
                total += child.Own;
        return total;
    }

    /// <summary>Resident memory in megabytes.</summary>
    public static double Megabytes(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2]) / 1024;

    private static (int Parent, double Own, double Ended)? Read(int process)
    {
        try
        {
            // The name stands in brackets and may hold blanks; parent, utime, stime, cutime and cstime come after it.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1]), (long.Parse(fields[11]) + long.Parse(fields[12])) / Ticks, (long.Parse(fields[13]) + long.Parse(fields[14])) / Ticks);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }
}
