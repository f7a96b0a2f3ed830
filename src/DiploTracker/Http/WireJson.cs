using System.Text.Json;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Http;

/// <summary>Bodies other than commands, read as strictly: errors are named, nothing is ignored.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions LongTexts = WithLongTexts();

    /// <summary>Reads a body whose texts may be as long as the body itself.</summary>
    public static (T? Read, Refusal? Refusal) Read<T>(ReadOnlySpan<byte> json) where T : class
    {
        var (read, refusal) = CommandJson.Read(typeof(T), json, LongTexts);
        return ((T?)read, refusal);
    }

    private static JsonSerializerOptions WithLongTexts()
    {
        var options = new JsonSerializerOptions(CommandJson.Options);
        options.Converters.Remove(options.Converters.OfType<BoundedTextJsonConverter>().Single());
        options.Converters.Add(new BoundedTextJsonConverter(RequestBody.Report));
        return options;
    }
}
