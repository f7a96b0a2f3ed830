using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Kernel;

/// <summary>
/// Converts EDTF to and from a JSON string. An invalid date is read as a value with its error, so that the rule that
/// refuses it can report where the error is; any other token is a <see cref="JsonException"/>.
/// </summary>
public sealed class EdtfJsonConverter : JsonConverter<Edtf>
{
    // Static, so valid dates only: an invalid one may be any text of a request, such as a name.
    private static readonly InternTable<Edtf> Recent = new(Edtf.Of, keeps: date => date.Error is null);

    public override Edtf Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Recent.Of(ref reader)
            : throw new JsonException("A date is a JSON string such as \"2025-08-15\".");

    public override void Write(Utf8JsonWriter writer, Edtf value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
