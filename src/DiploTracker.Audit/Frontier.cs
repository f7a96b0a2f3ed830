namespace DiploTracker.Audit;

/// <summary>
/// A tree that only grows and can compute its root: it keeps one hash of each full subtree at its right edge.
/// </summary>
public sealed class Frontier
{
    private const int Highest = 63;

    // By height; a hash is present where the size has that bit set.
    private readonly byte[] _full = new byte[Highest * Merkle.HashSize];

    public long Size { get; private set; }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        Span<byte> node = stackalloc byte[Merkle.HashSize];
        leaf.CopyTo(node);
        var height = 0;
        for (; IsFull(height); height++)
            Merkle.Node(Full(height), node, node);
        node.CopyTo(Full(height));
        Size++;
    }

    public byte[] Root()
    {
        byte[]? root = null;
        for (var height = 0; height < Highest; height++)
            if (IsFull(height))
                root = root is null ? Full(height).ToArray() : Merkle.Node(Full(height), root);
        return root ?? Merkle.EmptyRoot;
    }

    private bool IsFull(int height) => (Size >> height & 1) == 1;

    private Span<byte> Full(int height) => _full.AsSpan(height * Merkle.HashSize, Merkle.HashSize);
}
