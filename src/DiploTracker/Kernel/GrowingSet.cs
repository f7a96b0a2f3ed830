namespace DiploTracker.Kernel;

/// <summary>
/// An immutable set that only grows: what is made by adding shares all with what it was made from. It knows in which
/// order its items were added.
/// </summary>
/// <remarks>
/// One from which another has grown already is copied when something else is added to it: that is rare.
/// </remarks>
public sealed class GrowingSet<T> where T : notnull
{
    public static readonly GrowingSet<T> Empty = new([], 0);

    private readonly Dictionary<T, int> _places; // also of what was added to this set since

    private GrowingSet(Dictionary<T, int> places, int count) => (_places, Count) = (places, count);

    public int Count { get; }

    public bool Contains(T item) => IndexOf(item) is not null;

    /// <summary>How many were added before it; null when it is not in the set.</summary>
    public int? IndexOf(T item)
    {
        lock (_places)
            return _places.TryGetValue(item, out var place) && place < Count ? place : null;
    }

    /// <summary>The set with the item; the same set when it is there already.</summary>
    public GrowingSet<T> Add(T item)
    {
        if (Count == 0)
            return new GrowingSet<T>(new Dictionary<T, int> { [item] = 0 }, 1);
        lock (_places)
        {
            if (_places.TryGetValue(item, out var place) && place < Count)
                return this;
            var places = _places.Count == Count ? _places : _places.Where(pair => pair.Value < Count).ToDictionary();
            places.Add(item, Count);
            return new GrowingSet<T>(places, Count + 1);
        }
    }
}
