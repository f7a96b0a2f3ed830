using System.Collections.Immutable;

namespace DiploTracker.Recording;

/// <summary>
/// Wakes those on this node who follow the log when this node has appended. What other nodes append is not told: who
/// follows asks the head of the log as well.
/// </summary>
public sealed class LogSignal
{
    private ImmutableArray<SemaphoreSlim> _listeners = [];

    /// <summary>A semaphore that is released by each append, and holds at most one release until it is waited for.</summary>
    public SemaphoreSlim Listen()
    {
        var listener = new SemaphoreSlim(0);
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));
        return listener;
    }

    public void Raise()
    {
        foreach (var listener in _listeners)
            if (listener.CurrentCount == 0)
                listener.Release();
    }
}
