using System.Globalization;
using DiploTracker.Recording;

namespace DiploTracker.Http;

/// <summary>
/// The version of a negotiation as in <c>ETag</c> and <c>If-Match</c>: its number, and digits of the id of its last
/// event, so that the same number in a log that lost events is another version.
/// </summary>
internal static class VersionTag
{
    public static string Of(long version, Guid lastEvent) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}-{PlaceToken.DigitsOf(lastEvent)}\"");

    /// <param name="nextOpening">An embargo that ends changes the answer, but not the version.</param>
    public static string Of(long version, Guid lastEvent, DateTimeOffset? nextOpening) => nextOpening is { } opening
        ? string.Create(CultureInfo.InvariantCulture, $"\"{version}-{PlaceToken.DigitsOf(lastEvent)}-{opening.ToUnixTimeMilliseconds()}\"")
        : Of(version, lastEvent);

    /// <summary>Null if the text is not a tag; a number alone is a version whose last event is not known.</summary>
    public static SeenVersion? Read(string tag) => tag is ['"', .. var inner, '"'] && inner.Split('-') is [var number, .. var rest]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        ? new SeenVersion(version, rest is [var digits, ..] && PlaceToken.AreDigits(digits) ? digits : null)
        : null;
}
