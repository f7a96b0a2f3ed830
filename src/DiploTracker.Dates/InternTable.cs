using System.Text.Json;

namespace DiploTracker.Kernel;

/// <summary>
/// Recently read values by their short texts. Codes, names and dates repeat often: each is parsed once and held in
/// memory once.
/// </summary>
/// <param name="keeps">The values to keep; all if left out.</param>
internal sealed class InternTable<T>(Func<string, T> read, Predicate<T>? keeps = null) where T : class
{
    private const int Longest = 40, Size = 4_096;

    private readonly Place?[] _places = new Place?[Size];

    public T Of(string text) => text.Length > Longest ? read(text) : Of(text.AsSpan());

    public T Of(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest)
            return read(text.ToString());
        ref var place = ref _places[string.GetHashCode(text) & (Size - 1)];
        if (place is { } kept && text.SequenceEqual(kept.Text))
            return kept.Value;
        var fresh = new Place(text.ToString(), read);
        if (keeps is null || keeps(fresh.Value))
            place = fresh;
        return fresh.Value;
    }

    /// <summary>The value of the JSON string at the reader's position.</summary>
    public T Of(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueSpan.Length > Longest)
            return read(reader.GetString()!);
        Span<char> letters = stackalloc char[Longest];
        return Of(letters[..reader.CopyString(letters)]);
    }

    private sealed class Place(string text, Func<string, T> read)
    {
        public string Text => text;

        public T Value { get; } = read(text);
    }
}
