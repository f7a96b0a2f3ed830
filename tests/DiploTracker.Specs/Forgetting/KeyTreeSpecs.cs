using CsCheck;
using DiploTracker.Sealing;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Forgetting;

/// <summary>A key that was destroyed cannot be had again, and no other goes with it.</summary>
public sealed class KeyTreeSpecs
{
    private static readonly Gen<KeyId> Id = Gen.ULong[0, (1UL << 48) - 1].Select(value => new KeyId(value));

    // Ids that begin alike share most of their way through the tree.
    private static readonly Gen<KeyId[]> Ids = Gen.Select(Gen.ULong[0, (1UL << 48) - 1], Gen.ULong[0, 300].Array[1, 20], Id.Array[1, 5])
        .Select((near, steps, far) => steps.Select(step => new KeyId(near ^ step)).Concat(far).Distinct().ToArray());

    [Fact]
    public void what_is_destroyed_is_gone_and_everything_else_stays() => Gen.Select(Ids, Ids).Sample((gone, others) =>
    {
        var tree = KeyTree.Create();
        var after = tree.Without(gone);
        foreach (var id in gone)
            after.Key(id).ShouldBeNull();
        foreach (var id in others.Except(gone))
            after.Key(id).ShouldBe(tree.Key(id));
    }, iter: 100);

    [Fact]
    public void it_does_not_matter_in_which_order_or_how_often_keys_are_destroyed() => Ids.Sample(ids =>
    {
        var tree = KeyTree.Create();
        tree.Without(ids).Write().ShouldBe(ids.Reverse().Concat(ids).Aggregate(tree, (so, id) => so.Without([id])).Write());
    }, iter: 50);

    [Fact]
    public void a_tree_is_read_as_it_was_written() => Ids.Sample(ids =>
    {
        var tree = KeyTree.Create().Without(ids[1..]);
        var read = KeyTree.Read(tree.Write());
        read.Write().ShouldBe(tree.Write());
        read.Key(ids[0]).ShouldBe(tree.Key(ids[0]));
    }, iter: 50);

    [Fact]
    public void nothing_that_is_kept_is_a_key_that_was_destroyed() => Id.Sample(id =>
    {
        var tree = KeyTree.Create();
        tree.Without([id]).Write().ShouldNotContain(Convert.ToHexStringLower(tree.Key(id)!));
    }, iter: 50);

    [Fact]
    public void another_tree_has_other_keys() => KeyTree.Create().Key(new KeyId(7)).ShouldNotBe(KeyTree.Create().Key(new KeyId(7)));

    [Theory]
    [InlineData("nothing")]
    [InlineData("/xyz 00")]
    [InlineData("/0123456789abc 0000000000000000000000000000000000000000000000000000000000000000")]
    public void what_is_no_tree_is_refused(string text) => Should.Throw<FormatException>(() => KeyTree.Read(text));

    [Fact]
    public void the_id_of_a_fact_is_the_end_of_its_event_id() =>
        KeyId.Of(Guid.Parse("0198f3a0-0000-7000-8000-00c0ffee1234")).ToString().ShouldBe("00c0ffee1234");
}
