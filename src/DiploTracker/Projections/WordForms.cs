using System.Collections.Concurrent;
using Lucene.Net.Tartarus.Snowball.Ext;
using Lucene.Net.Tartarus.Snowball;

namespace DiploTracker.Projections;

/// <summary>
/// The forms under which a folded word is found: the word itself and its stems. Words of ASCII letters are stemmed as
/// English, Cyrillic ones as Russian (Porter's Snowball stemmers), Arabic ones lightly; those of other languages are
/// found by prefix. The database receives words and stems and parses nothing: its parser takes "Trump/Putin" for a file
/// path, and more time than everything else about a row.
/// </summary>
internal static class WordForms
{
    /// <summary>Maximum word length; the rest is cut off, because the database refuses a word of 2 kB.</summary>
    private const int Longest = 250;

    /// <summary>
    /// Maximum number of words cached with their forms: more than the vocabulary of a language in use.
    /// </summary>
    private const int MostKnown = 50_000;

    private static readonly ConcurrentDictionary<string, string[]> Known = new();

    private static readonly ConcurrentDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> ByLetters = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    // A stemmer holds the word it works on, so each thread has its own.
    private static readonly ThreadLocal<SnowballProgram> English = new(() => new EnglishStemmer()), Russian = new(() => new RussianStemmer());

    private static readonly string[] Articles = ["بال", "كال", "فال", "لل", "ال"];

    private static readonly string[] Endings = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

    /// <summary>Empties the cache, which may contain words that were erased.</summary>
    public static void Forget() => Known.Clear();

    /// <summary>The word first, then its stems.</summary>
    public static string[] Of(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest)
            word = word[..Longest];
        if (ByLetters.TryGetValue(word, out var known))
            return known;
        if (Known.Count >= MostKnown)
            Known.Clear();
        var whole = word.ToString();
        return Known[whole] = [.. StemsOf(whole).Prepend(whole).Distinct()];
    }

    private static IEnumerable<string> StemsOf(string word) => word[0] switch
    {
        >= 'a' and <= 'z' => [Stem(English, word)],
        >= '\u0400' and <= '\u04FF' => [Stem(Russian, word)],
        >= '\u0620' and <= '\u06FF' => ArabicStems(word),
        _ => [],
    };

    private static string Stem(ThreadLocal<SnowballProgram> stemmer, string word)
    {
        var program = stemmer.Value!;
        program.SetCurrent(word);
        program.Stem();
        var stem = program.Current;
        program.SetCurrent(""); // the word may be a name
        return stem;
    }

    /// <summary>
    /// The light stems of a folded Arabic word (Larkey, Ballesteros, Connell 2007: light10): without article and
    /// ending. A leading waw is either "and" or part of the word: both are tried, which no available stemmer does.
    /// </summary>
    private static IEnumerable<string> ArabicStems(string word)
    {
        yield return WithoutEnding(WithoutArticle(word));
        if (word[0] == '\u0648' && word.Length > 3)
            yield return WithoutEnding(WithoutArticle(word[1..]));
    }

    private static string WithoutArticle(string word) =>
        Array.Find(Articles, article => word.StartsWith(article, StringComparison.Ordinal) && word.Length >= article.Length + 2) is { } found ? word[found.Length..] : word;

    private static string WithoutEnding(string word)
    {
        foreach (var ending in Endings)
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length >= ending.Length + 2)
                word = word[..^ending.Length];
        return word;
    }
}
