using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// What stands for the sensitive values of a fact while it is written or read: persons, and whatever is said in free
/// words. Each is handed over on the way from or to JSON, and what is given back is taken instead.
/// </summary>
public abstract class SensitiveValues
{
    [ThreadStatic]
    private static SensitiveValues? _current;

    internal static SensitiveValues? Current => _current;

    /// <summary>A person.</summary>
    protected abstract string Name(string name);

    /// <summary>Words.</summary>
    protected abstract string Text(string text);

    /// <summary>Writes or reads with these.</summary>
    internal static T With<T>(SensitiveValues? values, Func<T> work)
    {
        var before = _current;
        _current = values;
        try
        {
            return work();
        }
        finally
        {
            _current = before;
        }
    }

    /// <summary>
    /// A person speaks for the party before the dot, which is none. Who stands alone may be a person, unless it is a
    /// code.
    /// </summary>
    internal string Of(Sensitivity sensitivity, string value) => sensitivity switch
    {
        Sensitivity.Words => Text(value),
        _ when value.IndexOf('.') is > 0 and var dot && dot < value.Length - 1 => value[..(dot + 1)] + Name(value[(dot + 1)..]),
        Sensitivity.Party => value,
        _ when IsCode(value) => value,
        Sensitivity.Speaker => Name(value),
        _ => Text(value),
    };

    private static bool IsCode(string value) => value.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '-');
}

/// <summary>What may stand in a text of an event or a command.</summary>
public enum Sensitivity
{
    /// <summary>
    /// An id, a code or a word that is not a person's: never hidden, for rules and references need it.
    /// </summary>
    None,

    /// <summary>A party, or a person who speaks for one: <c>RUS</c>, <c>RUS.Putin</c>.</summary>
    Party,

    /// <summary>The same, or anybody: <c>TASS</c>, Putin.</summary>
    Speaker,

    /// <summary>Who carried it: an agency, a newspaper, now and then a person.</summary>
    Carrier,

    /// <summary>Free words, which may hold anything.</summary>
    Words,
}

/// <summary>
/// Which members of events and commands are sensitive: those that hold text, unless they are known not to be.
/// </summary>
public static class Sensitive
{
    private static readonly Dictionary<string, Sensitivity> Members = new Dictionary<Sensitivity, string[]>
    {
        [Sensitivity.None] =
        [
            "id", "key", "code", "meeting", "about", "ref", "counterTo", "blocks", "despite", "report", "language", "ground",
            "role", "level", "format", "track", "type", "stance",
        ],
        [Sensitivity.Party] = ["by", "to", "party", "participants", "absent", "confirmedBy"],
        [Sensitivity.Speaker] = ["speaker"],
        [Sensitivity.Carrier] = ["via"],
    }.SelectMany(kind => kind.Value, (kind, name) => (name, kind.Key)).ToDictionary();

    /// <summary>What a member holds. A new one is words until it is said to be something else.</summary>
    public static Sensitivity Of(string member) => Members.GetValueOrDefault(member, Sensitivity.Words);

    /// <summary>Hands the sensitive members of a type over to <see cref="SensitiveValues.Current"/>.</summary>
    internal static void HandOver(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (Of(property.Name) is not Sensitivity.None and var sensitivity)
                property.CustomConverter = property.PropertyType == typeof(string) ? new TextConverter(sensitivity)
                    : property.PropertyType == typeof(EquatableArray<string>) ? new ListConverter(sensitivity)
                    : property.CustomConverter;
    }

    /// <summary>What stands for a text while it is written or read.</summary>
    internal static string Handed(string text, Sensitivity sensitivity) =>
        SensitiveValues.Current is { } values ? values.Of(sensitivity, text) : text;

    private static string Taken(ref Utf8JsonReader reader, Sensitivity sensitivity) => Texts.Recent.Of(Handed(Texts.Recent.Of(ref reader), sensitivity));

    private sealed class TextConverter(Sensitivity sensitivity) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? Taken(ref reader, sensitivity)
                : throw new JsonException("a text is expected here");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Handed(value, sensitivity));
    }

    private sealed class ListConverter(Sensitivity sensitivity) : JsonConverter<EquatableArray<string>>
    {
        public override bool HandleNull => true;

        public override EquatableArray<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return [];
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("a list is expected here");
            List<string> texts = [];
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
                texts.Add(Taken(ref reader, sensitivity));
            return reader.TokenType == JsonTokenType.EndArray ? [.. texts] : throw new JsonException("an item of a list has to be a text");
        }

        public override void Write(Utf8JsonWriter writer, EquatableArray<string> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var text in value)
                writer.WriteStringValue(Handed(text, sensitivity));
            writer.WriteEndArray();
        }
    }
}
