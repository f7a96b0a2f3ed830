using System.Diagnostics.Metrics;

namespace DiploTracker.Live;

/// <summary>The metrics of the <see cref="Feed"/>.</summary>
public sealed class FeedMetrics
{
    public const string Meter = "DiploTracker.Live";

    private readonly UpDownCounter<long> _readers;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _stalled;

    public FeedMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _readers = meter.CreateUpDownCounter<long>("diplo.feed.readers", "{reader}", "Readers of the feed on this node.");
        _sent = meter.CreateCounter<long>("diplo.feed.sent", "{event}", "Events sent from memory, one for each reader that got it.");
        _stalled = meter.CreateCounter<long>("diplo.feed.stalled", "{reader}", "Readers disconnected because they took nothing.");
    }

    internal void Joined() => _readers.Add(1);

    internal void Left(bool hadStalled)
    {
        _readers.Add(-1);
        if (hadStalled)
            _stalled.Add(1);
    }

    internal void Sent(int events) => _sent.Add(events);
}
