using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// JSON Schemas (2020-12) of the records, from what the serializer says of them and from their XML comments. Records and
/// vocabularies become components. A member of a request may be left out when its parameter has a default; an answer has
/// all its members, null where there is nothing to say, save those that are left out then.
/// </summary>
internal sealed class Schemas(JsonSerializerOptions json, bool answers, JsonObject components, XmlDocs docs)
{
    private readonly Dictionary<Type, string> _names = [];

    public JsonObject Of(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? Of(underlying)
        : KnownSchemas.Of(type) is { } known ? known
        : type.IsEnum ? Reference(type, () => Words(type))
        : type == typeof(Edtf) ? Reference(type, KnownSchemas.Edtf)
        : type == typeof(PartyInRole) ? Reference(type, () => KnownSchemas.Party(docs.Summary(type)))
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Word<>) ? Of(type.GetGenericArguments()[0])
        : Argument(type, typeof(IReadOnlyDictionary<,>), 1) is { } value
            ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(value) }
        : type.IsAssignableTo(typeof(IEnumerable)) && Argument(type, typeof(IEnumerable<>), 0) is { } item
            ? new JsonObject { ["type"] = "array", ["items"] = Of(item) }
        : Reference(type, () => Object(type));

    /// <summary>A schema in a place that has a description and perhaps a default of its own.</summary>
    public static JsonObject Described(JsonObject schema, string? description)
    {
        if (description is not null)
            schema["description"] = description;
        return schema;
    }

    /// <summary>A component by the name of its type, made at its first mention.</summary>
    public JsonObject Reference(Type type, Func<JsonObject> build)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            // What is sent and answered alike has one name; what an answer spells out in full, another.
            name = _names[type] = answers && components.ContainsKey(type.Name) && !IsAlike(type) ? $"Recorded{type.Name}" : type.Name;
            if (!components.ContainsKey(name))
            {
                components[name] = new JsonObject();
                components[name] = build();
            }
        }
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private static bool IsAlike(Type type) => type.IsEnum || type == typeof(Edtf);

    private JsonObject Words(Type vocabulary) => Described(
        new JsonObject { ["type"] = "string", ["enum"] = KnownSchemas.Words(vocabulary) },
        docs.Summary(vocabulary));

    private JsonObject Object(Type type)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in json.GetTypeInfo(type).Properties.Where(member => member is { IsExtensionData: false }))
        {
            properties[member.Name] = Member(member);
            if (answers ? !IsLeftOut(member) : member.IsRequired || member.AssociatedParameter is { HasDefaultValue: false })
                required.Add(member.Name);
        }
        var schema = Described(new JsonObject { ["type"] = "object" }, docs.Summary(type));
        schema["properties"] = properties;
        if (required.Count > 0)
            schema["required"] = required;
        // A command may stand alone or beside the members of a line; where it stands alone, the operation closes it.
        if (!answers && !type.IsSubclassOf(typeof(Command)))
            schema["additionalProperties"] = false;
        return schema;
    }

    private static bool IsLeftOut(JsonPropertyInfo member) =>
        ((MemberInfo)member.AttributeProvider!).GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: not JsonIgnoreCondition.Never };

    private JsonNode Member(JsonPropertyInfo member)
    {
        var property = (MemberInfo)member.AttributeProvider!;
        var schema = Of(property.GetCustomAttribute<HoldsAttribute>()?.Type ?? member.PropertyType);
        if (!answers && (string?)schema["type"] == "array")
            schema["maxItems"] = Limits.Of(member.Name);
        if (answers && (member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null))
            schema = OrNull(schema);
        else if (!answers && member.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value } && Default(value) is { } preset)
            schema["default"] = preset;
        return Described(schema, docs.Summary(property));
    }

    private static JsonNode? Default(object value) => value switch
    {
        bool or int or string or Enum => JsonSerializer.SerializeToNode(value, value.GetType(), CommandJson.Options),
        _ => null,
    };

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
            return schema;
        }
        return schema.Count == 0 ? schema : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
    }

    private static Type? Argument(Type type, Type generic, int index) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == generic)?.GetGenericArguments()[index];
}
