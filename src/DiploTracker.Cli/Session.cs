using System.CommandLine;
using DiploTracker.Client;

namespace DiploTracker.Cli;

/// <summary>One invocation: the server, the terminal, and the form of the output.</summary>
internal sealed record Session(DiploClient Client, Uri Server, Terminal Terminal, bool Json)
{
    private const string DefaultServer = "http://localhost:5080";

    public static Option<string?> ServerOption { get; } =
        new("--server") { Description = $"The tracker (DIPLO_SERVER, {DefaultServer}).", Recursive = true };

    public static Option<bool> JsonOption { get; } =
        new("--json") { Description = "The server's JSON instead of tables.", Recursive = true };

    public static Session Of(ParseResult parsed, Terminal terminal)
    {
        var given = parsed.GetValue(ServerOption) ?? terminal.Variable("DIPLO_SERVER");
        var address = string.IsNullOrEmpty(given) ? DefaultServer : given;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var server)
            || !server.Scheme.StartsWith("http", StringComparison.Ordinal))
            throw new UsageException($"'{address}' is not the address of a server; it looks like {DefaultServer}.");

        var http = new HttpClient(new StopNotice(terminal)) { BaseAddress = server };
        return new Session(new DiploClient(http), server, terminal, parsed.GetValue(JsonOption));
    }
}

/// <summary>Reports once when the tracker answers that recording is stopped; leaves all answers as they are.</summary>
internal sealed class StopNotice(Terminal terminal) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _isSaid;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var response = await base.SendAsync(request, cancellation);
        if (response.Headers.TryGetValues("X-Recording-Stopped", out var reasons) && Interlocked.Exchange(ref _isSaid, 1) == 0)
            await terminal.Error.WriteLineAsync($"The tracker records nothing at the moment ({string.Join(", ", reasons)}): see `diplo recording`.");
        return response;
    }
}
