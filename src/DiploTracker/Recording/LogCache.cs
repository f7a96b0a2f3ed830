using DiploTracker.Kernel;

namespace DiploTracker.Recording;

/// <summary>
/// One log as this node knows it: its incarnation, the newest event seen, and the cached data. Each query also checks
/// that the log still holds that event, and an append is decided on nothing else. If the log does not hold it, or has
/// another incarnation, a new cache replaces this one (<see cref="NodeCache"/>): none of the cached data can be
/// trusted.
/// </summary>
internal sealed class LogCache(int mostFacts)
{
    private readonly Lock _lock = new();
    private Guid? _incarnation;
    private volatile EventPlace _newest = EventPlace.Start;

    public BoundedCache<NegotiationSnapshot> Negotiations { get; } = new(mostFacts);

    /// <summary>The newest known event; everything cached was read or appended up to it.</summary>
    public EventPlace Newest => _newest;

    /// <summary>Null until the log was queried.</summary>
    public Guid? Incarnation
    {
        get
        {
            lock (_lock)
                return _incarnation;
        }
    }

    /// <summary>Notes an event that was read or appended.</summary>
    public void Saw(EventPlace place)
    {
        lock (_lock)
            if (place.Position > _newest.Position)
                _newest = place;
    }

    /// <summary>Is the log that answered the one that is cached?</summary>
    /// <param name="incarnation">Its incarnation; empty for a log without a head.</param>
    /// <param name="holds">Whether it holds the event that was the newest when the query was sent.</param>
    public bool IsOf(Guid incarnation, bool holds)
    {
        lock (_lock)
            return holds && (_incarnation ??= incarnation) == incarnation;
    }
}

/// <summary>This node's cache, dropped as a whole when the log turns out to be a different one.</summary>
public sealed partial class NodeCache(MemorySettings settings, ILogger<NodeCache> logger)
{
    /// <summary>
    /// Checks that the log is the cached one, as two columns of a query: its incarnation, and whether it holds the
    /// newest known event, whose position and id are parameters.
    /// </summary>
    internal static string IsItTheSame(int position, int id) =>
        $"""
        coalesce((select incarnation from diplo.log_head), '{Guid.Empty}'::uuid),
        ${position} = 0 or exists (select from mt_events where seq_id = ${position} and id = ${id})
        """;

    private LogCache _current = new(settings.Facts);
    private int _drops;

    internal LogCache Current => Volatile.Read(ref _current);

    /// <summary>Number of times the cache was dropped since the start.</summary>
    internal int Drops => _drops;

    /// <summary>Replaces the cache of a different log with an empty one.</summary>
    internal void Drop(LogCache memory)
    {
        if (Interlocked.CompareExchange(ref _current, new LogCache(settings.Facts), memory) != memory)
            return;
        Interlocked.Increment(ref _drops);
        LogDropped(memory.Newest.Position);
    }

    [LoggerMessage(LogLevel.Warning,
        "The log is another than before: after a failover or a restore, or it lost events. What was remembered up to position {Position} is dropped")]
    private partial void LogDropped(long position);
}
