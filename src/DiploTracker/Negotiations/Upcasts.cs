using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiploTracker.Negotiations;

/// <summary>
/// Declares an earlier stored form of an event, under another version of its name. Stored events stay as they are; on
/// reading, their fields are first converted to the form of the next version.
/// </summary>
/// <param name="name">The name under which the earlier form was stored: <c>meeting-scheduled.v1</c>.</param>
/// <param name="change">
/// The static method of the event that converts the fields of that version to those of the next.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class StoredBeforeAttribute(string name, string change) : Attribute
{
    public string Name => name;

    public string Change => change;
}

/// <summary>The earlier forms of events, by the names under which they were stored.</summary>
public sealed class Upcasts
{
    public static readonly Upcasts Known = new(Language.Events.Values);

    private readonly Dictionary<string, (Type Event, Func<JsonObject, JsonObject>[] Changes)> _byName = [];

    /// <exception cref="InvalidOperationException">A name lacks its version, or a method is missing.</exception>
    public Upcasts(IEnumerable<Type> events)
    {
        foreach (var type in events)
        {
            var earlier = type.GetCustomAttributes<StoredBeforeAttribute>().Select(form => (form.Name, form.Change, Version: VersionOf(form.Name))).OrderBy(form => form.Version).ToList();
            var changes = earlier.ConvertAll(form => ChangeOf(type, form.Change));
            foreach (var (index, form) in earlier.Index())
                _byName.Add(form.Name, (type, [.. changes.Skip(index)]));
        }
    }

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Each name with the event type that it is read as.</summary>
    public IEnumerable<(string Name, Type Event)> Events => _byName.Select(known => (known.Key, known.Value.Event));

    /// <summary>Reads an event in an earlier form; null if no event was ever stored under that name.</summary>
    public DomainEvent? Read(string name, ReadOnlySpan<byte> json)
    {
        if (!_byName.TryGetValue(name, out var known))
            return null;
        var fields = known.Changes.Aggregate((JsonObject)JsonNode.Parse(json)!, (fields, change) => change(fields));
        return (DomainEvent)fields.Deserialize(known.Event, EventJson.Options)!;
    }

    private static int VersionOf(string name) => name.LastIndexOf(".v", StringComparison.Ordinal) is > 0 and var at
        && int.TryParse(name.AsSpan(at + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InvalidOperationException($"'{name}' does not say its version.");

    private static Func<JsonObject, JsonObject> ChangeOf(Type type, string method) =>
        (type.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public, [typeof(JsonObject)])
            ?? throw new InvalidOperationException($"{type.Name} has no static {method}(JsonObject)."))
        .CreateDelegate<Func<JsonObject, JsonObject>>();
}
