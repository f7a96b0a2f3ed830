using System.CommandLine;
using DiploTracker.Client;

namespace DiploTracker.Cli;

/// <summary>One invocation: where the server is, where to write, and in which form.</summary>
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

        var http = new HttpClient { BaseAddress = server };
        return new Session(new DiploClient(http), server, terminal, parsed.GetValue(JsonOption));
    }
}
