using CsCheck;
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
    [InlineData("\u0671لقمة", "القمه")] // alef wasla
    [InlineData("پا\u06A9ستا\u06BA", "پاكستان")] // Persian kaf, noon ghunna
    [InlineData("Łódź, ÉTÉ", "lodz, ete")]
    [InlineData("ＧＥＮＥＶＡ", "geneva")]
    [InlineData("Ёлка", "елка")]
    [InlineData("Российскии\u0306", "российский")]
    public void one_word_written_in_two_ways_is_one(string written, string folded) => SearchFold.Of(written).ShouldBe(folded);

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
        WordForms.Of(SearchFold.Of(one)).Intersect(WordForms.Of(SearchFold.Of(other))).ShouldNotBeEmpty();

    [Theory]
    [InlineData("Łodzi", "lodzi")]
    [InlineData("S400", "s400")]
    [InlineData("2025", "2025")]
    [InlineData("διαπραγματεύσεις", "διαπραγματευσεισ")]
    public void words_of_other_languages_and_numbers_are_found_as_they_are(string word, string form) => WordForms.Of(SearchFold.Of(word)).ShouldBe([form]);

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
    public void a_very_long_text_is_looked_through_at_its_beginning() => SearchFold.Of(new string('x', 200_000)).Length.ShouldBeLessThan(60_000);

    /// <summary>What a reader types finds what was written, by the words that are indexed.</summary>
    [Theory]
    [InlineData("الكرملين", "الکرملین")] // Arabic kaf and yeh, Persian ones
    [InlineData("الکرملین", "الكرملين")]
    [InlineData("ہے", "هي")] // Urdu
    [InlineData("القرار ٢٢٣١", "2231")]
    [InlineData("قرارداد ۲۲۳۱", "٢٢٣١")]
    [InlineData("संकल्प २२३१", "2231")]
    [InlineData("G20峰会", "G20")]
    [InlineData("G20峰会", "峰会")]
    [InlineData("G20峰会", "g20峰会")]
    [InlineData("قمةG20", "g20")]
    [InlineData("2025年8月15日", "2025")]
    [InlineData("🔴BREAKING", "breaking")]
    [InlineData("🔴BREAKING", "🔴")]
    [InlineData("👍🏽done", "👍")]
    [InlineData("cease\u00ADfire", "ceasefire")]
    [InlineData("\u2067Putin\u2069", "putin")]
    [InlineData("می\u200Cگوید", "ميگويد")]
    [InlineData("обʼєднання", "об'єднання")]
    [InlineData("об’єднання", "обєднання")]
    [InlineData("об´єднання", "об`єднання")]
    [InlineData("l’accord", "accord")]
    [InlineData("l’accord", "l'accord")]
    [InlineData("Trump’s offer", "trump")]
    [InlineData("Qurʾān", "Qur'an")]
    [InlineData("ארה״ב", "ארה\"ב")]
    [InlineData("ג׳ורג׳", "ג'ורג'")]
    [InlineData("Wałęsa", "walesa")]
    [InlineData("Đinđić", "Dindic")]
    [InlineData("Støre", "store")]
    [InlineData("Große Straße", "grosse strasse")]
    [InlineData("DIŞİŞLERİ", "Dışişleri")]
    [InlineData("Dışişleri", "DISISLERI")]
    [InlineData("ΣΥΜΦΩΝΙΑΣ", "συμφωνίας")]
    [InlineData("Türkiye", "turkiye")]
    [InlineData("قمة ألاسكا", "الاسكا")]
    [InlineData("قمة ألاسكا", "ألاسكا قمة")]
    [InlineData("مسؤول", "مسوول")] // hamza on its seats
    [InlineData("رئيس", "رييس")]
    [InlineData("the U.N. said", "UN")]
    [InlineData("the UN said", "u.n.")]
    [InlineData("J.D. Vance", "JD Vance")]
    [InlineData("ＭＩＮＳＫ", "minsk")]
    [InlineData("Zelens'kyy", "zelenskyy")]
    public void a_reader_finds_it(string written, string asked) => Finds(written, asked).ShouldBeTrue();

    [Theory]
    [InlineData("unilateral", "U.N.")]
    [InlineData("峰会", "G20")]
    [InlineData("cease fire", "ceasefire")]
    [InlineData("Dnipro", "Lviv")]
    public void and_nothing_else(string written, string asked) =>
        SearchText.WordsOf(asked).All(word => SearchText.Of([written]).Words.Contains(word)).ShouldBeFalse();

    [Fact]
    public void what_was_recorded_before_it_was_refused_is_folded_like_anything_else()
    {
        SearchFold.Of("a\ufffe b\ud800 c\U0001ffff").ShouldBe("a\ufffd b\ufffd c\ufffd");
        SearchText.Of(["a\ufffe", "\ud800summit"]).Words.ShouldContain("summit");
    }

    [Fact]
    public void any_text_is_folded_and_stays_as_it_is_when_folded_again() => Gen.String[Gen.Char, 0, 40].Sample(text =>
    {
        var folded = SearchFold.Of(text);
        SearchText.WordsOf(text).ShouldBe(SearchText.WordsOf(folded));
        SearchText.Of([text]).Words.ShouldAllBe(word => word.Length > 0 && !word.Contains('\0'));
    }, iter: 10_000);

    [Fact]
    public void what_grows_when_it_is_folded_stays_within_the_database() =>
        SearchFold.Of(string.Concat(Enumerable.Repeat("ﷺﷲ㍿ß", 20_000))).Length.ShouldBeLessThanOrEqualTo(50_000);

    private static bool Finds(string written, string asked)
    {
        var text = SearchText.Of([written]);
        return SearchText.WordsOf(asked) is { Count: > 0 } words && words.All(word => SearchText.IsUnspaced(word)
            ? text.Unspaced.Contains(word, StringComparison.Ordinal) && SearchText.GramsOf(word).All(text.Grams.Contains)
            : WordForms.Of(word) is [var first, .. var stems] && text.Words.Any(one => one.StartsWith(first, StringComparison.Ordinal) || stems.Contains(one)));
    }
}
