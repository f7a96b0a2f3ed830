namespace DiploTracker.Audit;

/// <summary>A tree that only grows and knows its root: of each full subtree at its right edge one hash is kept.</summary>
public sealed class Frontier
{
    private readonly List<byte[]?> _full = [];

    public long Size { get; private set; }

    public void Add(byte[] leaf)
    {
        var (node, height) = (leaf, 0);
        for (; height < _full.Count && _full[height] is { } left; height++)
        {
            node = Merkle.Node(left, node);
            _full[height] = null;
        }
        if (height == _full.Count)
            _full.Add(node);
        else
            _full[height] = node;
        Size++;
    }

    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var node in _full)
            if (node is not null)
                root = root is null ? node : Merkle.Node(node, root);
        return root ?? Merkle.EmptyRoot;
    }
}
