using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace DiploTracker.Client;

/// <summary>Answers in other forms than JSON: briefs as pages for people, lists as CSV.</summary>
public sealed partial class DiploClient
{
    private const string LineEnd = "\r\n";

    /// <summary>A page about one negotiation, or across several, as the server writes it.</summary>
    /// <param name="query">Which negotiations, and since when changes are listed.</param>
    public async Task<string> BriefAsync(
        GetBriefsQuery query, BriefFormat format = BriefFormat.Markdown, Moment? moment = null,
        CancellationToken cancellation = default)
    {
        var path = query.Key is [var only]
            ? $"api/negotiations/{Escaped(only)}/brief" + Query([.. (query with { Key = null }).Parts(), .. At(moment)])
            : "api/briefs" + Query([.. query.Parts(), .. At(moment)]);
        return (await TextAsync(path, TypeOf(format), cancellation)).Text;
    }

    private static string TypeOf(BriefFormat format) => format switch
    {
        BriefFormat.Html => "text/html",
        BriefFormat.Json => "application/json",
        _ => "text/markdown",
    };

    /// <summary>A list as CSV, page by page: together they are one file, with one line of names.</summary>
    private async IAsyncEnumerable<string> CsvAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (text, next) = await TextAsync(path, "text/csv", cancellation);
        yield return WithMark(text);
        while (next is not null)
        {
            (text, next) = await TextAsync(next, "text/csv", cancellation);
            yield return text[(text.IndexOf(LineEnd, StringComparison.Ordinal) + LineEnd.Length)..];
        }
    }

    // Read as text the answer has lost the mark by which a spreadsheet knows UTF-8.
    private static string WithMark(string text) => text.StartsWith('\uFEFF') ? text : '\uFEFF' + text;

    /// <summary>An answer in another form than JSON, and the address of the next page if it has one.</summary>
    private async Task<(string Text, string? Next)> TextAsync(string path, string type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        using var response = await SendAsync(request, cancellation);
        var next = response.Headers.TryGetValues("Link", out var links) && links.First() is ['<', .. var link]
            ? link[..link.IndexOf('>')].TrimStart('/')
            : null;
        return (await response.Content.ReadAsStringAsync(cancellation), next);
    }
}

/// <summary>The forms of a brief.</summary>
public enum BriefFormat
{
    Markdown,
    Html,
    Json,
}
