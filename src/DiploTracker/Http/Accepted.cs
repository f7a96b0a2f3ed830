using Microsoft.Net.Http.Headers;

namespace DiploTracker.Http;

/// <summary>The form of an answer that the caller prefers (RFC 9110, 12.5.1).</summary>
internal static class Accepted
{
    /// <summary>
    /// The media type offered that <c>Accept</c> prefers: by quality, then the one it names most exactly; the first if
    /// it accepts none, since an answer in another form helps more than none.
    /// </summary>
    public static string Of(HttpRequest request, params ReadOnlySpan<string> offered)
    {
        var accepts = request.GetTypedHeaders().Accept;
        var (best, rank) = (offered[0], (Quality: 0.0, Exactness: 0));
        foreach (var type in offered)
        {
            var range = accepts.Where(one => one.MatchesMediaType(type)).MaxBy(Exactness);
            var asked = (Quality: range is null ? 0 : range.Quality ?? 1, Exactness: range is null ? 0 : Exactness(range));
            if (asked.CompareTo(rank) > 0)
                (best, rank) = (type, asked);
        }
        return best;
    }

    private static int Exactness(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes ? 1 : range.MatchesAllSubTypes ? 2 : 3;
}
