using System.Collections.Immutable;

namespace DiploTracker.Kernel;

/// <summary>Wakes those on this node who wait for something to happen.</summary>
public abstract class Signal
{
    private ImmutableArray<SemaphoreSlim> _listeners = [];

    /// <summary>A semaphore that is released each time, and holds at most one release until it is waited for.</summary>
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
