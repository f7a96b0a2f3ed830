using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>A date in a request, with limits on its length and on the number of dates in a set.</summary>
internal sealed class BoundedDateJsonConverter : JsonConverter<Edtf>
{
    private static readonly EdtfJsonConverter Any = new();

    public override Edtf? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var date = Any.Read(ref reader, type, options);
        return date.Text.Length > Limits.DateText
            ? throw new JsonException($"a date has at most {Limits.DateText:N0} characters; this one has {date.Text.Length:N0}")
            : date.Text.AsSpan().Count(',') >= Limits.DatesInSet
                ? throw new JsonException($"a set holds at most {Limits.DatesInSet:N0} dates; write the first and the last, with .. between them")
            : date;
    }

    public override void Write(Utf8JsonWriter writer, Edtf value, JsonSerializerOptions options) => Any.Write(writer, value, options);
}

/// <summary>
/// Limits every list in a request, by the limit for its name or else the general one, and gives every text its form.
/// </summary>
internal static class BoundedLists
{
    public static string TooMany(int atMost, int count) => $"this list has at most {atMost:N0} items, not {count:N0}";

    public static string MoreThan(int atMost) => $"this list has at most {atMost:N0} items";

    public static void Bound(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType == typeof(EquatableArray<Basis>))
                property.CustomConverter = new BasesJsonConverter { AtMost = Limits.Of(property.Name) };
            else if (property.CustomConverter is OneOrMoreJsonConverter)
                property.CustomConverter = new OneOrMoreJsonConverter(
                    Limits.Of(property.Name), TextForms.Of(property.Name, isList: true));
            else if (property.PropertyType == typeof(EquatableArray<string>))
                property.CustomConverter = new BoundedTextsJsonConverter(
                    Limits.Of(property.Name), TextForms.Of(property.Name, isList: true));
            else if (property.PropertyType == typeof(string) && LongTextAttribute.IsOn(property.AttributeProvider))
                property.CustomConverter = new BoundedTextJsonConverter(Limits.ReportBytes);
            else if (property.PropertyType == typeof(string)
                && TextForms.Of(property.Name, isList: false) is not TextForm.Words and var form)
                property.CustomConverter = new BoundedTextJsonConverter(TextForms.Longest(form), form);
            else if (property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(EquatableArray<>))
                property.CustomConverter = EquatableArray.Converter(list.GetGenericArguments()[0], Limits.Of(property.Name));
    }
}

/// <summary>Omits lists that were left out: on reading, a list that was given empty is another thing.</summary>
internal static class AbsentLists
{
    public static void Omit(JsonTypeInfo type) => Omit(type, _ => true);

    public static void OmitAddedLater(JsonTypeInfo type) =>
        Omit(type, list => list.AttributeProvider?.IsDefined(typeof(AddedLaterAttribute), inherit: false) == true);

    /// <summary>
    /// A list that means something when it is given empty is then written as null: commands that were parked by earlier
    /// versions have an empty list where it was left out.
    /// </summary>
    public static void EmptyAsNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.AttributeProvider?.IsDefined(typeof(KeptWhenEmptyAttribute), inherit: false) == true)
                property.CustomConverter = new EmptyAsNullJsonConverter(
                    (JsonConverter<EquatableArray<string>>)property.CustomConverter!);
    }

    private sealed class EmptyAsNullJsonConverter(JsonConverter<EquatableArray<string>> list)
        : JsonConverter<EquatableArray<string>>
    {
        public override bool HandleNull => true;

        public override EquatableArray<string> Read(
            ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? []
            : list.Read(ref reader, type, options) is { IsEmpty: false } given ? given
            : default;

        public override void Write(
            Utf8JsonWriter writer, EquatableArray<string> value, JsonSerializerOptions options)
        {
            if (value.IsEmpty)
                writer.WriteNullValue();
            else
                list.Write(writer, value, options);
        }
    }

    private static void Omit(JsonTypeInfo type, Func<JsonPropertyInfo, bool> isMeant)
    {
        foreach (var property in type.Properties)
            if (typeof(IMaybeGiven).IsAssignableFrom(property.PropertyType) && isMeant(property))
                property.ShouldSerialize = (_, list) => property.IsRequired || ((IMaybeGiven)list!).IsGiven;
    }
}

/// <summary>A list of texts of which one may be given, and is written, as a text by itself: <c>"RUS"</c>.</summary>
internal sealed class OneOrMoreJsonConverter(int atMost, TextForm form) : JsonConverter<EquatableArray<string>>
{
    private readonly BoundedTextsJsonConverter _list = new(atMost, form);

    public OneOrMoreJsonConverter() : this(int.MaxValue, TextForm.Words)
    {
    }

    public override bool HandleNull => true;

