using DiploTracker.Audit;

namespace DiploTracker.Specs.Audit;

/// <summary>A tree whose tiles lie in memory, grown in steps and loaded anew for each, as the sealer does.</summary>
internal sealed class Tree
{
    private readonly Dictionary<(int, long), byte[]> _tiles = [];

    public Frontier Frontier { get; } = new();

    public TiledTree Tiled => new(Read);

    public static async Task<Tree> Of(IEnumerable<byte[]> leaves, int inStepsOf = 3)
    {
        var tree = new Tree();
        foreach (var step in leaves.Chunk(inStepsOf))
        {
            var growing = await GrowingTree.Load(tree.Frontier.Size, tree.Read);
            foreach (var leaf in step)
            {
                growing.Add(leaf);
                tree.Frontier.Add(leaf);
            }
            foreach (var (level, index, hashes) in growing.TakeChanges())
                tree._tiles[(level, index)] = hashes;
        }
        return tree;
    }

    private ValueTask<byte[]> Read(int level, long index) => ValueTask.FromResult(_tiles[(level, index)]);
}
