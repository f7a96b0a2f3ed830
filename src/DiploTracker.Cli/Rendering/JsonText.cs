using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiploTracker.Cli.Rendering;

/// <summary>JSON for people and scripts: indented, no script escaped.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Pretty(JsonElement json) => Escaped(JsonSerializer.Serialize(json, Indented));

    public static string Pretty(object json) => Escaped(JsonSerializer.Serialize(json, json.GetType(), Shaped));

    /// <summary>JSON with the characters that control a terminal escaped: they can only occur in strings.</summary>
    public static string Escaped(string json)
    {
        if (!json.Any(IsEscaped))
            return json;
        var escaped = new StringBuilder(json.Length);
        foreach (var letter in json)
            _ = IsEscaped(letter) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : escaped.Append(letter);
        return escaped.ToString();
    }

    // Outside strings, JSON contains line ends.
    private static bool IsEscaped(char letter) => Shown.IsHidden(letter) && letter is not ('\n' or '\r' or '\t');

    private static readonly JsonSerializerOptions Shaped = new(Client.CommandJson.Options) { WriteIndented = true };
}
