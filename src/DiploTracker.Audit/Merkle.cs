using System.Security.Cryptography;

namespace DiploTracker.Audit;

/// <summary>The hashes of RFC 6962 (and RFC 9162): a leaf is prefixed with 0x00, an inner node with 0x01.</summary>
public static class Merkle
{
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>The root of the tree without leaves.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> entry) => SHA256.HashData([0x00, .. entry]);

    /// <param name="input">The entry after its prefix.</param>
    public static byte[] LeafOf(ReadOnlySpan<byte> input) => SHA256.HashData(input);

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashSize];
        input[0] = 0x01;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        return SHA256.HashData(input);
    }

    /// <summary>The root of a full subtree from its leaves or inner nodes; their number is a power of two.</summary>
    public static byte[] Perfect(ReadOnlySpan<byte> hashes) => hashes.Length == HashSize
        ? hashes.ToArray()
        : Node(Perfect(hashes[..(hashes.Length / 2)]), Perfect(hashes[(hashes.Length / 2)..]));
}
