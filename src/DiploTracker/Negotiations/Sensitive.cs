using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// Replaces the sensitive values of a fact while it is written or read: persons and free text. Each passes through here
/// on its way from or to JSON, and the result is used instead.
/// </summary>
public abstract class SensitiveValues
{
    [ThreadStatic]
    private static SensitiveValues? _current;

    internal static SensitiveValues? Current => _current;

    /// <summary>Texts that were read recently, each in memory once; null if texts are not shared.</summary>
    private protected virtual InternTable<string>? Texts => null;

    /// <summary>Reads a text that is not sensitive.</summary>
    internal static string Read(ref Utf8JsonReader reader) =>
        _current?.Texts is { } texts ? texts.Of(ref reader) : reader.GetString()!;

    /// <summary>Reads a text and restores it.</summary>
    internal static string Read(ref Utf8JsonReader reader, Sensitivity sensitivity)
    {
        var text = Read(ref reader);
        if (_current is not { } values)
            return text;
        text = values.Of(sensitivity, text);
        return values.Texts?.Of(text) ?? text;
    }

    /// <summary>Replaces a person's name.</summary>
    protected abstract string Name(string name);

    /// <summary>Replaces free text.</summary>
    protected abstract string Text(string text);

    /// <summary>Writes or reads with these values in place.</summary>
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
    /// The person is what follows the dot; the party before it is not sensitive. A name without a dot may be a person,
    /// unless it is a code.
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

/// <summary>The possible contents of a text member of an event or a command.</summary>
public enum Sensitivity
{
    /// <summary>
    /// An id, a code or a word that names no person: never hidden, because rules and references need it.
    /// </summary>
    None,

    /// <summary>A party, or a person who speaks for one: <c>RUS</c>, <c>RUS.Putin</c>.</summary>
    Party,

    /// <summary>A party or anybody else: <c>TASS</c>, Putin.</summary>
    Speaker,

    /// <summary>The carrier of a report: an agency, a newspaper, sometimes a person.</summary>
    Carrier,

    /// <summary>Free text, which may contain anything.</summary>
    Words,
}

/// <summary>States what a member holds where its name says something else.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SealsAttribute(Sensitivity sensitivity) : Attribute
{
    public Sensitivity Sensitivity => sensitivity;
}

/// <summary>The sensitive members of events and commands: all that hold text, unless listed here as harmless.</summary>
public static class Sensitive
{
    private static readonly Dictionary<string, Sensitivity> Members = new Dictionary<Sensitivity, string[]>
    {
        [Sensitivity.None] =
        [
            "id", "key", "code", "meeting", "about", "ref", "counterTo", "blocks", "despite", "report", "language", "ground",
            "role", "level", "format", "track", "type", "stance", "how", "given",
        ],
        [Sensitivity.Party] = ["by", "to", "party", "participants", "absent", "confirmedBy", "succeeds", "memberOf"],
        [Sensitivity.Speaker] = ["speaker", "through"],
        [Sensitivity.Carrier] = ["via"],
    }.SelectMany(kind => kind.Value, (kind, name) => (name, kind.Key)).ToDictionary();

    /// <summary>The sensitivity of a member; <see cref="Sensitivity.Words"/> for one that is not listed.</summary>
    public static Sensitivity Of(string member) => Members.GetValueOrDefault(member, Sensitivity.Words);

    private static Sensitivity Of(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(SealsAttribute), inherit: false) is [SealsAttribute seals]
            ? seals.Sensitivity
            : Of(member.Name);

    /// <summary>Passes the sensitive members of a type through <see cref="SensitiveValues.Current"/>.</summary>
    internal static void HandOver(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (Of(property) is not Sensitivity.None and var sensitivity)
                property.CustomConverter = property.PropertyType == typeof(string) ? new TextConverter(sensitivity)
                    : property.PropertyType == typeof(EquatableArray<string>)
                        ? new ListConverter(sensitivity, oneIsText: property.CustomConverter is OneOrMoreJsonConverter)
                    : property.CustomConverter;
    }

    /// <summary>The replacement for a text while it is written or read.</summary>
    internal static string Handed(string text, Sensitivity sensitivity) =>
        SensitiveValues.Current is { } values ? values.Of(sensitivity, text) : text;

    private sealed class TextConverter(Sensitivity sensitivity) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? SensitiveValues.Read(ref reader, sensitivity)
                : throw new JsonException("a text is expected here");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Handed(value, sensitivity));
    }

    /// <param name="oneIsText">A single text is written by itself, as by <see cref="OneOrMoreJsonConverter"/>.</param>
    private sealed class ListConverter(Sensitivity sensitivity, bool oneIsText) : JsonConverter<EquatableArray<string>>
    {
        public override bool HandleNull => true;

        public override EquatableArray<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return default;
            if (oneIsText && reader.TokenType == JsonTokenType.String)
                return [SensitiveValues.Read(ref reader, sensitivity)];
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("a list is expected here");
            List<string> texts = [];
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
                texts.Add(SensitiveValues.Read(ref reader, sensitivity));
            return reader.TokenType == JsonTokenType.EndArray ? [.. texts] : throw new JsonException("an item of a list has to be a text");
        }

        public override void Write(Utf8JsonWriter writer, EquatableArray<string> value, JsonSerializerOptions options)
        {
            if (oneIsText && value is [var one])
            {
                writer.WriteStringValue(Handed(one, sensitivity));
                return;
            }
            writer.WriteStartArray();
            foreach (var text in value)
                writer.WriteStringValue(Handed(text, sensitivity));
            writer.WriteEndArray();
        }
    }
}
