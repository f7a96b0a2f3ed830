using System.Text.Json;
using DiploTracker.Client;

namespace DiploTracker.Cli.Reading;

/// <summary>Reads a list to its end: the items, or their JSON as one page.</summary>
internal static class Pages
{
    public static async Task<(IReadOnlyList<T> Items, object Json)> AllAsync<T>(Func<string?, Task<Read<Page<T>>>> page)
    {
        var items = new List<T>();
        var json = new List<JsonElement>();
        string? after = null;
        do
        {
            var read = await page(after);
            items.AddRange(read.Value.Items);
            json.AddRange(read.Json.GetProperty("items").EnumerateArray());
            after = read.Value.Next;
        }
        while (after is not null);
        return (items, new { Items = json, Next = (string?)null });
    }
}
