using System.Numerics;

namespace DiploTracker.Audit;

/// <summary>Returns a tile: the existing hashes of 256 neighbours on a level of the tree, concatenated.</summary>
public delegate ValueTask<byte[]> ReadTile(int level, long index);

/// <summary>
/// A tree stored in tiles of 256 hashes: tiles of level 0 contain leaves, those above the roots of full tiles below.
/// Roots and proofs of any size read a handful of tiles.
/// </summary>
public sealed class TiledTree(ReadTile read)
{
    /// <summary>The number of levels of the tree in a tile.</summary>
    public const int TileHeight = 8;

    public const int TileWidth = 1 << TileHeight;

    private readonly Dictionary<(int, long), byte[]> _tiles = [];

    public async ValueTask<byte[]> Leaf(long index) => await Node(height: 0, index);

    public async ValueTask<byte[]> Root(long size) => size == 0 ? Merkle.EmptyRoot : await Range(0, size);

    /// <summary>The audit path of a leaf in the tree of that size (RFC 9162, 2.1.3.1), from the leaf upwards.</summary>
    public async ValueTask<IReadOnlyList<byte[]>> Inclusion(long index, long size)
    {
        List<byte[]> path = [];
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            path.Insert(0, index < middle ? await Range(middle, end) : await Range(start, middle));
            (start, end) = index < middle ? (start, middle) : (middle, end);
        }
        return path;
    }

    /// <summary>The proof that the tree of one size is the start of a larger one (RFC 9162, 2.1.4.1).</summary>
    public async ValueTask<IReadOnlyList<byte[]>> Consistency(long from, long to)
    {
        List<byte[]> path = [];
        var (start, end, isKnown) = (0L, to, true);
        while (from != end)
        {
            var middle = start + Split(end - start);
            if (from <= middle)
            {
                path.Insert(0, await Range(middle, end));
                end = middle;
            }
            else
            {
                path.Insert(0, await Range(start, middle));
                (start, isKnown) = (middle, false);
            }
        }
        if (!isKnown)
            path.Insert(0, await Range(start, end));
        return path;
    }

    private async ValueTask<byte[]> Range(long start, long end)
    {
        var size = end - start;
        if (BitOperations.IsPow2(size))
        {
            var height = BitOperations.Log2((ulong)size);
            return await Node(height, start >> height);
        }
        var middle = start + Split(size);
        var (left, right) = (await Range(start, middle), await Range(middle, end));
        return Merkle.Node(left, right);
    }

    private async ValueTask<byte[]> Node(int height, long index)
    {
        var (level, within) = (height / TileHeight, height % TileHeight);
        var first = index << within;
        var tile = (level, first / TileWidth);
        if (!_tiles.TryGetValue(tile, out var hashes))
            _tiles[tile] = hashes = await read(level, first / TileWidth);
        var offset = (int)(first % TileWidth) * Merkle.HashSize;
        var length = Merkle.HashSize << within;
        return hashes.Length >= offset + length
            ? Merkle.Perfect(hashes.AsSpan(offset, length))
            : throw new InvalidDataException($"The tree is damaged: tile {tile.Item2} of level {level} is too short.");
    }

    /// <summary>The largest power of two below a size.</summary>
    private static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
