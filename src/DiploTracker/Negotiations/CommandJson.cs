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
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { BoundedLists.Bound } },
        MaxDepth = Limits.Depth,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ExactWordJsonConverter(), new BoundedTextJsonConverter(Limits.Text), new BoundedDateJsonConverter(), new Rfc3339JsonConverter(), new ReplacementJsonConverter(), new BasesJsonConverter() },
    };

    private static readonly JsonSerializerOptions Kept = KeptOptions();

    private static readonly JsonSerializerOptions Unlimited = UnlimitedOptions();

    /// <summary>Writes a parked command for storage, with its sensitive values replaced.</summary>
    internal static byte[] Write(Command command, SensitiveValues values) =>
        SensitiveValues.With(values, () => JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), Kept));

    /// <summary>Reads a stored command.</summary>
    /// <exception cref="JsonException">The JSON is not such a command.</exception>
    internal static Command Read(Type command, byte[] json, SensitiveValues? values) =>
        SensitiveValues.With(values, () => (Command)JsonSerializer.Deserialize(json, command, Kept)!);

    /// <summary>For commands recorded before there was a limit.</summary>
    private static JsonSerializerOptions UnlimitedOptions()
    {
        var unlimited = new JsonSerializerOptions(Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        foreach (var bounded in unlimited.Converters.Where(converter => converter is BoundedDateJsonConverter).ToList())
            unlimited.Converters.Remove(bounded);
        return unlimited;
    }

    private static JsonSerializerOptions KeptOptions()
    {
        var kept = new JsonSerializerOptions(UnlimitedOptions())
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Sensitive.HandOver } },
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
            return (null, Unreadable(type, fields, unreadable, options));
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for an unpaired surrogate such as \ud800.
            return (null, Refusals.Malformed(WhereNotText(fields), "a text cannot hold half a character (an unpaired surrogate)"));
        }
    }

    private static string WhereNotText(JsonObject fields)
    {
        var where = "body";
        try
        {
            foreach (var (name, value) in fields)
            {
                where = name;
                value?.ToJsonString();
            }
        }
        catch (InvalidOperationException)
        {
            return where;
        }
        return "body";
    }

    internal static Replacement ReadReplacement(string json, Command replaced)
    {
        var fields = (JsonObject)JsonNode.Parse(json)!;
        var original = (JsonObject)JsonSerializer.SerializeToNode(replaced, replaced.GetType(), Options)!;
        foreach (var member in Members(replaced.GetType(), Options))
        {
            var stays = member.IsRequired || typeof(Command).GetProperty(((System.Reflection.MemberInfo)member.AttributeProvider!).Name) is not null;
            if (stays && !fields.ContainsKey(member.Name) && original[member.Name] is { } value)
                fields[member.Name] = value.DeepClone();
        }
        // A fact recorded beyond the limits may stay beyond them.
        var isBeyond = Read(replaced.GetType(), (JsonObject)original.DeepClone(), Options).Read is null;
        var (read, refusal) = Read(replaced.GetType(), fields, isBeyond ? Unlimited : Options);
        return new Replacement
        {
            Command = read is Command command ? command with { Occurred = command.Occurred ?? replaced.Occurred } : null,
            Refusal = refusal,
        };
    }

    /// <summary>Reports the errors member by member: the reader itself stops at the first.</summary>
    private static Refusal Unreadable(Type type, JsonObject fields, JsonException unreadable, JsonSerializerOptions options)
    {
        var members = Members(type, options);
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, _) in fields)
            if (!members.Exists(member => member.Name == name))
                errors[name] = [$"{type.Name} has no member '{name}'; it takes {string.Join(", ", members.Select(member => member.Name))}"];
        foreach (var member in members)
            if (member.IsRequired && fields[member.Name] is null)
                errors[member.Name] = ["this member is required"];
        foreach (var member in members)
            if (!errors.ContainsKey(member.Name) && fields[member.Name] is { } value && WhyNot(member, value, options) is { } why)
                errors[member.Name] = [why];
        if (errors.Count == 0)
            errors[unreadable.Path?.TrimStart('$', '.') ?? "body"] = [unreadable.Message];

        var detail = string.Join(" ", errors.Select(error => $"`{error.Key}`: {error.Value[0]}."));
        return Problems.Malformed.Because(detail).With("errors", errors);
    }

    private static string? WhyNot(JsonPropertyInfo member, JsonNode value, JsonSerializerOptions options)
    {
        if (options != Unlimited && value is JsonArray list && list.Count > Limits.Of(member.Name))
            return BoundedLists.TooMany(Limits.Of(member.Name), list.Count);
        try
        {
            value.Deserialize(member.PropertyType, options);
            return null;
        }
        catch (JsonException unreadable)
        {
            var here = unreadable.Path is null or "$";
            var why = InWords(unreadable.Message, out var noFit);
            return here && noFit ? $"{Expectation.Of(member.PropertyType)} is expected here, not {value.ToJsonString(options)}"
                : here ? why
                : $"at {unreadable.Path![1..].TrimStart('.')}: {why}";
        }
    }

    // The reader's messages name .NET types, which mean nothing to a client.
    private static string InWords(string message, out bool noFit)
    {
        noFit = message.Contains("could not be converted", StringComparison.Ordinal);
        return noFit ? "this value cannot stand here"
            : message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? "there is no such member here"
            : message.Contains("doesn't allow null values", StringComparison.Ordinal) ? "null cannot stand here"
            : message.Split("was missing required properties including: ") is [_, var missing] ? $"{missing.TrimEnd('.')} is required here"
            : message.Split(" Path:")[0].TrimEnd('.');
    }

    private static List<JsonPropertyInfo> Members(Type type, JsonSerializerOptions options) => [.. options.GetTypeInfo(type).Properties];
}
