using System.Buffers;
using System.Text.Unicode;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace DiploTracker.Http;

/// <summary>The bytes of a request, within bounds.</summary>
internal static class RequestBody
{
    public const int Command = Limits.CommandBytes;

    public const int Batch = Limits.BatchBytes;

    public const int Report = Limits.ReportBytes;

    /// <summary>Reads a whole JSON body up to a maximum number of bytes.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger: 413.</exception>
    [Refuses("malformed")]
    [Refuses("malformed", Status = StatusCodes.Status400BadRequest)]
    [Refuses("malformed", Status = StatusCodes.Status413PayloadTooLarge)]
    [Through(typeof(RequestBody), nameof(NotJson))]
    public static async Task<(byte[]? Json, Refusal? Refusal)> Read(HttpRequest request, int atMost)
    {
        if (NotJson(request, "application/json") is { } refusal)
            return (null, refusal);

        // A body that is slightly too large is read to its end and discarded: a client that is cut off while sending
        // never sees the answer.
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = 2 * atMost;
        var isTooLarge = false;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            isTooLarge |= read.Buffer.Length > atMost;
            if (read.IsCompleted)
            {
                var json = isTooLarge ? [] : WithoutMark(read.Buffer.ToArray()).ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return isTooLarge ? throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge)
                    : NotUtf8(json) is { } garbled ? (null, garbled) : (json, null);
            }
            request.BodyReader.AdvanceTo(isTooLarge ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The bytes without a byte order mark, which some programs write at the start of UTF-8.</summary>
    public static Memory<byte> WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;

    /// <summary>
    /// Refuses bytes that are not UTF-8: decoded anyway, they would be recorded as other words than were sent.
    /// </summary>
    public static Refusal? NotUtf8(ReadOnlySpan<byte> json) => Utf8.IsValid(json)
        ? null
        : Problems.Malformed.Because("This is not UTF-8, in which JSON is sent (RFC 8259).") with { Status = StatusCodes.Status400BadRequest };

    /// <summary>
    /// A page of another site can post a form or plain text to a server on this machine, but not JSON: requiring the
    /// media type keeps such pages out.
    /// </summary>
    [Refuses("malformed", Status = StatusCodes.Status415UnsupportedMediaType)]
    public static Refusal? NotJson(HttpRequest request, params ReadOnlySpan<string> accepted)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            foreach (var one in accepted)
                if (type.MediaType.Equals(one, StringComparison.OrdinalIgnoreCase))
                    return null;

        return Problems.Malformed.Because($"Send the body with the header `Content-Type: {accepted[0]}`.")
            with { Status = StatusCodes.Status415UnsupportedMediaType };
    }
}
