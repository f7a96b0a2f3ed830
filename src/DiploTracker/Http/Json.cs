using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Negotiations;

namespace DiploTracker.Http;

/// <summary>JSON as the API returns it: camelCase, words for enums, explicit nulls, other scripts unescaped.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = EventJson.Options.Encoder;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        options.Converters.Add(new Rfc3339JsonConverter());
        return options;
    }
}

/// <summary>An answer that is JSON already.</summary>
internal sealed class WrittenJson(byte[] json) : IResult
{
    public Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
