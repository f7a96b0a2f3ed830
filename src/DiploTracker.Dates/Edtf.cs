using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace DiploTracker.Kernel;

/// <summary>
/// A real-world date in the EDTF (ISO 8601-2) subset, with its bounds and precision. <see cref="Text"/> is canonical:
/// as given, except that the offsets +00:00 and -00:00 become Z; seconds are kept as given, a list keeps its order. A
/// value with an <see cref="Error"/> spans all time, is Vague, contains nothing, narrows nothing and never comes.
/// </summary>
[JsonConverter(typeof(EdtfJsonConverter))]
public sealed partial class Edtf : IEquatable<Edtf>
{
    private readonly EdtfReading _reading;

    private Edtf(string text, EdtfReading reading, EdtfError? error)
    {
        Text = text;
        _reading = reading;
        Error = error;
    }

    /// <summary>The error in the text; null if it is valid.</summary>
    public EdtfError? Error { get; }

    /// <summary>The canonical text, or the text as given if it is invalid.</summary>
    public string Text { get; }

    /// <summary>
    /// The first instant inside, in UTC; MinValue if open. A bare day begins at 00:00 UTC: for days see
    /// <see cref="First"/>.
    /// </summary>
    public DateTimeOffset Earliest => Instant(_reading.Hull.From);

    /// <summary>The last instant inside, in UTC; MaxValue if open. A bare day ends at 23:59:59.9999999 UTC.</summary>
    public DateTimeOffset Latest => Instant(_reading.Hull.To);

    /// <summary>Where it begins: a day there and, if it begins with a time, the instant.</summary>
    public EdtfBound First => _reading.Hull.First;

    /// <summary>Where it ends: a day there and, if it ends with a time, the instant.</summary>
    public EdtfBound Last => _reading.Hull.Last;

    public Precision Precision => _reading.Precision;

    /// <summary>Marked <c>~</c> or <c>%</c> anywhere; <c>?</c> alone is uncertain, not approximate.</summary>
    public bool IsApproximate => _reading.Approximate;

    public bool IsExact => Precision is Precision.Day or Precision.Time;

    /// <summary>Reads any text; an invalid one gives a value that carries its <see cref="Error"/>.</summary>
    public static Edtf Of(string text)
    {
        var parser = new EdtfParser(text ??= "");
        return parser.TryRead(out var reading)
            ? new(parser.Canonical(text), reading, error: null)
            : new(text, EdtfReading.Unreadable, parser.Error);
    }

    /// <summary>Reads a text known to be valid; otherwise a <see cref="FormatException"/> names the position.</summary>
    public static Edtf Parse(string text) => TryParse(text, out var value, out var error)
        ? value
        : throw new FormatException($"\"{text}\" is not EDTF, at position {error.Position}: {error.Message}");

    public static bool TryParse(
        string text, [NotNullWhen(true)] out Edtf? value, [NotNullWhen(false)] out EdtfError? error)
    {
        var read = Of(text);
        error = read.Error;
        value = error is null ? read : null;
        return error is null;
    }

    /// <summary>The UTC day of a moment.</summary>
    public static Edtf Day(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        return new(day.ToString("O"), EdtfReading.Of(EdtfDate.Day(day.Year, day.Month, day.Day)), error: null);
    }

    public override string ToString() => Text;

    public bool Equals(Edtf? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as Edtf);

    public override int GetHashCode() => Text.GetHashCode();

    public static bool operator ==(Edtf? left, Edtf? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Edtf? left, Edtf? right) => !(left == right);

    // An offset can move a bound outside the years 1 to 9999.
    internal static DateTimeOffset Instant(long ticks) =>
        new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
