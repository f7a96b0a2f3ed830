using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.Extensions.Primitives;

namespace DiploTracker.Http;

/// <summary>
/// The value of <c>If-Match</c> or <c>If-None-Match</c> (RFC 9110, 13.1): <c>*</c>, or entity tags with commas between
/// them.
/// </summary>
/// <param name="IsAny">It is <c>*</c>.</param>
internal sealed record EntityTags(bool IsAny, IReadOnlyList<EntityTag> Tags)
{
    /// <summary>
    /// The preconditions of a request; a refusal if one is empty or malformed: it would otherwise not be checked.
    /// </summary>
    public static Refusal? Wrong(HttpRequest request)
    {
        foreach (var name in (string[])["If-Match", "If-None-Match"])
            if (request.Headers.TryGetValue(name, out var sent) && Read(sent) is null)
                return Refusals.Malformed(
                    name,
                    $"* is expected, or entity tags as ETag gave them, in double quotes with commas between, not '{sent}'");
        return null;
    }

    /// <summary>Null if it is empty or malformed.</summary>
    public static EntityTags? Read(StringValues sent)
    {
        var text = string.Join(',', sent.ToArray()).Trim(' ', '\t');
        if (text == "*")
            return new EntityTags(IsAny: true, []);
        List<EntityTag> tags = [];
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t' or ',')
            {
                at++;
                continue;
            }
            var isWeak = text.AsSpan(at).StartsWith("W/", StringComparison.Ordinal);
            var open = isWeak ? at + 2 : at;
            if (open >= text.Length || text[open] != '"' || text.IndexOf('"', open + 1) is not (> 0 and var close)
                || !AreOfTags(text.AsSpan((open + 1)..close)))
                return null;
            tags.Add(new EntityTag(text[open..(close + 1)], isWeak));
            at = close + 1;
            while (at < text.Length && text[at] is ' ' or '\t')
                at++;
            if (at < text.Length && text[at] != ',')
                return null;
        }
        return tags is [] ? null : new EntityTags(IsAny: false, tags);
    }

    private static bool AreOfTags(ReadOnlySpan<char> letters) =>
        !letters.ContainsAnyInRange('\0', ' ') && !letters.Contains('\u007F');
}

/// <summary>An entity tag, with its double quotes.</summary>
internal readonly record struct EntityTag(string Tag, bool IsWeak);
