using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>The answer to one line: a preview, or the problem.</summary>
public sealed record PreviewedLine(int Line, Preview? Preview, Problem? Problem, JsonElement Json)
{
    internal static PreviewedLine Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement.Clone();
        var number = root.GetProperty("line").GetInt32();
        return root.GetProperty("ok").GetBoolean()
            ? new PreviewedLine(number, root.Deserialize<Preview>(CommandJson.Options), null, root)
            : new PreviewedLine(number, null, root.Deserialize<Problem>(CommandJson.Options), root);
    }
}
