using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>
/// The connection between the tool and a tracker: it keeps the requests as they were sent, and breaks or changes
/// answers where a test says so.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _tracker;
    private readonly Lock _turn = new();
    private readonly List<Request> _requests = [];

    private Wire(WebApplication app, Uri tracker)
    {
        _app = app;
        _tracker = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = tracker };
    }

    public string Url => _app.Urls.Single();

    /// <summary>The requests as they were sent.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_turn)
                return [.. _requests];
        }
    }

    /// <summary>Called with each request, before the tracker gets it.</summary>
    public Action<Request> Sent { get; set; } = _ => { };

    /// <summary>Where an answer ends, given the bytes so far as Latin-1; -1 where it goes on.</summary>
    public Func<string, int> Cut { get; set; } = _ => -1;

    /// <summary>A cut breaks the connection; else the answer ends too early.</summary>
    public bool CutBreaks { get; set; }

    /// <summary>What a newer tracker would answer instead.</summary>
    public Func<string, string>? Edit { get; set; }

    public static async Task<Wire> StartAsync(Uri tracker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var wire = new Wire(builder.Build(), tracker);
        wire._app.Run(wire.PassAsync);
        await wire._app.StartAsync(TestContext.Current.CancellationToken);
        return wire;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _tracker.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = Keep(context.Request, body.ToArray());
        Sent(request);
        using var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), request.Target.Split(' ')[1]);
        if (context.Request.ContentType is not null)
            message.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
            if (name is not ("Host" or "Connection" or "Transfer-Encoding" or "Content-Length")
                && !message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());

        using var answer = await _tracker.SendAsync(
            message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (name is not ("Transfer-Encoding" or "Content-Length"))
                context.Response.Headers[name] = values.ToArray();
        await AnswerAsync(context, answer.Content);
    }

    private async Task AnswerAsync(HttpContext context, HttpContent answer)
    {
        if (Edit is { } edit)
        {
            await context.Response.WriteAsync(edit(await answer.ReadAsStringAsync(context.RequestAborted)));
            return;
        }
        await context.Response.StartAsync(context.RequestAborted);
        await using var bytes = await answer.ReadAsStreamAsync(context.RequestAborted);
        var (buffer, come, written) = (new byte[16 << 10], new StringBuilder(), 0);
        while (true)
        {
            var end = Cut(come.ToString());
            var whole = Encoding.Latin1.GetBytes(come.ToString(written, (end < 0 ? come.Length : end) - written));
            if (whole.Length > 0)
            {
                await context.Response.Body.WriteAsync(whole, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
            written += whole.Length;
            if (end >= 0)
            {
                if (CutBreaks)
                    context.Abort();
                return;
            }
            var read = await bytes.ReadAsync(buffer, context.RequestAborted);
            if (read == 0)
                return;
            come.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private Request Keep(HttpRequest request, byte[] body)
    {
        var kept = new Request(
            $"{request.Method} {request.Path}{request.QueryString}",
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            Encoding.UTF8.GetString(body));
        lock (_turn)
            _requests.Add(kept);
        return kept;
    }

    /// <param name="Target">Method, path and query.</param>
    public sealed record Request(string Target, IReadOnlyDictionary<string, string> Headers, string Body);
}
