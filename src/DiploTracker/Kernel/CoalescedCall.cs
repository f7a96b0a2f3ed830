namespace DiploTracker.Kernel;

/// <summary>A call of which only one is under way at a time: concurrent callers share its result.</summary>
internal sealed class CoalescedCall<T>(Func<Task<T>> ask)
{
    private readonly Lock _lock = new();
    private Task<T> _asking = Task.FromException<T>(new InvalidOperationException("Nothing was asked yet."));

    public Task<T> Ask()
    {
        lock (_lock)
            return _asking.IsCompleted ? _asking = Task.Run(ask) : _asking;
    }
}
