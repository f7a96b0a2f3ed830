using DiploTracker.Kernel;

namespace DiploTracker.Recording;

/// <summary>
/// One log as this node knows it: its incarnation, the newest event that was seen of it, and what is remembered of it.
/// Each question to the database asks along whether the log still holds that event, and an append is decided on nothing
/// else. Where it does not, or is of another incarnation, another memory takes the place of this one (<see
/// cref="NodeCache"/>): of what is remembered nothing may be true.
/// </summary>
internal sealed class LogCache(int mostFacts)
{
    private readonly Lock _lock = new();
    private Guid? _incarnation;
    private volatile EventPlace _newest = EventPlace.Start;

    public BoundedCache<NegotiationSnapshot> Negotiations { get; } = new(mostFacts);

    public ActorsSeen Actors { get; } = new();

    /// <summary>The newest event that is known; all that is remembered was read or appended up to there.</summary>
    public EventPlace Newest => _newest;

    /// <summary>Null until the log was asked.</summary>
    public Guid? Incarnation
    {
        get
        {
            lock (_lock)
                return _incarnation;
        }
    }

    /// <summary>An event was read or appended.</summary>
    public void Saw(EventPlace place)
    {
        lock (_lock)
            if (place.Position > _newest.Position)
                _newest = place;
    }

    /// <summary>Is the log that answered the one that is remembered?</summary>
    /// <param name="incarnation">Its incarnation; that of a log without a head is empty.</param>
    /// <param name="holds">Whether it holds the event that was the newest when it was asked.</param>
    public bool IsOf(Guid incarnation, bool holds)
    {
        lock (_lock)
            return holds && (_incarnation ??= incarnation) == incarnation;
    }
}

/// <summary>The memory of this node, which is dropped whole when the log turns out to be another one.</summary>
public sealed partial class NodeCache(MemorySettings settings, ILogger<NodeCache> logger)
{
    /// <summary>
    /// Whether the log is the one that is remembered, as two columns of a question: its incarnation, and whether it
    /// holds the newest event that is known, whose position and id are parameters.
    /// </summary>
    internal static string IsItTheSame(int position, int id) =>
        $"""
        coalesce((select incarnation from diplo.log_head), '{Guid.Empty}'::uuid),
        ${position} = 0 or exists (select from mt_events where seq_id = ${position} and id = ${id})
        """;

    private LogCache _current = new(settings.Facts);
    private int _drops;

    /// <summary>How many facts are kept in memory.</summary>
    internal int MostFacts => settings.Facts;

    internal LogCache Current => Volatile.Read(ref _current);

    /// <summary>How often the memory was dropped since the start.</summary>
    internal int Drops => _drops;

    /// <summary>Replaces a memory of another log by an empty one.</summary>
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
