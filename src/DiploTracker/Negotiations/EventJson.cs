using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// Events as they are stored, for ever: camelCase, enums as words, dates in EDTF, nothing written for what is absent.
/// Unknown members are ignored on reading, so that an older program can read what a newer one added.
/// </summary>
public static class EventJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true, // jsonb keeps its own order of members
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false), new Rfc3339JsonConverter(), new TextJsonConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptyLists, NameEvents, MakeEmpty, Sensitive.HandOver } },
    };

    public static byte[] Write(DomainEvent @event) => JsonSerializer.SerializeToUtf8Bytes(@event, @event.GetType(), Options);

    /// <summary>Writes with other values in the place of the sensitive ones.</summary>
    internal static byte[] Write(DomainEvent @event, SensitiveValues values) => SensitiveValues.With(values, () => Write(@event));

    /// <summary>Reads with other values in the place of the sensitive ones.</summary>
    internal static DomainEvent Read(string type, byte[] json, SensitiveValues values) => SensitiveValues.With(values, () => Read(type, json));

    /// <exception cref="InvalidOperationException">
    /// No event is stored under that name: reading stops rather than skips.
    /// </exception>
    public static DomainEvent Read(string type, ReadOnlySpan<byte> json) => Language.Events.TryGetValue(type, out var clr)
        ? (DomainEvent)JsonSerializer.Deserialize(json, clr, Options)!
        : Upcasts.Known.Read(type, json) ?? throw new InvalidOperationException($"The log holds an event of type '{type}', which this version of the tracker does not know.");

    /// <summary>The fields of an event beyond those that every fact has.</summary>
    public static JsonElement Payload(DomainEvent @event)
    {
        var fields = (JsonObject)JsonSerializer.SerializeToNode(@event, @event.GetType(), Options)!;
        foreach (var circumstance in Circumstances)
            fields.Remove(circumstance);
        return JsonSerializer.SerializeToElement(fields, Options);
    }

    private static readonly string[] Circumstances =
        [.. typeof(DomainEvent).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Kernel.EquatableArray<>))
                property.ShouldSerialize = (_, list) => ((System.Collections.IEnumerable)list!).GetEnumerator().MoveNext();
    }

    // A record is made with nothing in it and then given its members as they come. The reader by itself would first
    // collect what its constructor takes, put off all other members until then, and read those twice.
    private static void MakeEmpty(JsonTypeInfo type)
    {
        if (type is not { Kind: JsonTypeInfoKind.Object, Type.IsAbstract: false, CreateObject: null } || type.Type.GetConstructors() is not [var constructor]
            || type.Properties.Any(property => property.Set is null))
            return;
        var (make, nothing) = (ConstructorInvoker.Create(constructor), new object?[constructor.GetParameters().Length]);
        type.CreateObject = () => make.Invoke(nothing.AsSpan());
    }

    // The replacement in a correction says which event it is; a stored event's own type stands beside it. Not under
    // `type`, which is a word of agreements.
    private static void NameEvents(JsonTypeInfo type)
    {
        if (type.Type != typeof(DomainEvent))
            return;

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "event" };
        foreach (var (name, clr) in Language.Events)
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(clr, name));
    }
}
