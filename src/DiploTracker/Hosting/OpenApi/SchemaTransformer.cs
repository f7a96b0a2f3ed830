using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// Completes the schemas. A member of a request is optional if its parameter has a default; an answer has all its
/// members, null where there is no value, except those that are omitted then.
/// </summary>
internal sealed class SchemaTransformer(ApiOperations operations, XmlDocs docs) : IOpenApiSchemaTransformer
{
    // The framework's keys of a schema that becomes a component, and of the description where it is referred to.
    private const string ComponentId = "x-schema-id";
    private const string IsNullable = "x-is-nullable-property";
    private const string ReferenceDescription = "x-ref-description";

    /// <summary>
    /// The vocabulary of a member that may be null or has a default, to which the framework cannot refer.
    /// </summary>
    public const string Vocabulary = "vocabulary";

    /// <summary>
    /// Marks a list of which one item may be sent, and is answered, as a text: generators make an empty class from a
    /// choice of two forms.
    /// </summary>
    private const string OneAsText = "x-one-as-text";

    public async Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (DescribedJson.IsOfTracker(type))
            schema.Description = docs.Summary(type);
        KnownSchemas.Complete(schema, type);
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Object } info && DescribedJson.NameOf(info) is not null)
            Members(schema, info, operations.IsSent(type));
        if (context.JsonPropertyInfo is { } property && property.PropertyType == context.JsonTypeInfo.Type)
            Member(schema, property);
        // The serializer does not describe items with converters of their own, and the framework leaves them out.
        if (schema.Type?.HasFlag(JsonSchemaType.Array) == true && schema.Items is null
            && context.JsonTypeInfo.ElementType is { } item)
            schema.Items = await context.GetOrCreateSchemaAsync(item, parameterDescription: null, cancellation);
    }

    private static void Members(OpenApiSchema schema, JsonTypeInfo info, bool isSent)
    {
        schema.Required = info.Properties
            .Where(member => isSent
                ? member.IsRequired || Parameter(member) is { HasDefaultValue: false }
                : !IsLeftOut(member))
            .Select(member => member.Name).ToHashSet();
        schema.AdditionalPropertiesAllowed = !isSent;
    }

    private void Member(OpenApiSchema schema, JsonPropertyInfo member)
    {
        var property = (MemberInfo)member.AttributeProvider!;
        if (operations.IsSent(member.DeclaringType))
        {
            // A value that is not given is omitted; in a type that is also answered it is null.
            if (!operations.IsAnswered(member.DeclaringType))
            {
                schema.Metadata?.Remove(IsNullable);
                schema.Type &= ~JsonSchemaType.Null;
            }
            schema.MaxItems = schema.Type?.HasFlag(JsonSchemaType.Array) == true ? Limits.Of(member.Name) : null;
            Bound(schema, member);
            if (property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(OneOrMoreJsonConverter))
                schema.Extensions = new Dictionary<string, IOpenApiExtension>
                {
                    [OneAsText] = new JsonNodeExtension(JsonValue.Create(true)),
                };
            if (property.IsDefined(typeof(FreeTextAttribute)) && schema.Items is OpenApiSchema item)
                item.ContentMediaType = "text/plain"; // no ids or codes, which clients may separate by commas
            schema.Default =
                Parameter(member) is { HasDefaultValue: true, DefaultValue: { } value } ? Default(value) : null;
        }
        // A date that may be missing is a text or null, not one of two schemas, from which generators make a class.
        if (member.PropertyType == typeof(Edtf) && schema.Metadata?.Remove(IsNullable) == true)
        {
            schema.Metadata.Remove(ComponentId);
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            schema.Title = "EDTF";
            (schema.Description, schema.Examples) = (null, null);
        }
        if ((Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType) is { IsEnum: true } vocabulary
            && (vocabulary != member.PropertyType || schema.Default is not null))
        {
            schema.Metadata ??= new Dictionary<string, object>();
            schema.Metadata.Remove(ComponentId);
            schema.Metadata[Vocabulary] = vocabulary;
            schema.Description = null;
        }
        if (docs.Summary(property) is not { } summary)
            return;
        if (schema.Metadata is { } known && known.TryGetValue(ComponentId, out var id) && id is string { Length: > 0 })
            known[ReferenceDescription] = summary;
        else
            schema.Description = summary;
    }

    /// <summary>How long a text, or each text of a list, may be.</summary>
    private static void Bound(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (member.PropertyType == typeof(string))
            schema.MaxLength = Limits.OfText(member.Name, isList: false, member.AttributeProvider);
        else if (member.PropertyType == typeof(Edtf))
            schema.MaxLength = Limits.DateText;
        else if (schema is { Type: { } type, Items: OpenApiSchema { Type: JsonSchemaType.String, Enum: null } item }
            && type.HasFlag(JsonSchemaType.Array))
            item.MaxLength = Limits.OfText(member.Name, isList: true, member.AttributeProvider);
        else if (schema.AdditionalProperties is OpenApiSchema { Type: JsonSchemaType.String } value)
            value.MaxLength = Limits.Text;
    }

    private static bool IsLeftOut(JsonPropertyInfo member) =>
        ((MemberInfo)member.AttributeProvider!).GetCustomAttribute<JsonIgnoreAttribute>()
            is { Condition: not JsonIgnoreCondition.Never };

    private static ParameterInfo? Parameter(JsonPropertyInfo member)
    {
        var property = (MemberInfo)member.AttributeProvider!;
        return property.DeclaringType!.GetConstructors()
            .SelectMany(made => made.GetParameters())
            .FirstOrDefault(parameter => parameter.Name == property.Name);
    }

    private static JsonNode? Default(object value) => value switch
    {
        bool or int or string or Enum => JsonSerializer.SerializeToNode(value, value.GetType(), CommandJson.Options),
        _ => null,
    };
}
