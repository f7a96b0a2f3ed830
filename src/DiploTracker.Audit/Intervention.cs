using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Audit;

/// <summary>What an operator had done so that recording could go on.</summary>
public enum InterventionKind
{
    /// <summary>The log is not the one that was sealed; it goes on under another name.</summary>
    LossAccepted,

    /// <summary>The log is the one that was sealed, as was found once it was looked at again.</summary>
    Resumed,

    /// <summary>The last recorded time lay in the future, and was set back.</summary>
    TimeSetBack,
}

/// <summary>
/// What an operator had done so that recording could go on. Signed, it lies beside the checkpoints of the log.
/// </summary>
/// <param name="Origin">The log that it was about.</param>
/// <param name="At">UTC, to the microsecond.</param>
/// <param name="By">Who had it done.</param>
/// <param name="Ground">Why, in his words.</param>
/// <param name="Continues">Of an accepted loss: the name under which the log goes on.</param>
/// <param name="Sealed">How many events were sealed of the log, as the newest checkpoint said.</param>
/// <param name="Kept">How many events it held when it was looked at.</param>
/// <param name="KeptRoot">The root of the tree over them.</param>
/// <param name="Fits">
/// The size of the largest checkpoint of before that still fits; 0 when none does. What came after it was lost or
/// changed.
/// </param>
/// <param name="SetBackFrom">The recorded time that lay in the future.</param>
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

    /// <summary>The text that is signed: the origin, and the rest as canonical JSON.</summary>
    private string Text => $"{Origin}\n{Encoding.UTF8.GetString(CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(this, Json)))}\n";

    /// <summary>The signed note.</summary>
    public string Sign(SigningKey key) => SignedNote.Sign(Text, Origin, key);

    /// <summary>Reads a note in its one form, without judging its signatures; null when it is none.</summary>
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

    /// <summary>Reads a note that one of these keys signed; null when it is none.</summary>
    public static Intervention? Read(string note, IEnumerable<VerifierKey> keys) =>
        Read(note) is { } read && SignedNote.IsSignedBy(note, read.Text, read.Origin, keys) ? read : null;

    /// <summary>What it says, in a sentence.</summary>
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
