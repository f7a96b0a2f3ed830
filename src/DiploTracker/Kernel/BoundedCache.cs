using System.Collections.Concurrent;

namespace DiploTracker.Kernel;

/// <summary>
/// What is kept in memory by key, up to a bound; all of it can be had anew. When it is full, of two taken by chance the
/// one goes that was asked for longer ago. By its age alone that would go which is asked for next, where many are asked
/// for in turn: with a little more in use than there is room for, nothing would ever be found.
/// </summary>
/// <param name="most">The sum of the sizes of what is kept; one is kept even if it is larger.</param>
internal sealed class BoundedCache<T>(long most) where T : class
{
    private readonly Lock _putting = new();
    private readonly ConcurrentDictionary<string, Place> _places = [];
    private readonly List<Place> _all = [];

    /// <summary>The sum of the sizes.</summary>
    public long Size { get; private set; }

    /// <summary>What is kept by a key; null when nothing is.</summary>
    public T? Get(string key)
    {
        if (!_places.TryGetValue(key, out var place))
            return null;
        place.Asked = Environment.TickCount64;
        return place.Value;
    }

    /// <summary>Keeps a value in the place of the one that was kept by the key.</summary>
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

    /// <summary>Keeps nothing by a key any more.</summary>
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
        /// When it was asked for last, in milliseconds; who reads it a moment late only judges by what was before.
        /// </summary>
        public long Asked { get; set; }
    }
}
