using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Kernel;

/// <summary>
/// A word of a closed vocabulary as it was sent: <see cref="Value"/> is null if the vocabulary does not have it, so
/// that the rule that reads the word can refuse it with its own code.
/// </summary>
[JsonConverter(typeof(WordJsonConverterFactory))]
public readonly record struct Word<T>(string Text) where T : struct, Enum
{
    public T? Value => Vocabulary<T>.ByWord.TryGetValue(Text ?? "", out var value) ? value : null;

    public bool IsKnown => Value is not null;

    public static implicit operator Word<T>(T value) => new(Vocabulary<T>.WordOf(value));

    public override string ToString() => Text;
}

/// <summary>
/// The words of an enum as sent and stored: its member names, or their <c>JsonStringEnumMemberName</c>.
/// </summary>
public static class Vocabulary<T> where T : struct, Enum
{
    public static readonly IReadOnlyDictionary<string, T> ByWord = typeof(T)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
            field => (T)field.GetValue(null)!);

    private static readonly Dictionary<T, string> ByValue = ByWord.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string WordOf(T value) => ByValue[value];

    /// <summary>All words, for an error that lists the valid ones: "Accepted, Rejected, …".</summary>
    public static string Words => string.Join(", ", ByWord.Keys);
}

internal sealed class WordJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Word<>);

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(type.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Word<T>> where T : struct, Enum
    {
        public override Word<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? new Word<T>(reader.GetString()!)
                : throw new JsonException($"a word is expected here: {Vocabulary<T>.Words}");

        public override void Write(Utf8JsonWriter writer, Word<T> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
