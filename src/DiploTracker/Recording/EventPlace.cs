using System.Globalization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// An event by its position in the log and its id: a log that holds this event there is the same up to there.
/// </summary>
internal sealed record EventPlace(long Position, Guid Event)
{
    /// <summary>Before the first event.</summary>
    public static readonly EventPlace Start = new(0, Guid.Empty);

    /// <summary>The wire form, see <see cref="PlaceToken"/>.</summary>
    public override string ToString() =>
        Position == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{Position}-{PlaceToken.DigitsOf(Event)}");
}

/// <summary>
/// A place in the log as a client names it, by the <c>id</c> of an event of the feed: its position and the last 12
/// digits of its event id (<c>12-5c0b7e21a9f4</c>), which are random; or a bare position, which cannot be checked
/// against the log.
/// </summary>
internal sealed record PlaceToken(long Position, string? Digits)
{
    private const int Length = 12;

    public static string DigitsOf(Guid id) => id.ToString("N")[^Length..];

    public static bool AreDigits(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Null if the text is not a valid place.</summary>
    public static PlaceToken? Read(string text)
    {
        var (number, digits) = text.Split('-') switch
        {
            [var bare] => (bare, null),
            [var before, var after] when AreDigits(after) => (before, after),
            _ => ("", null),
        };
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? new PlaceToken(position, digits) : null;
    }

    /// <summary>Is it the place of the event that the log has at this position?</summary>
    /// <param name="there">The id of that event; null if the log has none there.</param>
    public bool IsAt(Guid? there) => Position == 0 ? Digits is null : there is { } id && (Digits is null || Digits == DigitsOf(id));

    /// <summary>The refusal of a place that is not in the log.</summary>
    public Refusal NotIn(EventPlace head) => Problems.PlaceNotInLog
        .Because($"The log has no event {this}; it ends at {head}. It lost events in a failover, was restored from an older copy, or is another log.")
        .With("current", head.Position)
        .With("newest", head.ToString());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}{(Digits is null ? "" : "-")}{Digits}");
}
