namespace DiploTracker.Kernel;

/// <summary>
/// An immutable set that only grows: a set made by adding shares all items with the set it was made from. It knows the
/// order in which its items were added.
/// </summary>
/// <remarks>Adding a different item to a set that another one already grew from makes a copy: that is rare.</remarks>
public sealed class GrowingSet<T> where T : notnull
{
    public static readonly GrowingSet<T> Empty = new([], 0, beneath: null);

    private readonly Dictionary<T, int> _places; // includes items added to this set since
    private readonly GrowingSet<T>? _beneath;

    private GrowingSet(Dictionary<T, int> places, int count, GrowingSet<T>? beneath) =>
        (_places, Count, _beneath) = (places, count, beneath);

    public int Count { get; }

    private int Beneath => _beneath?.Count ?? 0;

    public bool Contains(T item) => IndexOf(item) is not null;

    /// <summary>Number of items added before it; null if it is not in the set.</summary>
    public int? IndexOf(T item)
    {
        lock (_places)
            if (_places.TryGetValue(item, out var place) && place < Count)
                return place;
        return _beneath?.IndexOf(item);
    }

    /// <summary>The same set, to add to on trial: its successors share nothing with those of this one.</summary>
    public GrowingSet<T> Apart() => new([], Count, beneath: this);

    /// <summary>The set with the item; the same set if the item is already in it.</summary>
    public GrowingSet<T> Add(T item)
    {
        if (Count == 0)
            return new GrowingSet<T>(new Dictionary<T, int> { [item] = 0 }, 1, beneath: null);
        if (_beneath?.Contains(item) == true)
            return this;
        lock (_places)
        {
            if (_places.TryGetValue(item, out var place) && place < Count)
                return this;
            var places = Beneath + _places.Count == Count ? _places : _places.Where(pair => pair.Value < Count).ToDictionary();
            places.Add(item, Count);
            return new GrowingSet<T>(places, Count + 1, _beneath);
        }
    }
}
