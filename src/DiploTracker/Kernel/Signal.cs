using System.Collections.Immutable;

namespace DiploTracker.Kernel;

/// <summary>Wakes listeners on this node when something happens.</summary>
public abstract class Signal
{
    private ImmutableArray<SemaphoreSlim> _listeners = [];

    /// <summary>A semaphore that is released at each signal, and holds at most one release.</summary>
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
