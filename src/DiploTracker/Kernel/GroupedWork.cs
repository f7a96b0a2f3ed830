using System.Collections.Concurrent;

namespace DiploTracker.Kernel;

/// <summary>
/// Work that is done for several items at once. One group is under way at a time; items added in the meantime form the
/// next. A caller that adds an item while nothing is under way does the work on its own thread, and leaves the next
/// group to another.
/// </summary>
/// <param name="most">Maximum sum of weights in a group; a heavier item forms a group of its own.</param>
/// <param name="weight">The weight of an item, at least 1.</param>
/// <param name="work">Reports the outcome to each item, including failures, so it throws nothing.</param>
internal sealed class GroupedWork<T>(long most, Func<T, long> weight, Func<List<T>, Task> work)
{
    private readonly ConcurrentQueue<T> _queue = new();
    private readonly SemaphoreSlim _turn = new(1);
    private int _lastCount;

    /// <summary>The number of items that wait for the next group.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Adds an item; completes with its group, or at once while another group is under way.</summary>
    public Task Add(T item)
    {
        _queue.Enqueue(item);
        if (!_turn.Wait(0))
            return Task.CompletedTask;
        // After a group of several, the others are about to return: let them in first.
        if (_lastCount <= 1)
            return Work();
        WorkElsewhere();
        return Task.CompletedTask;
    }

    private async Task Work()
    {
        try
        {
            await work(Next());
        }
        finally
        {
            // Callers that queued while we held the turn did not start work; check again after releasing it.
            _turn.Release();
            if (!_queue.IsEmpty && _turn.Wait(0))
                WorkElsewhere();
        }
    }

    private void WorkElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(static groups => _ = groups.Work(), this, preferLocal: false);

    private List<T> Next()
    {
        List<T> group = [];
        for (var total = 0L; _queue.TryPeek(out var item) && ((total += weight(item)) <= most || group is []); _queue.TryDequeue(out _))
            group.Add(item);
        _lastCount = group.Count;
        return group;
    }
}
