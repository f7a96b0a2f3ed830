using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Kernel;

/// <summary>
/// Recently read values by their short texts. Codes, names and dates repeat often: each is parsed once and held in
/// memory once.
/// </summary>
internal sealed class InternTable<T>(Func<string, T> read) where T : class
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

    public void Forget() => Array.Clear(_places);

    private sealed class Place(string text, Func<string, T> read)
    {
        public string Text => text;

        public T Value { get; } = read(text);
    }
}

/// <summary>Texts as they are read.</summary>
internal static class Texts
{
    public static readonly InternTable<string> Recent = new(text => text);
}

/// <summary>Texts without constraints, as in events.</summary>
internal sealed class TextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Texts.Recent.Of(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
