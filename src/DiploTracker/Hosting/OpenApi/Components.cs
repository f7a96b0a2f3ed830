using System.Text.Json.Nodes;

namespace DiploTracker.Hosting.OpenApi;

/// <summary>What stands once in the document and is referred to: schemas, parameters, responses.</summary>
internal sealed class Components
{
    private readonly SortedDictionary<string, JsonObject> _sections = new(StringComparer.Ordinal);

    public JsonObject this[string section] => _sections.TryGetValue(section, out var found) ? found : _sections[section] = [];

    /// <summary>A reference to the component of that name; the definition itself where it has none, or the name means something else.</summary>
    public JsonObject Shared(string section, string? name, JsonObject definition)
    {
        if (name is null)
            return definition;
        if (this[section][name] is not { } known)
            this[section][name] = definition;
        else if (!JsonNode.DeepEquals(known, definition))
            return definition;
        return new JsonObject { ["$ref"] = $"#/components/{section}/{name}" };
    }

    public JsonObject Describe() => new(_sections.Select(section => KeyValuePair.Create(section.Key, (JsonNode?)new JsonObject(section.Value
        .OrderBy(component => component.Key, StringComparer.Ordinal)
        .Select(component => KeyValuePair.Create(component.Key, component.Value?.DeepClone()))))));
}
