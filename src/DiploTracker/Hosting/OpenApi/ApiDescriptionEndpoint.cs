using Microsoft.AspNetCore.Mvc;

namespace DiploTracker.Hosting.OpenApi;

internal static class ApiDescriptionEndpoint
{
    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", Get);

    /// <summary>This description, in OpenAPI 3.1.</summary>
    [ProducesResponseType<object>(StatusCodes.Status200OK)]
    public static IResult Get(ApiDescription description) => Results.Bytes(description.Document, "application/json; charset=utf-8");
}
