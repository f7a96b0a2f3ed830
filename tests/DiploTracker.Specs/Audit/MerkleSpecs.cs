using CsCheck;
using DiploTracker.Audit;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

/// <summary>The vectors of RFC 6962: eight entries, the roots of the trees of the first of them, and proofs within.</summary>
public sealed class MerkleSpecs
{
    private static readonly byte[][] Entries =
    [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void the_empty_tree_has_the_hash_of_nothing() =>
        Hex(Merkle.EmptyRoot).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    [Fact]
    public async Task the_roots_are_those_of_the_rfc()
    {
        var frontier = new Frontier();
        foreach (var (index, entry) in Entries.Index())
        {
            frontier.Add(Merkle.Leaf(entry));
            Hex(frontier.Root()).ShouldBe(Roots[index]);
            Hex(await (await Tree.Of(Entries.Take(index + 1).Select(one => Merkle.Leaf(one)))).Tiled.Root(index + 1)).ShouldBe(Roots[index]);
        }
    }

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public async Task the_inclusion_proofs_are_those_of_the_rfc(int index, int size, string path)
    {
        var tree = await Tree.Of(Entries.Select(entry => Merkle.Leaf(entry)));
        string.Join(' ', (await tree.Tiled.Inclusion(index, size)).Select(Hex)).ShouldBe(path);
    }

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public async Task the_consistency_proofs_are_those_of_the_rfc(int from, int to, string path)
    {
        var tree = await Tree.Of(Entries.Select(entry => Merkle.Leaf(entry)));
        string.Join(' ', (await tree.Tiled.Consistency(from, to)).Select(Hex)).ShouldBe(path);
    }

    [Fact]
    public async Task every_proof_of_a_tree_of_many_tiles_holds_and_no_other_does()
    {
        const int size = 70_000; // three levels of tiles
        var leaves = Enumerable.Range(0, size).Select(number => Merkle.Leaf(BitConverter.GetBytes(number))).ToList();
        var tree = await Tree.Of(leaves, inStepsOf: 777);
        var root = await tree.Tiled.Root(size);
        root.ShouldBe(tree.Frontier.Root());
        await Gen.Select(Gen.Int[0, size - 1], Gen.Int[1, size]).SampleAsync(async (index, from) =>
        {
            var path = await tree.Tiled.Inclusion(index, size);
            Proof.Includes(index, size, leaves[index], path, root).ShouldBeTrue();
            Proof.Includes((index + 1) % size, size, leaves[index], path, root).ShouldBeFalse();
            Proof.Includes(index, size, Merkle.Leaf([1]), path, root).ShouldBeFalse();

            var consistency = await tree.Tiled.Consistency(from, size);
            var earlier = await tree.Tiled.Root(from);
            Proof.Extends(from, earlier, size, root, consistency).ShouldBeTrue();
            Proof.Extends(from, Merkle.Leaf(earlier), size, root, consistency).ShouldBeFalse();
        }, iter: 300, threads: 1);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
