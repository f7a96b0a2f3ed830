using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Http;

/// <summary>Bodies other than commands, read as strictly: errors are named, nothing is ignored.</summary>
internal static class WireJson
{
    /// <summary>Reads a body, with the limits of commands on its texts and lists.</summary>
    public static (T? Read, Refusal? Refusal) Read<T>(ReadOnlySpan<byte> json) where T : class
    {
        var (read, refusal) = CommandJson.Read(typeof(T), json, CommandJson.Options);
        return ((T?)read, refusal);
    }
}
