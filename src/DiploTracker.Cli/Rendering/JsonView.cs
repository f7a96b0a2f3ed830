using System.Text.Json;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>Any JSON as lines and tables: a list of objects is a table, its members the columns.</summary>
internal static class JsonView
{
    public static void Write(IAnsiConsole console, Terminal terminal, string title, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                Members(console, terminal, title, json);
                break;
            case JsonValueKind.Array when json.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Object):
                Rows(console, terminal, title, json);
                break;
            default:
                console.WriteLine($"{title}: {Cell(json)}");
                break;
        }
    }

    private static void Members(IAnsiConsole console, Terminal terminal, string title, JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
            Write(console, terminal, title.Length > 0 ? $"{title} {member.Name}" : member.Name, member.Value);
    }

    private static void Rows(IAnsiConsole console, Terminal terminal, string title, JsonElement json)
    {
        var items = json.EnumerateArray().ToArray();
        var columns = items.SelectMany(item => item.EnumerateObject()).Select(member => member.Name).Distinct().ToArray();
        if (columns.Length == 0)
            console.WriteLine($"{title}: none");
        else
            Grid.Write(console, terminal, title, columns, items.Select(item => columns
                .Select(column => item.TryGetProperty(column, out var value) ? Cell(value) : null).ToArray()));
    }

    public static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Cell)),
        JsonValueKind.Object => string.Join(
            ", ", value.EnumerateObject().Select(member => $"{member.Name}: {Cell(member.Value)}")),
        _ => value.GetRawText(),
    };
}
