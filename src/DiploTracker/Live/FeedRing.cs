using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>
/// The newest events of the log, ready to send, without gaps; shared by all readers of a node. One writer, any number
/// of readers. All events are of one log: if the log turns out to be another, another ring takes its place. Bounded in
/// number and in bytes: evicted events are in the database.
/// </summary>
internal sealed class FeedRing(int capacity, long mostBytes = FeedRing.MostBytes)
{
    private const long MostBytes = 32 << 20;

    private readonly FeedEntry?[] _entries = new FeedEntry?[capacity];
    private EventPlace _newest = EventPlace.Start;
    private long _oldest = 1;
    private long _bytes;

    public int Capacity => capacity;

    /// <summary>The event up to which this node has read the log.</summary>
    public EventPlace NewestPlace => Volatile.Read(ref _newest);

    public long Newest => NewestPlace.Position;

    /// <summary>The event at a position; null if it is no longer cached, or not there yet.</summary>
    public FeedEntry? At(long position) =>
        Volatile.Read(ref _entries[position % capacity]) is { } entry && entry.Position == position ? entry : null;

    public void Add(FeedEntry entry)
    {
        if (_oldest <= entry.Position - capacity)
            Drop(entry.Position - capacity);
        _bytes += entry.Bytes.Length;
        Volatile.Write(ref _entries[entry.Position % capacity], entry);
        Volatile.Write(ref _newest, entry.Place);
        if (_bytes > mostBytes)
            while (_bytes > mostBytes && _oldest < entry.Position)
                Drop(_oldest);
    }

    /// <summary>Clears the ring and continues after an event.</summary>
    public void BeginAfter(EventPlace place)
    {
        Drop(Newest);
        _oldest = place.Position + 1;
        Volatile.Write(ref _newest, place);
    }

    private void Drop(long through)
    {
        for (; _oldest <= through; _oldest++)
        {
            ref var entry = ref _entries[_oldest % capacity];
            if (entry?.Position != _oldest)
                continue;
            _bytes -= entry.Bytes.Length;
            Volatile.Write(ref entry, null);
        }
    }
}
