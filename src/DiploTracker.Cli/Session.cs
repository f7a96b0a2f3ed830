using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;

namespace DiploTracker.Cli;

/// <summary>One invocation: the server, the terminal, and the form of the output.</summary>
internal sealed record Session(DiploClient Client, Uri Server, Terminal Terminal, Output Output, Times Times)
{
    private const string DefaultServer = "http://localhost:5080";

    public static Option<string?> ServerOption { get; } =
        new("--server") { Description = $"The tracker (DIPLO_SERVER, {DefaultServer}).", Recursive = true };

    public static Option<bool> JsonOption { get; } =
        new("--json") { Description = "The server's JSON instead of tables.", Recursive = true };

    public static Option<bool> WideOption { get; } =
        new("--wide") { Description = "Tables wider than 100 columns, with whole ids.", Recursive = true };

    public static Option<string?> ZoneOption { get; } = new("--zone")
    {
        Description = "The time zone of times typed without one and of those shown, Europe/Berlin (DIPLO_ZONE; else "
            + "this machine's).",
        Recursive = true,
    };

    public static Option<string?> RecordedByOption { get; } = new("--recorded-by")
    {
        Description = "Who records (DIPLO_RECORDED_BY; else the user of this machine).", Recursive = true,
    };

    /// <summary>Of the commands that show a list.</summary>
    public static Option<bool> CsvOption { get; } =
        new("--csv") { Description = "The list as CSV, for a spreadsheet." };

    public static IEnumerable<Option> Options => [ServerOption, JsonOption, WideOption, ZoneOption, RecordedByOption];

    public bool Json => Output.Json;

    /// <summary>The user of this machine, under whose name commands are recorded unless another is given.</summary>
    public required string User { get; init; }

    public static Session Of(ParseResult parsed, Terminal terminal)
    {
        var given = parsed.GetValue(ServerOption) ?? terminal.Variable("DIPLO_SERVER");
        var address = string.IsNullOrEmpty(given) ? DefaultServer : given;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var server)
            || !server.Scheme.StartsWith("http", StringComparison.Ordinal))
            throw new UsageException($"'{address}' is not the address of a server; it looks like {DefaultServer}.");

        var zone = ZoneOf(parsed.GetValue(ZoneOption) ?? terminal.Variable("DIPLO_ZONE"));
        var user = parsed.GetValue(RecordedByOption) ?? terminal.Variable("DIPLO_RECORDED_BY");
        var http = new HttpClient(new StopNotice(terminal)) { BaseAddress = server };
        return new Session(
            new DiploClient(http), server, terminal,
            new Output(terminal, parsed.GetValue(JsonOption), parsed.GetValue(WideOption), zone),
            new Times(zone, terminal.Clock.GetUtcNow()))
        {
            User = string.IsNullOrEmpty(user) ? Environment.UserName : user,
        };
    }

    private static TimeZoneInfo ZoneOf(string? name) => string.IsNullOrEmpty(name) ? TimeZoneInfo.Local
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new UsageException($"'{name}' is no time zone; one looks like Europe/Berlin, or UTC.");

    /// <summary>Prints a list as CSV, as the server writes it.</summary>
    /// <param name="onlyFirst">Only the first page, of as many rows as were asked for.</param>
    public async Task<int> CsvAsync(IAsyncEnumerable<string> pages, bool onlyFirst = false)
    {
        if (Json)
            throw new UsageException("--json and --csv are two forms; name one.");
        await foreach (var page in pages)
        {
            await Terminal.Data.WriteAsync(page);
            if (onlyFirst)
                break;
        }
        return ExitCode.Done;
    }

    /// <summary>Prints an answer: its JSON, or as people read it.</summary>
    public async Task<int> ShowAsync(object json, Action show)
    {
        if (Json)
            await Terminal.Out.WriteLineAsync(json is System.Text.Json.JsonElement element ? JsonText.Pretty(element)
                : JsonText.Pretty(json));
        else
            show();
        return ExitCode.Done;
    }
}

/// <summary>Reports once when the tracker answers that recording is stopped; leaves all answers as they are.</summary>
internal sealed class StopNotice(Terminal terminal) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _isSaid;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
        CancellationToken cancellation)
    {
        var response = await base.SendAsync(request, cancellation);
        if (response.Headers.TryGetValues("X-Recording-Stopped", out var reasons)
            && Interlocked.Exchange(ref _isSaid, 1) == 0)
            await terminal.Error.WriteLineAsync(
                $"The tracker records nothing at the moment ({string.Join(", ", reasons)}): see `diplo recording`.");
        return response;
    }
}
