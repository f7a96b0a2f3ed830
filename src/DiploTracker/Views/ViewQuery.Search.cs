using DiploTracker.Hosting.OpenApi;
using NpgsqlTypes;

namespace DiploTracker.Views;

internal sealed partial class ViewQuery
{
    /// <summary>
    /// <c>q</c>: rows in whose texts all words occur, in any script: as they are, by how they begin, or by their stem in
    /// Arabic, English or Russian. Words of scripts without spaces may stand anywhere.
    /// </summary>
    [TakesQuery("q", "Words in any script, as they are, by how they begin, or by their stem in Arabic, English or Russian; all must occur.")]
    public ViewQuery Search() => Given("q", text =>
    {
        var words = SearchText.WordsOf(text);
        if (words.Count is 0 or > 20)
            Refuse("q", words.Count == 0 ? "there is no word in it" : "twenty words are the most");
        foreach (var word in words)
            Where(SearchText.IsUnspaced(word)
                ? Containing(word)
                : $"t.search @@ ({Matching(word)})");
    });

    // The index finds the few that can contain it, which are looked through.
    private string Containing(string word) =>
        $"t.grams @> {Add(SearchText.Grams(word), NpgsqlDbType.Array | NpgsqlDbType.Text)} and strpos(t.folded, {Add(word, NpgsqlDbType.Text)}) > 0";

    private string Matching(string word)
    {
        // Only letters and digits are in a word, and quotes around it: nothing in it is syntax.
        var beginning = Add($"'{word}':*", NpgsqlDbType.Text);
        var whole = Add(word, NpgsqlDbType.Text);
        return string.Join(" || ", SearchText.ArabicStems(word).Select(stem => $"plainto_tsquery('simple', {Add(stem, NpgsqlDbType.Text)})")
            .Prepend($"plainto_tsquery('{SearchText.Stemming}', {whole})")
            .Prepend($"to_tsquery('simple', {beginning})"));
    }
}
