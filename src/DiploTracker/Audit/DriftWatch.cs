using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>Checks random negotiations for drift, one after another, while the tracker runs.</summary>
public sealed partial class DriftWatch(Drift drift, SchemaReady schema, ILogger<DriftWatch> logger) : BackgroundService
{
    private const int AtATime = 5;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>The first difference found, or null.</summary>
    public Difference? Found { get; private set; }

    /// <summary>Why the last check failed, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Checks some negotiations; keeps the first difference for health.</summary>
    public async Task<Difference?> Check(IEnumerable<string> negotiations, CancellationToken cancellation)
    {
        foreach (var negotiation in negotiations)
            if (await drift.Check(negotiation, cancellation) is { } difference)
            {
                if (Found is null)
                    LogDrift(difference.Negotiation, difference.Version, difference.View, difference.Path);
                return Found = difference;
            }
        return null;
    }

    /// <summary>Checks all; if they agree, an earlier difference is cleared.</summary>
    public async Task<(int Checked, Difference? Difference)> CheckAll(CancellationToken cancellation)
    {
        var all = await drift.Some(int.MaxValue, cancellation);
        var difference = await Check(all, cancellation);
        Found = difference;
        return (all.Count, difference);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stopping))
            if (schema.IsReady)
                await TryCheck(stopping);
    }

    private async Task TryCheck(CancellationToken stopping)
    {
        try
        {
            await Check(await drift.Some(AtATime, stopping), stopping);
            Problem = null;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            Problem = "The database does not answer.";
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // whatever it is, health reports it and the tracker goes on
        {
            if (Problem != failure.Message)
                LogUnreadable(failure.Message);
            Problem = failure.Message;
        }
    }

    [LoggerMessage(LogLevel.Critical, "{Negotiation} at version {Version}: the {View} shows another {Path} than its facts give")]
    private partial void LogDrift(string negotiation, long version, string view, string path);

    [LoggerMessage(LogLevel.Critical, "The log cannot be read: {Reason}")]
    private partial void LogUnreadable(string reason);
}
