using System.Diagnostics;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Http;

/// <summary>The headers that the API reads.</summary>
internal static class RequestHeaders
{
    private const int LongestName = 200;

    /// <summary>
    /// The caller named by <c>X-Recorded-By</c>, until there is access control. The name and the ids are stored for
    /// ever and shown on terminals, so characters that would act on a terminal are refused.
    /// </summary>
    [Refuses("malformed")]
    [TakesHeader("X-Recorded-By", "Who records; `local` when left out.")]
    [TakesHeader("X-Correlation-Id", "What the request belongs to; the trace id when left out.")]
    [TakesHeader("X-Causation-Id", "What brought the request about.")]
    public static (Caller? Caller, Refusal? Refusal) Caller(this HttpRequest request)
    {
        foreach (var name in (string[])["X-Recorded-By", "X-Correlation-Id", "X-Causation-Id"])
            if (Controls.In(request.Headers[name]))
                return (null, Refusals.Malformed(name, "it cannot hold control characters, nor those that override the direction of writing"));
        return (new(
            Short(request.Headers["X-Recorded-By"]) ?? Recording.Caller.Local.Name,
            Short(request.Headers["X-Correlation-Id"]) ?? Activity.Current?.TraceId.ToString(),
            Short(request.Headers["X-Causation-Id"])), null);
    }

    /// <summary>
    /// The versions in <c>If-Match</c>, one of which must be the current one; null if it is absent or <c>*</c>. A weak
    /// tag is never that of the current version (RFC 9110, 13.1.1).
    /// </summary>
    [Refuses("malformed")]
    [TakesHeader(
        "If-Match",
        "The version of the negotiation that the caller has seen, in double quotes as `ETag` gave it, or several with "
        + "commas between them; 412 when the negotiation is at none of them.", Example = "\"12-5c0b7e21a9f4\"")]
    public static (ExpectedVersion? Version, Refusal? Refusal) IfMatch(this HttpRequest request)
    {
        if (!request.Headers.TryGetValue("If-Match", out var sent)
            || EntityTags.Read(sent) is not { IsAny: false } tags)
            return (null, null);
        List<SeenVersion> versions = [];
        foreach (var tag in tags.Tags)
            if (VersionTag.Read(tag.Tag) is not { } version)
                return (null, Problems.Malformed.Because(
                    "If-Match is the version of the negotiation in double quotes, as ETag gave it: "
                    + $"\"12-5c0b7e21a9f4\", or \"12\". This is {tag.Tag}."));
            else if (!tag.IsWeak)
                versions.Add(version);
        return (new ExpectedVersion([.. versions]), null);
    }

    [Refuses("malformed")]
    [TakesHeader("Idempotency-Key", "The same key and body give the same answer, for ever, and one set of events.", Type = typeof(Guid))]
    public static (Guid? Key, Refusal? Refusal) IdempotencyKey(this HttpRequest request) =>
        !request.Headers.TryGetValue("Idempotency-Key", out var sent) ? (null, null)
        : sent.ToString().Trim().Trim('"') is var text && Guid.TryParse(text, out var key) ? (key, null)
        : (null, Problems.Malformed.Because($"Idempotency-Key is a UUID; '{text}' is none."));

    /// <summary><c>Prefer: respond-async</c> (RFC 7240): a command that cannot be placed yet may be parked.</summary>
    [TakesHeader("Prefer", "`respond-async`: a command that cannot be placed yet is parked (202) instead of refused.", Example = "respond-async")]
    public static bool PrefersAsync(this HttpRequest request) => request.Preferences().Contains("respond-async", StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Preferences(this HttpRequest request) =>
        request.Headers["Prefer"].SelectMany(line => (line ?? "").Split([',', ';'], StringSplitOptions.TrimEntries));

    /// <summary>The address at which the caller reached the tracker, for links back to it.</summary>
    public static Uri Root(this HttpRequest request) => new($"{request.Scheme}://{request.Host}{request.PathBase}/");

    private static string? Short(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length > LongestName ? text[..LongestName] : text;
}