    public override EquatableArray<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => [],
            JsonTokenType.String => [TextForms.Read(ref reader, form, TextForms.Longest(form))],
            _ => _list.Read(ref reader, type, options),
        };

    public override void Write(Utf8JsonWriter writer, EquatableArray<string> value, JsonSerializerOptions options)
    {
        if (value is [var one])
            writer.WriteStringValue(one);
        else
            value.Write(writer, options);
    }
}

/// <summary>
/// A word of a closed vocabulary, exactly as it is written there. The framework's converter accepts any casing, and
/// reads "Ministerial, Call" as a third value.
/// </summary>
internal sealed class ExactWordJsonConverter : JsonConverterFactory
{
    public override bool CanConvert(Type type) => type.IsEnum;

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(type))!;

    private sealed class Converter<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Vocabulary<T>.ByWord.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonException($"one of {Vocabulary<T>.Words} is expected here");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Vocabulary<T>.WordOf(value));
    }
}

/// <summary>An RFC 3339 time; its offset is kept: "2025-08-07T12:00:00+03:00".</summary>
internal sealed class Rfc3339JsonConverter : JsonConverter<DateTimeOffset>
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && IsAsUsual(ref reader) && reader.TryGetDateTimeOffset(out var time))
            return time;
        return reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out time)
            ? time
            : throw new JsonException("a time with its offset is expected here, as RFC 3339 writes it: 2025-08-07T12:00:00+03:00");
    }

    // Nearly all times look like 2025-08-07T09:00:00.1234567Z; parsing just that form takes a fifth of the time.
    private static bool IsAsUsual(ref Utf8JsonReader reader) =>
        !reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan is [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', .., (byte)'Z'] and { Length: >= 20 and <= 28 };

    /// <summary>Reads a time with any number of digits of a second; those after the seventh are dropped.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return text.Length > 6 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && WithTicks(text) is var kept
            && DateTimeOffset.TryParseExact(
                kept.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out time);
    }

    // A tick is the seventh digit.
    private static string WithTicks(string text)
    {
        if (text.IndexOf('.') is not (>= 0 and var point))
            return text;
        var end = point + 1;
        while (char.IsAsciiDigit(text[end]))
            end++;
        return end - point - 1 <= TickDigits ? text : text[..(point + 1 + TickDigits)] + text[end..];
    }

    private const int TickDigits = 7;

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(value.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
}

/// <summary>The bases of a fact; a single one may be sent without a list.</summary>
internal sealed class BasesJsonConverter : JsonConverter<EquatableArray<Basis>>
{
    public override bool HandleNull => true;

    /// <summary>Maximum number of bases accepted.</summary>
    public int AtMost { get; init; } = int.MaxValue;

    public override EquatableArray<Basis> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => [],
        JsonTokenType.StartObject => [EquatableArray.ReadItem<Basis>(ref reader, options, index: null)],
        _ => EquatableArray.Read<Basis>(ref reader, options, AtMost),
    };

    public override void Write(Utf8JsonWriter writer, EquatableArray<Basis> value, JsonSerializerOptions options) =>
        value.Write(writer, options);
}

internal sealed class ReplacementJsonConverter : JsonConverter<Replacement>
{
    public override Replacement Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) is JsonObject fields
            ? new Replacement { Json = Checked(fields, "$").ToJsonString(options) }
            : throw new JsonException("an object with the fields of the fact's command is expected here");

    // What it replaces may lie beyond the limits, and then it may too; but no text may hold what cannot be stored.
    private static JsonNode Checked(JsonNode node, string path)
    {
        if (node is JsonObject members)
            foreach (var (name, member) in members)
                _ = member is null ? null : Checked(member, $"{path}.{name}");
        else if (node is JsonArray items)
            foreach (var (index, item) in items.Index())
                _ = item is null ? null : Checked(item, $"{path}[{index}]");
        else if (CommandErrors.WhyNotText((JsonValue)node) is { } why)
            throw new JsonException(why, path, lineNumber: null, bytePositionInLine: null);
        return node;
    }

    public override void Write(Utf8JsonWriter writer, Replacement value, JsonSerializerOptions options)
    {
        if (value.Command is { } command)
            JsonSerializer.Serialize(writer, command, command.GetType(), options);
        else
            writer.WriteRawValue(value.Json!);
    }
}

/// <summary>
/// The replacement in a parked correction: sensitive as a whole, because the meaning of its fields is not known yet.
/// </summary>
internal sealed class KeptReplacementJsonConverter : JsonConverter<Replacement>
{
    public override Replacement Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? new Replacement { Json = Sensitive.Handed(reader.GetString()!, Sensitivity.Words) }
        : new Replacement { Json = JsonNode.Parse(ref reader)!.ToJsonString(CommandJson.Options) };

    public override void Write(Utf8JsonWriter writer, Replacement value, JsonSerializerOptions options) => writer.WriteStringValue(
        Sensitive.Handed(value.Command is { } command ? JsonSerializer.Serialize(command, command.GetType(), CommandJson.Options) : value.Json!, Sensitivity.Words));
}
