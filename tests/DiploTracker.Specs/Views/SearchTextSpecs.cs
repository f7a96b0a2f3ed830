using DiploTracker.Projections;
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
    [InlineData("Российскии\u0306", "российский")]
    public void one_word_written_in_two_ways_is_one(string written, string folded) => SearchText.Fold(written).ShouldBe(folded);

    [Theory]
    [InlineData("المفاوضات", "مفاوضات")]
    [InlineData("والمفاوضات", "مفاوضات")]
    [InlineData("بالقمة", "قمة")]
    [InlineData("الوساطة", "وساطة")]
    [InlineData("الموافقة", "موافقة")]
    [InlineData("والاتفاقية", "الاتفاقيات")]
    [InlineData("negotiations", "negotiated")]
    [InlineData("parties", "party")]
    [InlineData("переговоры", "переговоров")]
    [InlineData("российский", "российского")]
    [InlineData("война", "войной")]
    public void a_word_has_a_stem_in_common_with_its_other_forms(string one, string other) =>
        WordForms.Of(SearchText.Fold(one)).Intersect(WordForms.Of(SearchText.Fold(other))).ShouldNotBeEmpty();

    [Theory]
    [InlineData("Łodzi", "łodzi")]
    [InlineData("S400", "s400")]
    [InlineData("2025", "2025")]
    [InlineData("διαπραγματεύσεις", "διαπραγματευσεις")]
    public void words_of_other_languages_and_numbers_are_found_as_they_are(string word, string form) => WordForms.Of(SearchText.Fold(word)).ShouldBe([form]);

    [Fact]
    public void a_word_too_long_for_the_database_is_kept_at_its_beginning()
    {
        var word = new string('я', 2_000);
        WordForms.Of(word).ShouldAllBe(form => form.Length <= 250);
        WordForms.Of(word).ShouldBe(WordForms.Of(word + "ю"));
    }

    [Fact]
    public void what_is_written_with_a_slash_between_is_two_words() =>
        SearchText.Of(["Trump/Putin: example.com/summit", null]).Words.ShouldBe(["trump", "putin", "exampl", "com", "summit", "example"], ignoreOrder: true);

    [Fact]
    public void only_texts_with_unspaced_words_are_kept_whole()
    {
        SearchText.Of(["A summit", "القمة"]).ShouldSatisfyAllConditions(
            text => text.Words.ShouldContain("summit"),
            text => text.Words.ShouldContain("قم"),
            text => text.Unspaced.ShouldBe(""),
            text => text.Grams.ShouldBeEmpty());
        SearchText.Of(["A summit", "会談"]).ShouldSatisfyAllConditions(
            text => text.Words.ShouldBe(["a", "summit"]),
            text => text.Unspaced.ShouldBe("a summit\n会談"),
            text => text.Grams.ShouldBe(["会", "談", "会談"]));
    }

    [Fact]
    public void words_are_kept_with_their_forms_until_something_is_erased()
    {
        var forms = WordForms.Of("ushakov");
        WordForms.Of("ushakov").ShouldBeSameAs(forms);
        WordForms.Forget();
        WordForms.Of("ushakov").ShouldNotBeSameAs(forms);
    }

    [Fact]
    public void many_words_from_many_sides_keep_their_own_stems() => Parallel.For(0, 2_000, number =>
    {
        WordForms.Of($"negotiations{number}").ShouldBe([$"negotiations{number}"]);
        WordForms.Of($"{(char)('a' + number % 26)}{(char)('b' + number % 23)}talkings").ShouldContain($"{(char)('a' + number % 26)}{(char)('b' + number % 23)}talk");
        WordForms.Of(new string('п', 1 + number % 97) + "ереговоров").ShouldContain(new string('п', 1 + number % 97) + "ереговор");
    });

    [Fact]
    public void a_question_is_words_and_nothing_else() =>
        SearchText.WordsOf("  'x' & !(y | z:*) \\ \"قمة\" % _ ").ShouldBe(["x", "y", "z", "قمه"]);

    [Theory]
    [InlineData("会談", true)]
    [InlineData("การประชุม", true)]
    [InlineData("summit", false)]
    [InlineData("القمة", false)]
    [InlineData("𞤆𞤵𞤤𞤢𞤪", true)] // Adlam: rare scripts are found so too
    public void only_scripts_without_spaces_are_found_by_their_letters(string word, bool unspaced) => SearchText.IsUnspaced(word).ShouldBe(unspaced);

    [Theory]
    [InlineData("会談", "首脳会談を行う")]
    [InlineData("談", "首脳会談")]
    [InlineData("脳会談を", "首脳会談を行う")]
    [InlineData("回談", "a回談b")]
    [InlineData("𠮷野", "𠮷野家")]
    public void a_part_of_a_word_has_no_letters_and_pairs_that_the_word_has_not(string part, string word) =>
        SearchText.Of([part]).Grams.ShouldBeSubsetOf(SearchText.Of([word]).Grams);

    [Fact]
    public void letters_and_pairs_tell_words_apart()
    {
        SearchText.Of(["会談"]).Grams.ShouldBe(["会", "談", "会談"]);
        SearchText.Of(["𠮷野"]).Grams.ShouldBe(["𠮷", "野", "𠮷野"]);
        SearchText.Of(["summit قمة 会 談"]).Grams.ShouldBe(["会", "談"]);
    }

    [Fact]
    public void a_very_long_text_is_looked_through_at_its_beginning() => SearchText.Fold(new string('x', 200_000)).Length.ShouldBeLessThan(60_000);
}
