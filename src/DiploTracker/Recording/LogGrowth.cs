namespace DiploTracker.Recording;

/// <summary>Remembers that this node appended; what other nodes append is only seen by asking the database.</summary>
public sealed class LogGrowth
{
    private int _hasGrown;

    public void Note() => Volatile.Write(ref _hasGrown, 1);

    /// <summary>Has anything been appended since this was last asked?</summary>
    public bool Take() => Interlocked.Exchange(ref _hasGrown, 0) == 1;
}
