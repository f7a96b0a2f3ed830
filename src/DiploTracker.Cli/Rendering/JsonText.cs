using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiploTracker.Cli.Rendering;

/// <summary>JSON for people and scripts: indented, every script as it is written.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Pretty(JsonElement json) => JsonSerializer.Serialize(json, Indented);

    public static string Pretty(object json) => JsonSerializer.Serialize(json, json.GetType(), Shaped);

    private static readonly JsonSerializerOptions Shaped = new(Client.CommandJson.Options) { WriteIndented = true };
}
