using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DiploTracker.Negotiations;

/// <summary>
/// Events as they are stored, permanently: camelCase, enums as words, dates in EDTF, absent members omitted. Unknown
/// members are ignored on reading, so that an older program can read the events of a newer one.
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

    /// <summary>Writes with the sensitive values replaced.</summary>
    internal static byte[] Write(DomainEvent @event, SensitiveValues values) => SensitiveValues.With(values, () => Write(@event));

    /// <summary>Reads with the sensitive values replaced.</summary>
    internal static DomainEvent Read(string type, byte[] json, SensitiveValues values) => SensitiveValues.With(values, () => Read(type, json));

    /// <exception cref="InvalidOperationException">
    /// No event type has that stored name: reading stops rather than skips the event.
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
                property.ShouldSerialize = IsKeptWhenEmpty(property)
                    ? (_, list) => ((Kernel.IMaybeGiven)list!).IsGiven
                    : (_, list) => ((System.Collections.IEnumerable)list!).GetEnumerator().MoveNext();
    }

    private static bool IsKeptWhenEmpty(JsonPropertyInfo list) =>
        list.AttributeProvider?.IsDefined(typeof(Kernel.KeptWhenEmptyAttribute), inherit: false) == true;

    // Creates a record empty and sets its members as they are read. By default the reader would first collect the
    // arguments of the constructor, postpone all other members, and read those twice.
    private static void MakeEmpty(JsonTypeInfo type)
    {
        if (type is not { Kind: JsonTypeInfoKind.Object, Type.IsAbstract: false, CreateObject: null } || type.Type.GetConstructors() is not [var constructor]
            || type.Properties.Any(property => property.Set is null))
            return;
        var (make, nothing) = (ConstructorInvoker.Create(constructor), new object?[constructor.GetParameters().Length]);
        type.CreateObject = () => make.Invoke(nothing.AsSpan());
    }

    // The replacement in a correction contains its event type; that of a stored event is in a column of its own. Not
    // under `type`, which is a member of agreements.
    private static void NameEvents(JsonTypeInfo type)
    {
        if (type.Type != typeof(DomainEvent))
            return;

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "event" };
        foreach (var (name, clr) in Language.Events)
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(clr, name));
    }
}

/// <summary>Texts without constraints, as in events.</summary>
internal sealed class TextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? SensitiveValues.Read(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
