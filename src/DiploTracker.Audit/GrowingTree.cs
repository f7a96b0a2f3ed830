namespace DiploTracker.Audit;

/// <summary>Adds leaves to a tree in tiles, and knows which tiles came to look otherwise.</summary>
public sealed class GrowingTree
{
    private readonly List<List<byte[]>> _edges = [];
    private readonly HashSet<(int Level, long Index)> _touched = [];
    private readonly Dictionary<(int Level, long Index), byte[]> _full = [];

    private GrowingTree(long size) => Size = size;

    public long Size { get; private set; }

    /// <summary>The tree as it stands, its right edge read from its tiles.</summary>
    public static async ValueTask<GrowingTree> Load(long size, ReadTile read)
    {
        var tree = new GrowingTree(size);
        for (var (level, count) = (0, size); count > 0; level++, count /= TiledTree.TileWidth)
        {
            List<byte[]> edge = [];
            var partial = (int)(count % TiledTree.TileWidth);
            if (partial > 0)
            {
                var tile = await read(level, count / TiledTree.TileWidth);
                if (tile.Length < partial * Merkle.HashSize)
                    throw new InvalidDataException($"The tree is damaged: the last tile of level {level} is too short.");
                edge.AddRange(tile.Chunk(Merkle.HashSize).Take(partial));
            }
            tree._edges.Add(edge);
        }
        return tree;
    }

    public void Add(byte[] leaf)
    {
        AddAt(level: 0, leaf, Size);
        Size++;
    }

    /// <summary>The tiles to be written, full ones and those at the right edge; then none until the next leaf.</summary>
    public IReadOnlyList<(int Level, long Index, byte[] Hashes)> TakeChanges()
    {
        List<(int, long, byte[])> changes =
            [.. _touched.Select(tile => (tile.Level, tile.Index, _full.GetValueOrDefault(tile) ?? [.. _edges[tile.Level].SelectMany(hash => hash)]))];
        _touched.Clear();
        _full.Clear();
        return changes;
    }

    private void AddAt(int level, byte[] hash, long count)
    {
        if (level == _edges.Count)
            _edges.Add([]);
        var (edge, tile) = (_edges[level], (level, count / TiledTree.TileWidth));
        edge.Add(hash);
        _touched.Add(tile);
        if (edge.Count < TiledTree.TileWidth)
            return;

        byte[] full = [.. edge.SelectMany(one => one)];
        _full[tile] = full;
        edge.Clear();
        AddAt(level + 1, Merkle.Perfect(full), count / TiledTree.TileWidth);
    }
}
