using System.Collections.Concurrent;

namespace DiploTracker.Kernel;

/// <summary>
/// A cache of values by key, up to a bound; all of them can be rebuilt. When full, samples two entries and evicts the
/// less recently used one. Strict LRU would evict what is needed next when many keys are used in turn: with slightly
/// more in use than fits, every lookup would miss.
/// </summary>
/// <param name="most">Maximum sum of the sizes; a single entry is kept even if it is larger.</param>
internal sealed class BoundedCache<T>(long most) where T : class
{
    private readonly Lock _putting = new();
    private readonly ConcurrentDictionary<string, Place> _places = [];
    private readonly List<Place> _all = [];

    /// <summary>The sum of the sizes.</summary>
    public long Size { get; private set; }

    /// <summary>The value cached by a key; null if there is none.</summary>
    public T? Get(string key)
    {
        if (!_places.TryGetValue(key, out var place))
            return null;
        place.Asked = Environment.TickCount64;
        return place.Value;
    }

    /// <summary>Caches a value, replacing the one with the same key.</summary>
    public void Put(string key, T value, long size)
    {
        lock (_putting)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                place = new Place(key) { Index = _all.Count };
                _all.Add(place);
            }
            Size += size - place.Size;
            (place.Value, place.Size, place.Asked) = (value, size, Environment.TickCount64);
            _places[key] = place;
            while (Size > most && _all.Count > 1)
                Take(Older(Other(place), Other(place)));
        }
    }

    /// <summary>Removes a key from the cache.</summary>
    public void Forget(string key)
    {
        lock (_putting)
            if (_places.TryGetValue(key, out var place))
                Take(place);
    }

    private void Take(Place place)
    {
        _places.TryRemove(place.Key, out _);
        Size -= place.Size;
        (_all[place.Index] = _all[^1]).Index = place.Index;
        _all.RemoveAt(_all.Count - 1);
    }

    private Place Other(Place than) => _all[(than.Index + 1 + Random.Shared.Next(_all.Count - 1)) % _all.Count];

    private static Place Older(Place one, Place other) => one.Asked < other.Asked ? one : other;

    private sealed class Place(string key)
    {
        public string Key => key;

        public required int Index { get; set; }

        public T? Value { get; set; }

        public long Size { get; set; }

        /// <summary>
        /// When it was last used, in milliseconds; a slightly stale read only judges by an earlier use.
        /// </summary>
        public long Asked { get; set; }
    }
}
