using System.Buffers;
using System.Text.Json;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Commands;

internal sealed partial record NamedCommand
{
    /// <summary>Reads a line in one pass; an invalid one is read again, to report what is wrong.</summary>
    public static (NamedCommand? Named, Refusal? Refusal) Read(ReadOnlySpan<byte> line)
    {
        if (Plain(line) is { } plain)
            return (plain, null);
        var (fields, unread) = CommandJson.ReadObject(line);
        return fields is null ? (null, unread) : Read(fields);
    }

    private static NamedCommand? Plain(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;

            string? name = null, negotiation = null, key = null;
            var fields = new ArrayBufferWriter<byte>(line.Length);
            fields.Write("{"u8);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                if (reader.ValueTextEquals("command"u8) ? !Takes(ref reader, ref name)
                    : reader.ValueTextEquals("negotiation"u8) ? !Takes(ref reader, ref negotiation)
                    : reader.ValueTextEquals("idempotencyKey"u8) ? !Takes(ref reader, ref key)
                    : !Copies(ref reader, line, start, fields))
                    return null;
            }
            fields.Write("}"u8);
            if (reader.Read() || name is null || !Language.Commands.TryGetValue(name, out var type) || type == typeof(OpenNegotiation))
                return null;

            Guid? idempotencyKey = key is null ? null : Guid.Parse(key);
            return JsonSerializer.Deserialize(fields.WrittenSpan, type, CommandJson.Options) is Command command
                ? new NamedCommand(command, negotiation, idempotencyKey)
                : null;
        }
        catch (Exception irregular) when (irregular is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static bool Takes(ref Utf8JsonReader reader, ref string? text)
    {
        if (text is not null || !reader.Read() || reader.TokenType != JsonTokenType.String)
            return false;
        text = reader.GetString();
        return true;
    }

    private static bool Copies(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, int start, ArrayBufferWriter<byte> fields)
    {
        if (fields.WrittenCount > 1)
            fields.Write(","u8);
        reader.Read();
        reader.Skip();
        fields.Write(line[start..(int)reader.BytesConsumed]);
        return true;
    }
}
