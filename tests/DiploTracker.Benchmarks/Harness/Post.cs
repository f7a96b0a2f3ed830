using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace DiploTracker.Benchmarks.Harness;

internal static class Post
{
    /// <summary>Sends lines to the tracker; every one must be accepted, unless refusals are expected.</summary>
    /// <returns>For each line whether it was accepted.</returns>
    public static async Task<IReadOnlyList<bool>> Lines(ServerProcess tracker, string lines, bool mayRefuse = false)
    {
        var answer = await Answered(tracker.Url, Encoding.UTF8.GetBytes(lines));
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        if (!answer.Split(' ', 3)[1].Equals("200", StringComparison.Ordinal))
            throw new InvalidOperationException($"Not accepted: {answer}");
        var answers = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (!mayRefuse && Array.Find(answers, line => !line.Contains("\"ok\":true", StringComparison.Ordinal)) is { } refused)
            throw new InvalidOperationException($"Not accepted: {refused}");
        return [.. answers.Select(line => line.Contains("\"ok\":true", StringComparison.Ordinal))];
    }

    // HttpClient reads no answer before all is sent, so a long request would wait for ever for answers that nobody takes.
    private static async Task<string> Answered(Uri url, byte[] body)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(url.Host, url.Port);
        await using var stream = connection.GetStream();
        var sending = Send();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        await sending;
        return answer;

        async Task Send()
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/commands HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: {body.Length}\r\n\r\n"));
            await stream.WriteAsync(body);
        }
    }
}

internal static class Resource
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        return new StreamReader(stream).ReadToEnd();
    }

    public static IEnumerable<string> Names(string prefix) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
