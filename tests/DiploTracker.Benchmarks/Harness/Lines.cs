using System.Text.Json.Nodes;
using DiploTracker.Negotiations;

namespace DiploTracker.Benchmarks.Harness;

internal static class Lines
{
    /// <summary>A line for /api/commands as the recorder takes it.</summary>
    public static (string Negotiation, Command Command) Read(string line)
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        var type = Language.Commands[fields["command"]!.GetValue<string>()];
        var negotiation = fields["negotiation"]!.GetValue<string>();
        fields.Remove("command");
        fields.Remove("negotiation");
        if (type == typeof(OpenNegotiation))
            fields["key"] = negotiation;
        var (command, refusal) = CommandJson.Read(type, fields);
        return (negotiation, command ?? throw new InvalidOperationException(refusal!.Detail));
    }
}
