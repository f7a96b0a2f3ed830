using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Http;

/// <summary>
/// Every list as CSV (RFC 4180) for callers that prefer <c>text/csv</c>: the page that JSON would hold, with the
/// address of the next in <c>Link</c>. A list is an answer whose type has <c>Items</c>; its endpoint does nothing for
/// it.
/// </summary>
internal static class CsvAnswers
{
    public const string MediaType = "text/csv";

    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    // A spreadsheet takes text that begins so for a formula (OWASP, CSV Injection); it reads UTF-8 only after a mark.
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=+-@\t\r\n",
    };

    public static void UseCsv(this WebApplication app)
    {
        var lists = new ConcurrentDictionary<Endpoint, CsvColumns?>();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is not { } endpoint || lists.GetOrAdd(endpoint, ColumnsOf) is not { } columns)
                return next(context);
            context.Response.Headers.Vary = "Accept";
            return Accepted.Of(context.Request, "application/json", MediaType) == MediaType
                ? Answer(context, columns, next)
                : next(context);
        });
    }

    /// <summary>The type of the rows, if the method answers with a list; else null.</summary>
    public static Type? RowOf(MethodInfo? method) =>
        method?.GetCustomAttributes<ProducesResponseTypeAttribute>()
            .FirstOrDefault(success => success.StatusCode == StatusCodes.Status200OK)
            ?.Type.GetProperty("Items")?.PropertyType is { IsGenericType: true } items
            ? items.GenericTypeArguments[0]
            : null;

    private static CsvColumns? ColumnsOf(Endpoint endpoint) =>
        RowOf(MethodOf(endpoint)) is { } row ? CsvColumns.Of(row) : null;

    private static MethodInfo? MethodOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpChain>()?.Method.Method ?? endpoint.Metadata.GetMetadata<MethodInfo>();

    [SaysHeader("Link", "Of an answer as CSV: the address of the next page, `rel=\"next\"`; absent at the end.")]
    [SaysHeader("Vary", "The answer depends on `Accept`.")]
    public static async Task Answer(HttpContext context, CsvColumns columns, RequestDelegate next)
    {
        // The tags of JSON are not those of CSV.
        context.Request.Headers.Remove("If-None-Match");
        var (response, body) = (context.Response, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        using var json = new MemoryStream();
        response.Body = json;
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(body);
        }
        if (response.StatusCode == StatusCodes.Status200OK)
            await Write(context, columns, json.ToArray());
        else
            await response.Body.WriteAsync(json.ToArray(), context.RequestAborted);
    }

    private static async Task Write(HttpContext context, CsvColumns columns, ReadOnlyMemory<byte> json)
    {
        using var page = JsonDocument.Parse(json);
        var response = context.Response;
        if (page.RootElement.TryGetProperty("next", out var next) && next.GetString() is { } after)
            response.Headers.Link = $"<{Next(context.Request, after)}>; rel=\"next\"";
        var csv = Rows(columns, page.RootElement.GetProperty("items"));
        response.Headers.Remove("ETag");
        response.ContentType = $"{MediaType}; charset=utf-8; header=present";
        response.ContentLength = csv.Length;
        await response.Body.WriteAsync(csv, context.RequestAborted);
    }

    internal static byte[] Rows(CsvColumns columns, JsonElement items)
    {
        using var buffer = new MemoryStream();
        using (var csv = CsvWriter.Create(buffer, Options, leaveOpen: true))
        {
            csv.WriteHeader([.. columns.Names]);
            foreach (var item in items.EnumerateArray())
            {
                foreach (var cell in columns.CellsOf(item))
                    if (cell.IsText)
                        csv.WriteField(cell.Text);
                    else if (long.TryParse(cell.Text, Whole, CultureInfo.InvariantCulture, out var whole))
                        csv.WriteField(whole);
                    else
                        csv.WriteField(double.Parse(cell.Text, CultureInfo.InvariantCulture));
                csv.EndRecord();
            }
        }
        return buffer.ToArray();
    }

    private static string Next(HttpRequest request, string after)
    {
        var query = request.Query.Where(one => one.Key != "after").Append(new("after", after));
        return $"{request.PathBase}{request.Path}{QueryString.Create(query)}";
    }
}
