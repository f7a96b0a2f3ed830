using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>The tracker over HTTP. Refusals are <see cref="DiploProblemException"/>.</summary>
/// <example>
/// <code>
/// services.AddHttpClient&lt;DiploClient&gt;(http => http.BaseAddress = new Uri("http://localhost:5080/"));
///
/// Party[] parties = [new("USA", "Mediator"), new("RUS")];
/// await diplo.OpenAsync(new OpenNegotiation("ukraine-2025", "Ukraine war settlement", parties));
/// await diplo.SendAsync("ukraine-2025", new ProposeSummit("m-summit", By: ["USA"], To: ["RUS"]));
/// var receipt = await diplo.SendAsync("ukraine-2025", new ScheduleMeeting("m-summit", "[2025-08-11..2025-08-17]")
/// {
///     Tentative = true,
///     Occurred = "2025-08-07",
///     Phrase = new("الأسبوع المقبل", "ar"),
///     Basis = [new() { Speaker = "RUS.Ushakov", Via = ["Russian agencies"] }],
/// });
/// var status = await diplo.GetNegotiationAsync("ukraine-2025", wait: new(receipt.Position, TimeSpan.FromSeconds(5)));
/// </code>
/// </example>
/// <param name="http">Its BaseAddress is the server, with a slash at the end.</param>
public sealed partial class DiploClient(HttpClient http)
{
    private static string Negotiation(string key) => $"api/negotiations/{Escaped(key)}";

    private static string Escaped(string part) => Uri.EscapeDataString(part);

    private static string Query(params (string Name, string? Value)[] parts)
    {
        var given = parts.Where(part => part.Value is not null)
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
        return string.Join('&', given) is { Length: > 0 } query ? "?" + query : "";
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw new DiploProblemException(await ProblemOf(response, cancellation));
    }

    private static async Task<Problem> ProblemOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
        {
            var detail = $"The server answered {status}.";
            return new Problem { Status = status, Title = response.ReasonPhrase, Detail = detail };
        }

        var problem = await response.Content.ReadFromJsonAsync<Problem>(CommandJson.Options, cancellation);
        return problem! with { Status = status };
    }

    private async Task<Read<T>> GetAsync<T>(string path, WaitFor? wait, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (wait is not null)
        {
            var seconds = wait.AtMost.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("Prefer", $"wait={seconds}");
            request.Headers.Add("X-Min-Position", wait.Place);
        }
        using var response = await SendAsync(request, cancellation);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(CommandJson.Options, cancellation);
        return new Read<T>(json.Deserialize<T>(CommandJson.Options)!, json, FreshnessOf(response));
    }

    private static Freshness FreshnessOf(HttpResponseMessage response) => new(
        Number(response, "X-Position") is { } position ? (long)position : null,
        Number(response, "X-Lag") is { } lag ? TimeSpan.FromMilliseconds(lag) : null,
        response.Headers.ETag?.ToString());

    private static double? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
