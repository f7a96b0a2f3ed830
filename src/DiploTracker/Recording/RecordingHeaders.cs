using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Recording;

/// <summary>The <c>headers</c> column of an event.</summary>
internal readonly record struct RecordingHeaders(string? Command, Guid? CommandId, int? RestsOnNext = null)
{
    public static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="InvalidOperationException">
    /// The column has an unknown member: it would be stored, but neither read nor sealed.
    /// </exception>
    public static RecordingHeaders Read(ReadOnlySpan<byte> json, InternTable<string>? texts = null)
    {
        var reader = new Utf8JsonReader(json);
        var headers = default(RecordingHeaders);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("command"u8) && reader.Read())
                headers = headers with { Command = texts?.Of(ref reader) ?? reader.GetString() };
            else if (reader.ValueTextEquals("commandId"u8) && reader.Read())
                headers = headers with { CommandId = reader.GetGuid() };
            else if (reader.ValueTextEquals("restsOnNext"u8) && reader.Read())
                headers = headers with { RestsOnNext = reader.GetInt32() };
            else
                throw new InvalidOperationException(
                    $"The headers hold '{reader.GetString()}', which the tracker does not write.");
        }
        return headers;
    }

    public static byte[] Write(Negotiations.EventMetadata recording) => JsonSerializer.SerializeToUtf8Bytes(
        new RecordingHeaders(
            recording.Command, recording.CommandId, recording.RestsOnNext == 0 ? null : recording.RestsOnNext), Json);
}
