using NpgsqlTypes;

namespace DiploTracker.Projections;

internal sealed partial class ProjectionQuery
{
    /// <summary>The words of a row as they are indexed and matched.</summary>
    internal const string IndexedWords = "array_to_tsvector(words)";

    private const string Searched =
        "Words in any script, as they are, by how they begin, or by their stem in Arabic, English or Russian; all must occur.";

    /// <summary>
    /// <c>q</c>: rows whose texts contain all words, in any script: whole, by prefix, or by stem in Arabic, English or
    /// Russian. Words of scripts without spaces may occur anywhere.
    /// </summary>
    public ProjectionQuery Search() => Given(new("q", Searched), text =>
    {
        var words = SearchText.WordsOf(text);
        if (words.Count is 0 or > 20)
            Refuse("q", words.Count == 0 ? "there is no word in it" : "twenty words are the most");
        foreach (var word in words)
            Where(SearchText.IsUnspaced(word)
                ? Containing(word)
                : $"{IndexedWords} @@ {Matching(word)}");
    });

    // The index finds the few rows that can contain it; those are scanned.
    private string Containing(string word) =>
        $"t.unspaced <> '' and t.grams @> {Add(SearchText.GramsOf(word).Distinct().ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)} and strpos(t.unspaced, {Add(word, NpgsqlDbType.Text)}) > 0";

    // A word has only letters and digits and is quoted, so none of it is syntax.
    private string Matching(string word) => Add(
        string.Join(" | ", WordForms.Of(word).Select((form, index) => index == 0 ? $"'{form}':*" : $"'{form}'")), NpgsqlDbType.Text) + "::tsquery";
}
