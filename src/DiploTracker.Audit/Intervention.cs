using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Audit;

/// <summary>The kind of an operator's intervention to resume recording.</summary>
public enum InterventionKind
{
    /// <summary>The log is not the one that was sealed; it continues under another name.</summary>
    LossAccepted,

    /// <summary>The log is the one that was sealed, as a second check found.</summary>
    Resumed,

    /// <summary>The last recorded time was in the future and was set back.</summary>
    TimeSetBack,
}

/// <summary>
/// An operator's intervention to resume recording. The signed note is stored beside the checkpoints of the log.
/// </summary>
/// <param name="Origin">The log concerned.</param>
/// <param name="At">UTC, to the microsecond.</param>
/// <param name="By">The operator.</param>
/// <param name="Ground">The reason, in the operator's words.</param>
/// <param name="Continues">For an accepted loss: the name under which the log continues.</param>
/// <param name="Sealed">The number of events of the log that were sealed, according to the newest checkpoint.</param>
/// <param name="Kept">The number of events in the log at that time.</param>
/// <param name="KeptRoot">The root of the tree over them.</param>
/// <param name="Fits">
/// The size of the largest earlier checkpoint that still fits; 0 if none does. Events after it were lost or changed.
/// </param>
/// <param name="SetBackFrom">The recorded time that was in the future.</param>
/// <param name="SetBackTo">The time to which it was set.</param>
public sealed record Intervention(
    InterventionKind Kind, string Origin, DateTime At, string By, string Ground,
    string? Continues = null, long? Sealed = null, long? Kept = null, byte[]? KeptRoot = null, long? Fits = null,
    DateTime? SetBackFrom = null, DateTime? SetBackTo = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new Microseconds() },
    };

    /// <summary>The text to sign: the origin, and the rest as canonical JSON.</summary>
    private string Text => $"{Origin}\n{Encoding.UTF8.GetString(CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(this, Json)))}\n";

    /// <summary>The signed note.</summary>
    public string Sign(SigningKey key) => SignedNote.Sign(Text, Origin, key);

    /// <summary>Reads a note in its canonical form, without checking its signatures; null if it is not one.</summary>
    public static Intervention? Read(string note)
    {
        if (SignedNote.TextOf(note) is not { } text || text.Split('\n') is not [_, var json, ""])
            return null;
        try
        {
            return JsonSerializer.Deserialize<Intervention>(json, Json) is { } read && read.Text == text ? read : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads a note that one of these keys signed; null if it is not one.</summary>
    public static Intervention? Read(string note, IEnumerable<VerifierKey> keys) =>
        Read(note) is { } read && SignedNote.IsSignedBy(note, read.Text, read.Origin, keys) ? read : null;

    /// <summary>The intervention in words.</summary>
    public string Words() => Kind switch
    {
        InterventionKind.LossAccepted =>
            $"The log {Origin} ended: {Sealed} events of it had been sealed, {Kept} were there, and of its checkpoints those up to {Fits} still fit. "
            + $"{By} accepted the loss at {Time(At)}: “{Ground}”. It goes on as {Continues}.",
        InterventionKind.TimeSetBack => $"{By} had the recorded time set back from {Time(SetBackFrom!.Value)} to {Time(SetBackTo!.Value)} after event {Kept}: “{Ground}”.",
        _ => $"{By} had recording go on at {Time(At)}; the log of {Kept} events was the one that was sealed: “{Ground}”.",
    };

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed class Microseconds : JsonConverter<DateTime>
    {
        private const string Form = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

        public override DateTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            DateTime.TryParseExact(
                reader.GetString(), Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time : throw new JsonException("No time.");

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(Form, CultureInfo.InvariantCulture));
    }
}
