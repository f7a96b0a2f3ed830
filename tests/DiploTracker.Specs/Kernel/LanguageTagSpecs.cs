using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

public sealed class LanguageTagSpecs
{
    [Theory]
    [InlineData("ar")]
    [InlineData("ar-EG")]
    [InlineData("zh-Hant-TW")]
    [InlineData("zh-cmn-Hans")]
    [InlineData("es-419")]
    [InlineData("sl-rozaj-biske")]
    [InlineData("de-CH-1996")]
    [InlineData("en-US-u-islamcal-x-cable")]
    [InlineData("und")]
    [InlineData("mul")]
    [InlineData("x-whatever")]
    [InlineData("i-klingon")]
    [InlineData("SR-LATN")]
    public void these_are_tags(string tag) => LanguageTag.IsOne(tag).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("Arabic")]
    [InlineData("Arabic (Egypt)")]
    [InlineData("english")]
    [InlineData("en_US")]
    [InlineData("en-")]
    [InlineData(" en")]
    [InlineData("en-a")]
    [InlineData("en--US")]
    [InlineData("عربي")]
    [InlineData("en-toolongsubtag")]
    [InlineData("\u212A\u212A")]
    public void these_are_none(string text) => LanguageTag.IsOne(text).ShouldBeFalse();
}
