using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>A label is the same one in another case, width, normal form or spacing; and another with other letters.</summary>
public sealed class FoldedSpecs
{
    [Theory]
    [InlineData("RUS-UKR direct", " rus-ukr  DIRECT")]
    [InlineData("ＴＡＳＳ", "tass")]
    [InlineData("E\u0301lyse\u0301e", "élysée")]
    [InlineData("Le\u00A0Monde", "le monde")]
    [InlineData("TA\u200BSS", "tass")]
    public void these_are_one(string one, string other) => Folded.Of(one).ShouldBe(Folded.Of(other));

    [Theory]
    [InlineData("Élysée", "Elysee")]
    [InlineData("track 1", "track 2")]
    [InlineData("track1", "track 1")]
    public void these_are_two(string one, string other) => Folded.Of(one).ShouldNotBe(Folded.Of(other));

    [Fact]
    public void what_cannot_be_stored_today_can_be_compared() => Folded.Of("a\ufffe\ud800").ShouldBe("a\ufffd\ufffd");
}
