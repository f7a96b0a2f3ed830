namespace DiploTracker.Audit;

/// <summary>Adds leaves to a tree in tiles, and tracks which tiles changed.</summary>
public sealed class GrowingTree
{
    private readonly List<Edge> _edges = [];
    private readonly HashSet<(int Level, long Index)> _touched = [];
    private readonly Dictionary<(int Level, long Index), byte[]> _full = [];

    private GrowingTree(long size) => Size = size;

    public long Size { get; private set; }

    /// <summary>The current tree, with its right edge read from its tiles.</summary>
    public static async ValueTask<GrowingTree> Load(long size, ReadTile read)
    {
        var tree = new GrowingTree(size);
        for (var (level, count) = (0, size); count > 0; level++, count /= TiledTree.TileWidth)
        {
            var edge = new Edge();
            var partial = (int)(count % TiledTree.TileWidth);
            if (partial > 0)
            {
                var tile = await read(level, count / TiledTree.TileWidth);
                if (tile.Length < partial * Merkle.HashSize)
                    throw new InvalidDataException($"The tree is damaged: the last tile of level {level} is too short.");
                edge.Add(tile.AsSpan(0, partial * Merkle.HashSize));
            }
            tree._edges.Add(edge);
        }
        return tree;
    }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        AddAt(level: 0, leaf, Size);
        Size++;
    }

    /// <summary>
    /// Returns the tiles to write, full ones and those at the right edge, and clears the list of changes.
    /// </summary>
    public IReadOnlyList<(int Level, long Index, byte[] Hashes)> TakeChanges()
    {
        List<(int, long, byte[])> changes =
            [.. _touched.Select(tile => (tile.Level, tile.Index, _full.GetValueOrDefault(tile) ?? _edges[tile.Level].Hashes.ToArray()))];
        _touched.Clear();
        _full.Clear();
        return changes;
    }

    private void AddAt(int level, ReadOnlySpan<byte> hash, long count)
    {
        if (level == _edges.Count)
            _edges.Add(new Edge());
        var (edge, tile) = (_edges[level], (level, count / TiledTree.TileWidth));
        edge.Add(hash);
        _touched.Add(tile);
        if (!edge.IsFull)
            return;

        var full = edge.Hashes.ToArray();
        _full[tile] = full;
        edge.Clear();
        AddAt(level + 1, Merkle.Perfect(full), count / TiledTree.TileWidth);
    }

    /// <summary>The tile at the right end of a level.</summary>
    private sealed class Edge
    {
        private readonly byte[] _hashes = new byte[TiledTree.TileWidth * Merkle.HashSize];
        private int _length;

        public ReadOnlySpan<byte> Hashes => _hashes.AsSpan(0, _length);

        public bool IsFull => _length == _hashes.Length;

        public void Add(ReadOnlySpan<byte> hashes)
        {
            hashes.CopyTo(_hashes.AsSpan(_length));
            _length += hashes.Length;
        }

        public void Clear() => _length = 0;
    }
}
