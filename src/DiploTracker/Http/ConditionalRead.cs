using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DiploTracker.Http;

/// <summary>Reads of an answer that the caller may have already: <c>If-None-Match</c> and 304.</summary>
internal static class ConditionalRead
{
    [TakesHeader("If-None-Match", "The `ETag` of an answer that the caller has; 304 when it still holds.")]
    public static bool Has(this HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any));

    [ProducesResponseType(StatusCodes.Status304NotModified, Description = "The caller has it already.")]
    public static IResult Unchanged(this HttpResponse response, EntityTagHeaderValue tag)
    {
        response.GetTypedHeaders().ETag = tag;
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }
}
