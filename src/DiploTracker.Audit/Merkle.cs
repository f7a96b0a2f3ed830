using System.Security.Cryptography;

namespace DiploTracker.Audit;

/// <summary>The hashes of RFC 6962 (and RFC 9162): a leaf is prefixed with 0x00, an inner node with 0x01.</summary>
public static class Merkle
{
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>The root of the tree without leaves.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> entry) => SHA256.HashData([0x00, .. entry]);

    /// <summary>The hash of a leaf.</summary>
    /// <param name="input">The entry with its prefix.</param>
    public static byte[] LeafOf(ReadOnlySpan<byte> input) => SHA256.HashData(input);

    /// <summary>The same, without allocating an array.</summary>
    /// <param name="input">The entry with its prefix.</param>
    /// <param name="leaf">Receives the hash.</param>
    public static void LeafOf(ReadOnlySpan<byte> input, Span<byte> leaf) => SHA256.HashData(input, leaf);

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var node = new byte[HashSize];
        Node(left, right, node);
        return node;
    }

    /// <param name="node">Receives the hash; it may share memory with either input.</param>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> node)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashSize];
        input[0] = 0x01;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        SHA256.HashData(input, node);
    }

    /// <summary>The root of a full subtree from its leaves or inner nodes, whose number is a power of two.</summary>
    public static byte[] Perfect(ReadOnlySpan<byte> hashes)
    {
        var nodes = hashes.ToArray();
        for (var count = nodes.Length / HashSize; count > 1; count /= 2)
            for (var index = 0; index < count; index += 2)
                Node(At(index), At(index + 1), At(index / 2));
        return nodes[..HashSize];

        Span<byte> At(int index) => nodes.AsSpan(index * HashSize, HashSize);
    }
}
