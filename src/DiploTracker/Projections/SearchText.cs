namespace DiploTracker.Projections;

/// <summary>Texts as they are indexed for search; <see cref="SearchFold"/> says which spellings are one.</summary>
/// <param name="Words">The words written with spaces between them, each in its forms.</param>
/// <param name="Unspaced">The texts, if any of them is written partly without spaces; else empty.</param>
/// <param name="Grams">
/// The letters and letter pairs of the words written without spaces: those of any part of a word are among those of the
/// word. Without them every text would have to be scanned.
/// </param>
internal sealed record SearchText(string[] Words, string Unspaced, string[] Grams)
{
    /// <summary>
    /// Raise it when texts are folded or divided otherwise: the views that are searched are then built again.
    /// </summary>
    public const string Revision = "2";

    // Each row needs a set, only while it is built.
    [ThreadStatic]
    private static HashSet<string>? _words;

    public static SearchText Of(IEnumerable<string?> texts)
    {
        var folded = SearchFold.Of(string.Join('\n', texts.OfType<string>().Distinct()));
        var words = _words ??= [];
        List<string> unspaced = [];
        foreach (var (start, length, isUnspaced) in SearchWords.In(folded))
        {
            var word = folded.AsSpan(start, length);
            if (isUnspaced)
                unspaced.Add(word.ToString());
            else
                AddForms(words, word);
        }
        string[] forms = [.. words];
        words.Clear(); // nothing that may be erased stays in a static
        return new SearchText(forms, unspaced is [] ? "" : folded, [.. unspaced.SelectMany(GramsOf).Distinct()]);
    }

    /// <summary>
    /// The words of a query, folded: letters, digits and signs such as emoji only, so none of them is database syntax.
    /// </summary>
    public static IReadOnlyList<string> WordsOf(string question)
    {
        var folded = SearchFold.Of(question);
        return [.. SearchWords.In(folded).Select(word => Joined(folded.AsSpan(word.Start, word.Length))).Distinct()];
    }

    /// <summary>Whether each of some folded words occurs in one of the texts, anywhere in it.</summary>
    public static bool Has(IEnumerable<string> texts, IReadOnlyList<string> words)
    {
        var folded = texts.Select(text => Joined(SearchFold.Of(text))).ToList();
        return words.All(word => folded.Exists(text => text.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>A folded text without the apostrophes in its words.</summary>
    public static string Joined(ReadOnlySpan<char> folded) =>
        folded.Contains(SearchFold.Apostrophe)
            ? folded.ToString().Replace($"{SearchFold.Apostrophe}", "")
            : folded.ToString();

    /// <summary>
    /// Whether the word is written without spaces between words; it may then occur anywhere in a text.
    /// </summary>
    public static bool IsUnspaced(ReadOnlySpan<char> word) => SearchWords.IsUnspaced(word);

    public static IEnumerable<string> GramsOf(string word)
    {
        var before = "";
        foreach (var rune in word.EnumerateRunes())
        {
            var letter = rune.ToString();
            yield return letter;
            if (before.Length > 0)
                yield return before + letter;
            before = letter;
        }
    }

    // A word with an apostrophe is found as one word and by its parts: l'accord, обʼєднання.
    private static void AddForms(HashSet<string> words, ReadOnlySpan<char> word)
    {
        if (!word.Contains(SearchFold.Apostrophe))
        {
            foreach (var form in WordForms.Of(word))
                words.Add(form);
            return;
        }
        AddForms(words, Joined(word));
        foreach (var part in word.Split(SearchFold.Apostrophe))
            AddForms(words, word[part]);
    }
}
