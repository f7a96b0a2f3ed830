using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

public sealed partial record NegotiationStatus
{
    /// <summary>Members this client does not know yet.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}
