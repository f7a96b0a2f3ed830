using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>The OpenAPI document of all routes, at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescriptionSetup
{
    public static void AddApiDescription(this IServiceCollection services)
    {
        services.AddSingleton<ApiOperations>();
        services.AddSingleton(XmlDocs.OfTheTracker());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, ApiDescriptions>());
        services.ConfigureHttpJsonOptions(http => DescribedJson.Configure(http.SerializerOptions));
        services.AddOutputCache();
        services.AddOpenApi(openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.CreateSchemaReferenceId = DescribedJson.NameOf;
            openApi.AddSchemaTransformer<SchemaTransformer>();
            openApi.AddOperationTransformer<OperationTransformer>();
            openApi.AddDocumentTransformer<DocumentTransformer>();
        });
    }

    /// <summary>Built for each address that it is requested at, which it contains, and then cached.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        app.UseOutputCache();
        app.MapOpenApi().CacheOutput(cached => cached.Expire(TimeSpan.FromDays(1)));
    }
}
