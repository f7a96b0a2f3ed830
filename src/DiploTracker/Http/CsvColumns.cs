using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DiploTracker.Negotiations;

namespace DiploTracker.Http;

/// <summary>
/// The columns of a list as CSV, derived once from the type of its rows: members of members have dotted names; a list
/// is one cell, of objects one for each of their members, and so is a map, whose keys are a column too.
/// </summary>
internal sealed class CsvColumns
{
    private const string Between = "; ", BetweenInner = ", ", Key = "key", Value = "value";

    private readonly List<(string Name, string[] Path)> _columns = [];

    private CsvColumns(Type row) => Add("", [], row, [row]);

    public IEnumerable<string> Names => _columns.Select(column => column.Name);

    public static CsvColumns Of(Type row) => new(row);

    /// <summary>The cells of a row; empty for what is absent.</summary>
    public IEnumerable<CsvCell> CellsOf(JsonElement row) =>
        _columns.Select(column => CellOf(row, column.Path, Between));

    private void Add(string name, string[] path, Type type, Type[] above)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(type) is { } element)
            Add(name, path, element, above);
        else if (MapOf(type) is { } value)
        {
            _columns.Add(($"{name}.{Key}", [.. path, Key + "*"]));
            Add(IsObject(value) ? name : $"{name}.{Value}", [.. path, "*"], value, above);
        }
        else if (type == typeof(Link)) // its converter takes two forms, and writes one
            _columns.AddRange([($"{name}.id", [.. path, "id"]), ($"{name}.how", [.. path, "how"])]);
        else if (IsObject(type) && !above.Skip(1).Contains(type))
            foreach (var member in Json.Options.GetTypeInfo(type).Properties.Where(member => member.Get is not null))
            {
                var dotted = name.Length == 0 ? member.Name : $"{name}.{member.Name}";
                Add(dotted, [.. path, member.Name], member.PropertyType, [.. above, type]);
            }
        else
            _columns.Add((name, path));
    }

    private static bool IsObject(Type type) => ElementOf(type) is null && MapOf(type) is null
        && type != typeof(object) && Json.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object;

    private static Type? ElementOf(Type type) =>
        type == typeof(string) || type == typeof(byte[]) || MapOf(type) is not null
            ? null
            : As(type, typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static Type? MapOf(Type type) => As(type, typeof(IReadOnlyDictionary<,>))?.GenericTypeArguments[1];

    private static Type? As(Type type, Type generic) => type.GetInterfaces().Append(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == generic);

    private static CsvCell CellOf(JsonElement value, ReadOnlySpan<string> path, string between)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return Joined(value.EnumerateArray(), path, between);
        if (path is [var step, ..])
            return value.ValueKind != JsonValueKind.Object ? CsvCell.Nothing
                : step == Key + "*" ? CsvCell.Of(string.Join(between, value.EnumerateObject().Select(one => one.Name)))
                : step == "*" ? Joined(value.EnumerateObject().Select(one => one.Value), path[1..], between)
                : value.TryGetProperty(step, out var inner) ? CellOf(inner, path[1..], between)
                : CsvCell.Nothing;
        return value.ValueKind switch
        {
            JsonValueKind.Null => CsvCell.Nothing,
            JsonValueKind.String => CsvCell.Of(value.GetString()!),
            JsonValueKind.Number => new CsvCell(value.GetRawText(), IsText: false),
            _ => CsvCell.Of(value.GetRawText()),
        };
    }

    private static CsvCell Joined(IEnumerable<JsonElement> values, ReadOnlySpan<string> path, string between)
    {
        List<string> texts = [];
        foreach (var value in values)
            texts.Add(CellOf(value, path, BetweenInner).Text);
        return CsvCell.Of(string.Join(between, texts));
    }
}

/// <param name="IsText">A text, which a spreadsheet could take for a formula; not a number.</param>
internal readonly record struct CsvCell(string Text, bool IsText)
{
    public static readonly CsvCell Nothing = Of("");

    public static CsvCell Of(string text) => new(text, IsText: true);
}
