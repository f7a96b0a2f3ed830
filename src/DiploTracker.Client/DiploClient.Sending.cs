using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    internal static string? Part(IReadOnlyList<string>? values) =>
        values is { Count: > 0 } ? string.Join(',', values) : null;

    internal static string? Part(string? value) => value;

    internal static string? Part(bool? value) => value is { } set ? (set ? "true" : "false") : null;

    internal static string? Part(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static (string, string?)[] At(Moment? moment) =>
    [
        ("asKnownAt", moment?.KnownAt?.ToString("O", CultureInfo.InvariantCulture)),
        ("asReportedAt", moment?.ReportedAt?.ToString("O", CultureInfo.InvariantCulture)
            ?? moment?.ReportedOn?.ToString("O", CultureInfo.InvariantCulture)),
        ("asOf", moment?.AsOf),
    ];

    /// <summary>The items of all pages, each page requested when it is reached.</summary>
    private static async IAsyncEnumerable<T> AllAsync<T>(
        Func<string?, CancellationToken, Task<Read<Page<T>>>> page,
            [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var read = (await page(after, cancellation)).Value;
            foreach (var item in read.Items)
                yield return item;
            after = read.Next;
        }
        while (after is not null);
    }

    private async Task<string> TextAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    private async Task SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await SendAsync(request, cancellation);
    }

    private async Task<Read<TAnswer>> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, SendOptions? options, CancellationToken cancellation)
    {
        using var request = Request(method, path, body, options);
        using var response = await SendAsync(request, cancellation);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(CommandJson.Options, cancellation);
        return new Read<TAnswer>(json.Deserialize<TAnswer>(CommandJson.Options)!, json, FreshnessOf(response));
    }
}
