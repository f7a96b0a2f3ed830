using System.Numerics;

namespace DiploTracker.Audit;

/// <summary>Checks the proofs of a Merkle tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2).</summary>
public static class Proof
{
    /// <summary>Whether the leaf is at that index of the tree with that root.</summary>
    public static bool Includes(long index, long size, byte[] leaf, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (index < 0 || index >= size)
            return false;

        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0)
                return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = Merkle.Node(sibling, hash);
                var up = (at & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(at);
                (at, last) = at == 0 ? (at, last) : (at >> up, last >> up);
            }
            else
            {
                hash = Merkle.Node(hash, sibling);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether the larger tree is the smaller one with leaves appended.</summary>
    public static bool Extends(long from, byte[] fromRoot, long to, byte[] toRoot, IReadOnlyList<byte[]> path)
    {
        if (from <= 0 || from > to)
            return false;
        if (from == to)
            return path.Count == 0 && fromRoot.AsSpan().SequenceEqual(toRoot);

        byte[][] nodes = BitOperations.IsPow2(from) ? [fromRoot, .. path] : [.. path];
        if (nodes is [])
            return false;

        var up = BitOperations.TrailingZeroCount(from);
        var (at, last) = ((from - 1) >> up, (to - 1) >> up);
        var (smaller, larger) = (nodes[0], nodes[0]);
        foreach (var node in nodes.AsSpan(1))
        {
            if (last == 0)
                return false;
            if ((at & 1) == 1 || at == last)
            {
                smaller = Merkle.Node(node, smaller);
                larger = Merkle.Node(node, larger);
                if ((at & 1) == 0)
                {
                    var steps = at == 0 ? 0 : BitOperations.TrailingZeroCount(at);
                    (at, last) = (at >> steps, last >> steps);
                }
            }
            else
            {
                larger = Merkle.Node(larger, node);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && smaller.AsSpan().SequenceEqual(fromRoot) && larger.AsSpan().SequenceEqual(toRoot);
    }
}
