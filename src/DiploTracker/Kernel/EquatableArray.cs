using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Kernel;

/// <summary>
/// A short immutable list compared by its items, so that records holding one compare by value. Never null.
/// </summary>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
[JsonConverter(typeof(EquatableArrayJsonConverterFactory))]
public readonly struct EquatableArray<T>(T[] items) : IReadOnlyList<T>, IEquatable<EquatableArray<T>>, IMaybeGiven
{
    private readonly T[]? _items = items;

    internal T[] Items => _items ?? [];

    public int Count => Items.Length;

    public bool IsEmpty => Count == 0;

    /// <summary>False for a list that was left out: it is empty, and equals one that was given empty.</summary>
    public bool IsGiven => _items is not null;

    public T this[int index] => Items[index];

    public bool Contains(T item) => Array.IndexOf(Items, item) >= 0;

    public EquatableArray<T> Union(IEnumerable<T> others) => new([.. Items.AsEnumerable().Union(others)]);

    public bool Equals(EquatableArray<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", Items)}]";

    public ArraySegment<T>.Enumerator GetEnumerator() => new ArraySegment<T>(Items).GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();
}

/// <summary>A list that may have been left out.</summary>
internal interface IMaybeGiven
{
    bool IsGiven { get; }
}

public static class EquatableArray
{
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items) => new([.. items]);

    // Item by item: the serializer would first search for the end of the list, and start another stack.
    /// <exception cref="JsonException">It is not a list, or has too many items.</exception>
    internal static EquatableArray<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, int atMost)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(items.Count == atMost ? throw new JsonException($"this list has at most {atMost:N0} items")
                : reader.TokenType == JsonTokenType.Null ? throw new JsonException("an item of a list cannot be null")
                : ReadItem<T>(ref reader, options, items.Count));
        return [.. items];
    }

    /// <summary>A converter for lists of at most <paramref name="atMost"/> items of a type.</summary>
    internal static JsonConverter Converter(Type item, int atMost) =>
        (JsonConverter)Activator.CreateInstance(typeof(EquatableArrayJsonConverter<>).MakeGenericType(item), atMost)!;

    /// <param name="index">Its index in a list; null if it is not in a list.</param>
    internal static T ReadItem<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, int? index)
    {
        var start = reader;
        try
        {
            return ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options)!;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            SayWhere<T>(start, options, index is null ? "$" : $"$[{index}]");
            throw;
        }
    }

    // Only the serializer reports where in an item the error is, and wraps what readers throw in one kind of exception.
    private static void SayWhere<T>(Utf8JsonReader reader, JsonSerializerOptions options, string path)
    {
        try
        {
            JsonSerializer.Deserialize<T>(ref reader, options);
        }
        catch (JsonException wrong)
        {
            throw new JsonException(wrong.Message, path + wrong.Path?[1..], wrong.LineNumber, wrong.BytePositionInLine, wrong);
        }
    }

    internal static void Write<T>(this EquatableArray<T> list, Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        var converter = (JsonConverter<T>)options.GetConverter(typeof(T));
        writer.WriteStartArray();
        foreach (var item in list.Items)
            converter.Write(writer, item, options);
        writer.WriteEndArray();
    }
}

internal sealed class EquatableArrayJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        EquatableArray.Converter(type.GetGenericArguments()[0], atMost: int.MaxValue);
}

internal sealed class EquatableArrayJsonConverter<T>(int atMost) : JsonConverter<EquatableArray<T>>
{
    // A list that was left out and a list sent as null mean the same: it is empty.
    public override bool HandleNull => true;

    public override EquatableArray<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : EquatableArray.Read<T>(ref reader, options, atMost);

    public override void Write(Utf8JsonWriter writer, EquatableArray<T> value, JsonSerializerOptions options) =>
        value.Write(writer, options);
}
