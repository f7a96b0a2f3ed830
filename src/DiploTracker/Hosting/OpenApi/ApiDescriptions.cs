using DiploTracker.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// Passes the declarations of endpoints to the API explorer. Endpoints read requests and write answers themselves, so
/// their signatures would tell it nothing; and the one route of all commands becomes an operation for each command.
/// </summary>
internal sealed class ApiDescriptions(ApiOperations operations) : IApiDescriptionProvider
{
    private static readonly EmptyModelMetadataProvider Models = new();

    public int Order => int.MaxValue;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        context.Results.Clear();
        foreach (var operation in operations.All)
            context.Results.Add(Describe(operation));
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private static ApiDescription Describe(DescribedEndpoint operation)
    {
        var description = new ApiDescription
        {
            HttpMethod = operation.HttpMethod,
            RelativePath = operation.Path.TrimStart('/'),
            ActionDescriptor = new ActionDescriptor
            {
                EndpointMetadata =
                    [operation, new EndpointNameMetadata(operation.OperationId), new TagsAttribute(operation.Tag)],
            },
        };
        foreach (var name in operation.PathParameters)
            description.ParameterDescriptions.Add(
                Parameter(name, BindingSource.Path, name == "position" ? typeof(long) : typeof(string)));
        foreach (var query in operation.Declared.Queries.DistinctBy(query => query.Name))
            description.ParameterDescriptions.Add(Parameter(query.Name, BindingSource.Query, query.Type));
        foreach (var header in operation.Declared.All<TakesHeaderAttribute>().DistinctBy(header => header.Name))
            description.ParameterDescriptions.Add(Parameter(header.Name, BindingSource.Header, header.Type));
        if (operation.Body is { } body)
        {
            description.ParameterDescriptions.Add(
                Parameter("body", BindingSource.Body, operation.Command ?? body.Type));
            description.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = body.MediaType });
        }
        foreach (var success in operation.Declared.All<ProducesResponseTypeAttribute>()
            .DistinctBy(success => success.StatusCode))
            description.SupportedResponseTypes.Add(Response(success, operation.IsList));
        return description;
    }

    private static ApiParameterDescription Parameter(string name, BindingSource source, Type type) => new()
    {
        Name = name,
        Source = source,
        Type = type,
        ModelMetadata = Models.GetMetadataForType(type),
        IsRequired = source == BindingSource.Path || source == BindingSource.Body,
    };

    private static ApiResponseType Response(ProducesResponseTypeAttribute success, bool isList)
    {
        var types = new MediaTypeCollection();
        ((IApiResponseMetadataProvider)success).SetContentTypes(types);
        if (isList && success.StatusCode == StatusCodes.Status200OK)
            types = [.. types.DefaultIfEmpty("application/json"), CsvAnswers.MediaType];
        var type = success.Type ?? typeof(void);
        return new ApiResponseType
        {
            StatusCode = success.StatusCode,
            Type = type,
            ModelMetadata = type == typeof(void) ? null : Models.GetMetadataForType(type),
            Description = success.Description ?? ReasonPhrases.GetReasonPhrase(success.StatusCode),
            ApiResponseFormats = type == typeof(void) ? []
                : [.. types.DefaultIfEmpty("application/json")
                    .Select(media => new ApiResponseFormat { MediaType = media })],
        };
    }
}
