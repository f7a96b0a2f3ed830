using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace DiploTracker.Hosting;

/// <summary>
/// Compresses answers to reads where that pays. Streams are left alone, as each line or event is to arrive at once, and
/// so are short answers and receipts, which cost more than they save.
/// </summary>
internal static class Compression
{
    public static void AddCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // see IsSafe
            compression.MimeTypes =
            [
                "application/json", "application/ld+json", "application/problem+json", "text/calendar", "text/html",
                "text/plain",
            ];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.AddSingleton<IResponseCompressionProvider, WorthIt>();
    }

    public static void UseCompression(this WebApplication app) => app.UseWhen(
        context => HttpMethods.IsGet(context.Request.Method) && IsSafe(context.Request),
        reads => reads.UseResponseCompression());

    // BREACH: a page of another site makes a browser send guesses in queries, and someone on the way learns from the
    // length of the answers which guess stands next to a secret. So what a browser asks for on behalf of another site
    // is never compressed. Programs do not send these headers, and nobody can make them send guesses.
    private static bool IsSafe(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        && request.Headers.Origin.Count == 0;

    private sealed class WorthIt(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        /// <summary>Bytes; a shorter answer fits into one packet as it is.</summary>
        private const int Shortest = 1_200;

        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response.ContentLength is null or >= Shortest && base.ShouldCompressResponse(context);
    }
}
