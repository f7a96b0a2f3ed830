using DiploTracker.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

public sealed class SearchTextSpecs
{
    [Theory]
    [InlineData("مُفَاوَضَات", "مفاوضات")]
    [InlineData("مفاوضـــات", "مفاوضات")]
    [InlineData("أوشاكوف", "اوشاكوف")]
    [InlineData("إيران", "ايران")]
    [InlineData("آخر", "اخر")]
    [InlineData("القمة", "القمه")]
    [InlineData("موسكى", "موسكي")]
    [InlineData("Łódź, ÉTÉ", "łodz, ete")]
    [InlineData("ＧＥＮＥＶＡ", "geneva")]
    [InlineData("Ёлка", "елка")]
    public void one_word_written_in_two_ways_is_one(string written, string folded) => SearchText.Fold(written).ShouldBe(folded);

    [Theory]
    [InlineData("المفاوضات", "مفاوضات")]
    [InlineData("والمفاوضات", "مفاوضات")]
    [InlineData("بالقمة", "قمة")]
    [InlineData("الوساطة", "وساطة")]
    [InlineData("الموافقة", "موافقة")]
    [InlineData("والاتفاقية", "الاتفاقيات")]
    public void an_arabic_word_has_a_stem_in_common_with_its_other_forms(string one, string other) =>
        SearchText.ArabicStems(SearchText.Fold(one)).Intersect(SearchText.ArabicStems(SearchText.Fold(other))).ShouldNotBeEmpty();

    [Fact]
    public void a_question_is_words_and_nothing_else() =>
        SearchText.WordsOf("  'x' & !(y | z:*) \\ \"قمة\" % _ ").ShouldBe(["x", "y", "z", "قمه"]);

    [Theory]
    [InlineData("会談", true)]
    [InlineData("การประชุม", true)]
    [InlineData("summit", false)]
    [InlineData("القمة", false)]
    [InlineData("𞤆𞤵𞤤𞤢𞤪", true)] // Adlam, which the database may not know to be letters
    public void only_scripts_without_spaces_are_found_by_their_letters(string word, bool unspaced) => SearchText.IsUnspaced(word).ShouldBe(unspaced);

    [Theory]
    [InlineData("会談", "首脳会談を行う")]
    [InlineData("談", "首脳会談")]
    [InlineData("脳会談を", "首脳会談を行う")]
    [InlineData("回談", "a回談b")]
    [InlineData("𠮷野", "𠮷野家")]
    public void a_part_of_a_word_has_no_letters_and_pairs_that_the_word_has_not(string part, string word) =>
        SearchText.Grams(SearchText.Fold(part)).ShouldBeSubsetOf(SearchText.Grams(SearchText.Fold(word)));

    [Fact]
    public void letters_and_pairs_tell_words_apart()
    {
        SearchText.Grams("会談").ShouldBe(["会", "談", "会談"]);
        SearchText.Grams("𠮷野").ShouldBe(["𠮷", "野", "𠮷野"]);
        SearchText.Grams("summit قمة 会 談").ShouldBe(["会", "談"]);
    }

    [Fact]
    public void a_very_long_text_is_looked_through_at_its_beginning() => SearchText.Fold(new string('x', 200_000)).Length.ShouldBeLessThan(60_000);
}
