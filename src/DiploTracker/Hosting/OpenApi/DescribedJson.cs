using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Briefs;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>
/// The types of requests and answers as the description shows them: types with converters of their own, which the
/// serializer cannot describe, appear as the plain types that they are on the wire.
/// </summary>
internal static class DescribedJson
{
    /// <summary>For the description alone: answers are written with other options.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Plain } };
    }

    /// <summary>The name of the schema of a type; null for one that is described inline.</summary>
    public static string? NameOf(JsonTypeInfo info) =>
        info.Type.IsEnum || info.Type == typeof(Edtf) || info.Type == typeof(PartyInRole) || info.Type == typeof(Link)
            || info.Kind == JsonTypeInfoKind.Object && IsOfTracker(info.Type)
        ? info.Type.Name
        : null;

    public static bool IsOfTracker(Type type) => type.Namespace?.Split('.')[0] == nameof(DiploTracker);

    /// <summary>The types and all types that they contain.</summary>
    public static HashSet<Type> Closure(IEnumerable<Type> types)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        HashSet<Type> closure = [];
        var waiting = new Queue<Type>(types);
        while (waiting.TryDequeue(out var type))
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (!closure.Add(type))
                continue;
            var info = options.GetTypeInfo(type);
            foreach (var part in info.Properties.Select(property => property.PropertyType).Append(info.ElementType)
                .OfType<Type>())
                waiting.Enqueue(part);
        }
        return closure;
    }

    private static void Plain(JsonTypeInfo info)
    {
        for (var index = 0; index < info.Properties.Count; index++)
        {
            var property = info.Properties[index];
            var held = property.AttributeProvider is MemberInfo member
                ? member.GetCustomAttribute<HoldsAttribute>()?.Type : null;
            var type = Plain(held ?? property.PropertyType);
            if (type == property.PropertyType)
            {
                if (!type.IsValueType)
                    property.IsSetNullable = property.IsGetNullable; // a property without a setter is not nullable for that reason
                continue;
            }
            var plain = info.CreateJsonPropertyInfo(type, property.Name);
            plain.AttributeProvider = property.AttributeProvider;
            plain.Get = _ => null;
            if (!type.IsValueType)
                plain.IsGetNullable = plain.IsSetNullable = property.IsGetNullable && !IsList(property.PropertyType);
            if (property.IsRequired)
                (plain.Set, plain.IsRequired) = ((_, _) => { }, true); // only what can be set can be required
            info.Properties[index] = plain;
        }
    }

    private static Type Plain(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying
            ? Plain(underlying) is { IsValueType: true } plain ? typeof(Nullable<>).MakeGenericType(plain)
                : Plain(underlying)
        : type == typeof(Passage) ? typeof(string)
        : type == typeof(JsonElement) || type == typeof(object) || type == typeof(Replacement) ? typeof(JsonObject)
        : !type.IsGenericType ? type
        : IsList(type) ? typeof(IReadOnlyList<>).MakeGenericType(type.GenericTypeArguments)
        : type.GetGenericTypeDefinition() == typeof(Word<>) ? type.GenericTypeArguments[0]
        : type;

    private static bool IsList(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);
}
