using System.Collections;
using System.Collections.Immutable;

namespace DiploTracker.Negotiations;

/// <summary>Something with an id of its own inside a negotiation.</summary>
public interface IIdentified
{
    string Id { get; }
}

/// <summary>
/// An immutable list of things with an id, in the order in which they were first added. Lookups and changes cost the
/// same at any length.
/// </summary>
public sealed class KeyedList<T> : IReadOnlyCollection<T> where T : class, IIdentified
{
    public static readonly KeyedList<T> Empty = new(ImmutableDictionary<string, T>.Empty, []);

    private readonly ImmutableDictionary<string, T> _byId;
    private readonly ImmutableList<string> _order;

    private KeyedList(ImmutableDictionary<string, T> byId, ImmutableList<string> order) => (_byId, _order) = (byId, order);

    public T? this[string? id] => id is not null && _byId.TryGetValue(id, out var item) ? item : null;

    public int Count => _order.Count;

    public bool Has(string id) => _byId.ContainsKey(id);

    /// <summary>The list with the item added, or replacing the one with its id.</summary>
    public KeyedList<T> With(T item) => new(_byId.SetItem(item.Id, item), Has(item.Id) ? _order : _order.Add(item.Id));

    /// <summary>The list with one item changed; the same list if no item has that id.</summary>
    public KeyedList<T> Change(string id, Func<T, T> change) => this[id] is { } item ? With(change(item)) : this;

    public IEnumerator<T> GetEnumerator() => _order.Select(id => _byId[id]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
