using DiploTracker.Database;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>Records the certificates of erasures that an ending tracker interrupted.</summary>
internal sealed partial class ErasuresFinished(Erasures erasures, SchemaReady schema, Outage outage, ILogger<ErasuresFinished> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stopping))
            try
            {
                if (!schema.IsReady)
                    continue;
                await erasures.CertifyAgain(stopping);
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or RecordingUnavailableException or InvalidOperationException)
            {
                if (!outage.Report(failure))
                    LogAgain(failure.GetBaseException().Message);
            }
    }

    [LoggerMessage(LogLevel.Warning, "The certificates of erasures that were begun are not recorded yet ({Reason}); trying again")]
    private partial void LogAgain(string reason);
}
