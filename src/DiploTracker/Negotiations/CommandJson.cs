using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// Commands as they are sent: flat JSON objects. Invalid input gives a <c>malformed</c> that names the member.
/// </summary>
public static class CommandJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { BoundedLists.Bound, AbsentLists.OmitAddedLater },
        },
        MaxDepth = Limits.Depth,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ExactWordJsonConverter(), new BoundedTextJsonConverter(Limits.Text), new BoundedDateJsonConverter(), new Rfc3339JsonConverter(), new ReplacementJsonConverter(), new BasesJsonConverter() },
    };

    private static readonly JsonSerializerOptions Kept = KeptOptions();

    /// <summary>For commands recorded before there was a limit.</summary>
    internal static readonly JsonSerializerOptions Unlimited = UnlimitedOptions();

    /// <summary>Writes a parked command for storage, with its sensitive values replaced.</summary>
    internal static byte[] Write(Command command, SensitiveValues values) =>
        SensitiveValues.With(values, () => JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), Kept));

    /// <summary>Reads a stored command.</summary>
    /// <exception cref="JsonException">The JSON is not such a command.</exception>
    internal static Command Read(Type command, byte[] json, SensitiveValues? values) =>
        SensitiveValues.With(values, () => (Command)JsonSerializer.Deserialize(json, command, Kept)!);

    private static JsonSerializerOptions UnlimitedOptions()
    {
var unlimited = new JsonSerializerOptions(Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AbsentLists.Omit } },
        };
        foreach (var bounded in unlimited.Converters
            .Where(converter => converter is BoundedDateJsonConverter or BoundedTextJsonConverter).ToList())
            unlimited.Converters.Remove(bounded);
        return unlimited;
    }

    private static JsonSerializerOptions KeptOptions()
    {
        var kept = new JsonSerializerOptions(UnlimitedOptions())
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver
            {
                Modifiers = { Sensitive.HandOver, AbsentLists.Omit, AbsentLists.EmptyAsNull },
            },
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        };
        kept.Converters.Remove(kept.Converters.Single(converter => converter is ReplacementJsonConverter));
        kept.Converters.Add(new KeptReplacementJsonConverter());
        return kept;
    }

    /// <summary>Reads the body of a request that is one command of a known type.</summary>
    public static (Command? Command, Refusal? Refusal) Read(Type command, ReadOnlySpan<byte> json)
    {
        var (read, refusal) = Read(command, json, Options);
        return ((Command?)read, refusal);
    }

    /// <summary>Reads the fields of a command of a known type.</summary>
    public static (Command? Command, Refusal? Refusal) Read(Type command, JsonObject fields)
    {
        var (read, refusal) = Read(command, fields, Options);
        return ((Command?)read, refusal);
    }

    internal static (object? Read, Refusal? Refusal) Read(Type type, ReadOnlySpan<byte> json, JsonSerializerOptions options)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, type, options) is { } read)
                return (read, null);
        }
        catch (JsonException)
        {
            // Read again below, member by member, to report every error and its place.
        }
        var (fields, refusal) = ReadObject(json);
        return fields is null ? (null, refusal) : Read(type, fields, options);
    }

    /// <summary>Reads any JSON object; invalid JSON gives a 400 with the position.</summary>
    public static (JsonObject? Fields, Refusal? Refusal) ReadObject(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject fields
                ? (fields, null)
                : (null, Problems.Malformed.Because("A JSON object is expected: { … }."));
        }
        catch (JsonException unreadable)
        {
            return (null, Problems.Malformed.Because($"This is not JSON: {unreadable.Message}") with { Status = 400 });
        }
        catch (InvalidOperationException)
        {
            return (null, Problems.Malformed.Because("The name of a member cannot hold half a character (an unpaired surrogate)."));
        }
    }

    private static (object? Read, Refusal? Refusal) Read(Type type, JsonObject fields, JsonSerializerOptions options)
    {
        // A member sent as null counts as left out.
        foreach (var member in Members(type, options))
            if (!member.IsRequired && fields.TryGetPropertyValue(member.Name, out var value) && value is null)
                fields.Remove(member.Name);
        try
        {
            return (fields.Deserialize(type, options), null);
        }
        catch (JsonException unreadable)
        {
            return (null, CommandErrors.Unreadable(type, fields, unreadable, options));
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for an unpaired surrogate such as \ud800.
            return (null, CommandErrors.NotText(fields));
        }
    }

    /// <summary>
    /// Reads the replacement of a fact: a merge into its command. Members that are left out stay, null clears one.
    /// </summary>
    internal static Replacement ReadReplacement(string json, Command replaced)
    {
        var original = (JsonObject)JsonSerializer.SerializeToNode(replaced, replaced.GetType(), Unlimited)!;
        var given = (JsonObject)JsonNode.Parse(json)!;
        var fields = Merged(given, original, replaced.KeepsWhenAmended);
        // A fact recorded beyond the limits may stay beyond them, but what replaces it may not be.
        var isBeyond = Read(replaced.GetType(), original, Options).Read is null;
        if (isBeyond && CommandErrors.OfGiven(replaced.GetType(), given, fields, Options) is { } beyond)
            return new Replacement { Refusal = beyond };
        var (read, refusal) = Read(replaced.GetType(), fields, isBeyond ? Unlimited : Options);
        return new Replacement
        {
            Command = read is Command command ? command with { Occurred = command.Occurred ?? replaced.Occurred } : null,
            Refusal = refusal,
        };
    }

    private static JsonObject Merged(JsonObject given, JsonObject original, Func<string, JsonObject, bool> keeps)
    {
        var merged = (JsonObject)given.DeepClone();
        foreach (var (name, value) in original)
            if (keeps(name, given))
                merged[name] = given.TryGetPropertyValue(name, out var now)
                    ? Merged(name, now, value)
                    : value?.DeepClone();
        return merged;
    }

    private static JsonNode? Merged(string name, JsonNode? given, JsonNode? original) => (given, original) switch
    {
        (JsonObject now, JsonObject before) => Merged(now, before, (_, _) => true),
        (JsonObject first, JsonArray { Count: > 0 } bases) when name == "basis" =>
            new JsonArray([Merged(name, first, bases[0]), .. bases.Skip(1).Select(basis => basis?.DeepClone())]),
        (JsonArray now, JsonArray bases) when name == "basis" =>
            new JsonArray([.. now.Select((basis, index) => Merged(name, basis, bases.ElementAtOrDefault(index)))]),
        _ => given?.DeepClone(),
    };

    internal static List<JsonPropertyInfo> Members(Type type, JsonSerializerOptions options) => [.. options.GetTypeInfo(type).Properties];
}
