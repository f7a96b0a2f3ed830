using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// Publishes the end of the log to Marten's sequence, which Marten's daemon takes for it. The append does not: a
/// sequence neither waits for the commit nor rolls back, and a daemon skips promised positions that do not appear in
/// time, along with everything recorded there later. So the sequence lags slightly, and one that has got ahead, for
/// example by Marten's own append, is set back.
/// </summary>
internal sealed class MartenSequence(BackgroundDatabase database, LogSignal appended, SchemaReady schema, Outage outage) : BackgroundService
{
    /// <summary>Minimum time between two statements: one publishes many committed appends.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Interval at which to publish what other nodes left unpublished. A daemon waits three seconds before it skips,
    /// and at least one with any sensible setting.
    /// </summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    // A sequence that was never drawn from is at 1 and not called.
    private const string Publish =
        $"""
        select setval('public.mt_events_sequence', greatest(h.position, 1), h.position > 0)
        from (select {LogEnd.LastPosition}) h (position), public.mt_events_sequence s
        where (s.last_value, s.is_called) <> (greatest(h.position, 1), h.position > 0) and current_setting('transaction_read_only') = 'off'
        """;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var signal = appended.Listen();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (schema.IsReady)
                    await Once(database.Source, stopping);
            }
            catch (Exception failure) when (DatabaseFailure.Of(failure) is not null)
            {
                outage.Report(failure); // logged once; try again
            }
            await Task.Delay(Between, stopping);
            await signal.WaitAsync(BetweenLooks, stopping);
        }
    }

    /// <summary>Publishes what is committed now.</summary>
    internal static async Task Once(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var publish = database.CreateCommand(Publish);
        await publish.ExecuteNonQueryAsync(cancellation);
    }
}
