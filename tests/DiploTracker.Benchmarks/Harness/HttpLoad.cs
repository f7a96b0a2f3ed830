using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>
/// Load over HTTP/1.1: so many connections, each with one request under way. Plain sockets, because the two servers share
/// the processors with it, and what it takes away from both hides their difference.
/// </summary>
internal static class HttpLoad
{
    /// <summary>Sends for so long; gives how many were answered, and in how many milliseconds.</summary>
    /// <param name="next">The next request of a connection, whole.</param>
    /// <param name="perSecond">How many are sent at most, of all connections together; as many as can be when left out.</param>
    /// <exception cref="InvalidOperationException">An answer was not 200 or 201.</exception>
    public static async Task<(long Answered, double P50, double P99)> Run(
        IPEndPoint server, int connections, TimeSpan duration, Func<int, byte[]> next, double? perSecond = null)
    {
        var all = await Times(server, connections, duration, next, perSecond);
        return (all.Length, At(all, 0.5), At(all, 0.99));
    }

    /// <summary>The same; gives in how many milliseconds each was answered, in order of that.</summary>
    /// <param name="next">A connection that has no further request ends.</param>
    public static async Task<double[]> Times(IPEndPoint server, int connections, TimeSpan duration, Func<int, byte[]?> next, double? perSecond = null)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(() =>
            Connection(server, end, () => next(number), connections / perSecond is { } apart ? TimeSpan.FromSeconds(apart) : TimeSpan.Zero))));
        return [.. latencies.SelectMany(times => times).Order()];
    }

    /// <summary>Within how many milliseconds so large a part was answered.</summary>
    public static double At(double[] times, double part) => times[(int)(times.Length * part)];

    private static async Task<List<double>> Connection(IPEndPoint server, long end, Func<byte[]?> next, TimeSpan apart)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        var buffer = new byte[1 << 20];
        List<double> milliseconds = [];
        var first = Stopwatch.GetTimestamp();
        for (var began = first; began < end; began = Stopwatch.GetTimestamp())
        {
            if (apart * milliseconds.Count - Stopwatch.GetElapsedTime(first) is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
                began = Stopwatch.GetTimestamp();
            }
            if (next() is not { } request)
                break;
            await socket.SendAsync(request);
            var length = 0;
            do
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (read == 0)
                    throw new InvalidOperationException("The server closed the connection.");
                length += read;
            }
            while (!IsWhole(buffer.AsSpan(0, length)));
            if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 20"u8))
                throw new InvalidOperationException($"Not accepted: {Encoding.UTF8.GetString(buffer.AsSpan(0, Math.Min(length, 2_000)))}");
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return milliseconds;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
            return false;
        var length = answer[..headers].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8); // chunked
        var digits = answer[(length + 16)..headers];
        var end = digits.IndexOf((byte)'\r');
        return answer.Length >= headers + 4 + int.Parse(end < 0 ? digits : digits[..end]);
    }

    public static byte[] Post(string path, string body, Guid? key = null) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + (key is null ? "" : $"Idempotency-Key: {key}\r\n")
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static byte[] Get(string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
}
