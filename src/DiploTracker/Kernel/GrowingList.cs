using System.Collections;
using System.Runtime.CompilerServices;

namespace DiploTracker.Kernel;

/// <summary>
/// An immutable list that is nearly always appended to: a list made by adding shares all items with the list it was
/// made from, and takes no extra room beyond the new item.
/// </summary>
/// <remarks>
/// Items are stored in blocks. A list that has everything in its last block adds in place, unseen by shorter lists; a
/// list that another one already grew from copies that block.
/// </remarks>
[CollectionBuilder(typeof(GrowingList), nameof(GrowingList.Create))]
public sealed class GrowingList<T> : IReadOnlyList<T>
{
    private const int Size = 32;

    private readonly Block[] _blocks;

    internal GrowingList(Block[] blocks, int count) => (_blocks, Count) = (blocks, count);

    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public T this[int index] => (uint)index < (uint)Count
        ? _blocks[index / Size].Items[index % Size]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The list has {Count} items.");

    public GrowingList<T> Add(T item)
    {
        var (full, used) = (Count / Size, Count % Size);
        return used > 0 && _blocks[full].TryAdd(used, item)
            ? new GrowingList<T>(_blocks, Count + 1)
            : AddRange([item]);
    }

    public GrowingList<T> AddRange(ReadOnlySpan<T> items)
    {
        if (items.IsEmpty)
            return this;
        var (full, used) = (Count / Size, Count % Size);
        var count = Count + items.Length;
        var blocks = new Block[(count + Size - 1) / Size];
        _blocks.AsSpan(0, full).CopyTo(blocks);
        var begun = used > 0 ? _blocks[full].Items[..used] : [];
        for (var index = full; index < blocks.Length; index++)
        {
            var more = items[..Math.Min(items.Length, Size - begun.Length)];
            blocks[index] = new Block(begun, more);
            begun = [];
            items = items[more.Length..];
        }
        return new GrowingList<T>(blocks, count);
    }

    /// <summary>The list of the first <paramref name="count"/> items.</summary>
    public GrowingList<T> First(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count);
        return count == Count ? this : new GrowingList<T>(_blocks[..((count + Size - 1) / Size)], count);
    }

    /// <summary>The items from an index on.</summary>
    public IEnumerable<T> From(int start)
    {
        for (var index = start; index < Count; index++)
            yield return this[index];
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<T>
    {
        private readonly GrowingList<T> _list;
        private int _index;

        internal Enumerator(GrowingList<T> list) => (_list, _index) = (list, -1);

        public readonly T Current => _list._blocks[_index / Size].Items[_index % Size];

        public bool MoveNext() => ++_index < _list.Count;

        public void Reset() => _index = -1;

        readonly object? IEnumerator.Current => Current;

        public readonly void Dispose()
        {
        }
    }

    internal sealed class Block
    {
        private InlineItems _items;
        private int _used;

        public Block(ReadOnlySpan<T> before, ReadOnlySpan<T> more)
        {
            before.CopyTo(_items);
            more.CopyTo(((Span<T>)_items)[before.Length..]);
            _used = before.Length + more.Length;
        }

        public ReadOnlySpan<T> Items => _items;

        /// <summary>
        /// Adds to a block with <paramref name="used"/> items; false if another list has already added to it.
        /// </summary>
        public bool TryAdd(int used, T item)
        {
            if (Interlocked.CompareExchange(ref _used, used + 1, used) != used)
                return false;
            _items[used] = item;
            return true;
        }
    }

    [InlineArray(Size)]
    private struct InlineItems
    {
        private T _first;
    }
}

public static class GrowingList
{
    public static GrowingList<T> Create<T>(ReadOnlySpan<T> items) => Nothing<T>.Here.AddRange(items);

    private static class Nothing<T>
    {
        public static readonly GrowingList<T> Here = new([], 0);
    }
}
