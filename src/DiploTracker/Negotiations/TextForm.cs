using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>What a text member of a command holds. It follows from the name of the member.</summary>
internal enum TextForm
{
    /// <summary>Words, as they were said.</summary>
    Words,

    /// <summary>A word or a few, by which things are told apart: a role, a level, a track, an agency.</summary>
    Label,

    /// <summary>A party, a person who speaks for one, or another speaker (<see cref="Names"/>).</summary>
    Name,

    /// <summary>The id of something in the negotiation.</summary>
    Id,

    /// <summary>A language (<see cref="LanguageTag"/>).</summary>
    Language,
}

/// <summary>The texts of a request: each is checked, and brought into the form in which it is compared.</summary>
internal static class TextForms
{
    public static TextForm Of(string member, bool isList) => Sensitive.Of(member) switch
    {
        Sensitivity.Party or Sensitivity.Speaker => TextForm.Name,
        Sensitivity.Carrier => TextForm.Label,
        Sensitivity.Words when member is "recipients" or "members" => TextForm.Label,
        Sensitivity.Words => TextForm.Words,
        _ => member switch
        {
            "code" => TextForm.Name,
            "language" => TextForm.Language,
            "role" or "level" or "format" or "track" or "type" or "stance" or "report" or "how" => TextForm.Label,
            "about" when !isList => TextForm.Label, // of a proposal: Venue, Ceasefire, …
            "ground" => TextForm.Words,
            _ => TextForm.Id,
        },
    };

    /// <summary>Maximum number of characters; of a name, on each side of the dot.</summary>
    public static int Longest(TextForm form) => form switch
    {
        TextForm.Label => Limits.Label,
        TextForm.Name => Limits.Name,
        TextForm.Id => Limits.Name,
        TextForm.Language => LanguageTag.Longest,
        _ => Limits.Text,
    };

    /// <summary>The same of the whole text: a name and, before it, the party that it speaks for.</summary>
    public static int LongestWhole(TextForm form) =>
        form == TextForm.Name ? 2 * Longest(form) + 1 : Longest(form);

    /// <summary>Reads a text, and says where it is none.</summary>
    /// <exception cref="JsonException">It cannot be taken.</exception>
    public static string Read(ref Utf8JsonReader reader, TextForm form, int atMost)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("a text is expected here");
        string text;
        try
        {
            text = SensitiveValues.Read(ref reader);
        }
        catch (InvalidOperationException)
        {
            throw new JsonException(Characters.WhyNotEscaped(
                reader.HasValueSequence ? BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan));
        }
        return Formed(text, form, atMost);
    }

    /// <inheritdoc cref="Read"/>
    public static string Formed(string text, TextForm form, int atMost)
    {
        if (form == TextForm.Id)
            text = text.Trim();
        if (form is not (TextForm.Name or TextForm.Language) && text.Length > atMost)
            throw new JsonException($"a text has at most {atMost:N0} characters; this one has {text.Length:N0}");
        if (Characters.WhyNot(text) is { } why)
            throw new JsonException(why);
        if (form == TextForm.Language && !LanguageTag.IsOne(text))
            throw new JsonException(
                $"a language is written as a BCP 47 tag, such as ar or zh-Hant; '{Shortened.Text(text)}' is none");
        if (form != TextForm.Name)
            return text;
        var (name, wrong) = Names.Read(text);
        return wrong is null ? name : throw new JsonException(wrong);
    }
}

/// <summary>A text of a request in one of the forms.</summary>
internal sealed class BoundedTextJsonConverter(int atMost, TextForm form = TextForm.Words) : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        TextForms.Read(ref reader, form, atMost);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>A list of such texts.</summary>
internal sealed class BoundedTextsJsonConverter(int items, TextForm form) : JsonConverter<EquatableArray<string>>
{
    public override bool HandleNull => true;

    public override EquatableArray<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(texts.Count == items ? throw new JsonException(BoundedLists.MoreThan(items))
                : reader.TokenType == JsonTokenType.Null ? throw new JsonException("an item of a list cannot be null")
                : ReadItem(ref reader, texts.Count));
        return [.. texts];
    }

    public override void Write(Utf8JsonWriter writer, EquatableArray<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private string ReadItem(ref Utf8JsonReader reader, int index)
    {
        try
        {
            return TextForms.Read(ref reader, form, TextForms.Longest(form));
        }
        catch (JsonException wrong)
        {
            throw new JsonException(wrong.Message, $"$[{index}]", lineNumber: null, bytePositionInLine: null, wrong);
        }
    }
}
