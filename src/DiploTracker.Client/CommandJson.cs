using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>The JSON of the contract: camelCase, absent fields left out, scripts not escaped.</summary>
public static class CommandJson
{
    /// <summary>Unknown members of an answer are ignored, so that an older client reads a newer server.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Every command of the contract by its name, <c>ScheduleMeeting</c>.</summary>
    public static IReadOnlyDictionary<string, Type> Commands { get; } = typeof(Command).Assembly.GetExportedTypes()
        .Where(type => type.BaseType == typeof(Command))
        .ToDictionary(type => type.Name);

    /// <summary>The name of a command in an address, <c>schedule-meeting</c>.</summary>
    public static string Slug(string command) => JsonNamingPolicy.KebabCaseLower.ConvertName(command);

    /// <summary>The command's fields and the fact's, flat, without its name.</summary>
    public static JsonObject Fields(Command command) =>
        (JsonObject)JsonSerializer.SerializeToNode(command, command.GetType(), Options)!;

    /// <summary>The command's name and its fields, as in a batch.</summary>
    internal static JsonObject Named(Command command)
    {
        var named = new JsonObject { ["command"] = command.GetType().Name };
        foreach (var (name, value) in Fields(command))
            named[name] = value?.DeepClone();
        return named;
    }
}
