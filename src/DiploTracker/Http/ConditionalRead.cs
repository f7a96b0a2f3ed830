using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DiploTracker.Http;

/// <summary>Reads of an answer that the caller may have already: <c>If-None-Match</c> and 304.</summary>
internal static class ConditionalRead
{
    [TakesHeader("If-None-Match", "The `ETag` of an answer that the caller has; 304 when it still holds.")]
    public static bool Has(this HttpRequest request, EntityTagHeaderValue tag) =>
        request.Headers.TryGetValue("If-None-Match", out var sent) && EntityTags.Read(sent) is { } known
        && (known.IsAny || known.Tags.Any(one => tag.Tag.Equals(one.Tag, StringComparison.Ordinal)));

    [ProducesResponseType(StatusCodes.Status304NotModified, Description = "The caller has it already.")]
    public static IResult Unchanged(this HttpResponse response, EntityTagHeaderValue tag)
    {
        response.GetTypedHeaders().ETag = tag;
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }
}
