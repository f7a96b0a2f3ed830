using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>A page in a real browser: Chromium without a window, led through its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];
    private string? _session;
    private int _commands;

    private Browser(ProcessStartInfo start, DirectoryInfo profile)
    {
        _profile = profile;
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start).ShouldNotBeNull();
        _process.ErrorDataReceived += (_, said) => Hear(said.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Starts a browser with a page.</summary>
    public static async Task<Browser> OpenAsync(Uri page)
    {
        var profile = Directory.CreateTempSubdirectory("diplo-browser-");
        // As root, as in a container, Chromium has no sandbox; the pages are our own.
        var browser = new Browser(await TestTools.BrowserAsync(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}"),
            profile);
        try
        {
            await browser._socket.ConnectAsync(await browser._address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            var target = await browser.CommandAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
            var attached = await browser.CommandAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string?)target["targetId"], ["flatten"] = true });
            browser._session = (string?)attached["sessionId"];
            (await browser.CommandAsync("Page.navigate", new JsonObject { ["url"] = page.AbsoluteUri }))["errorText"].ShouldBeNull();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a script on the page gives, once its promise is kept.</summary>
    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await CommandAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
        answer["exceptionDetails"].ShouldBeNull(script);
        return answer["result"]!["value"];
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            _session = null;
            await CommandAsync("Browser.close", []);
        }
        else
        {
            _process.Kill(entireProcessTree: true);
        }
        _socket.Dispose();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    /// <summary>It says itself where it listens.</summary>
    private void Hear(string? line)
    {
        const string saying = "DevTools listening on ";
        if (line is null)
            _address.TrySetException(new InvalidOperationException($"The browser ended: {string.Join('\n', _said)}"));
        else if (line.StartsWith(saying, StringComparison.Ordinal))
            _address.TrySetResult(new Uri(line[saying.Length..]));
        else
            _said.Add(line);
    }

    private async Task<JsonObject> CommandAsync(string method, JsonObject parameters)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var number = ++_commands;
        var command = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
            command["sessionId"] = _session;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            var message = await MessageAsync(patience.Token);
            if ((int?)message["id"] == number)
                return message["result"]?.AsObject() ?? throw new InvalidOperationException($"{method}: {message}");
        }
    }

    private async Task<JsonNode> MessageAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellation);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray()).ShouldNotBeNull();
    }
}
