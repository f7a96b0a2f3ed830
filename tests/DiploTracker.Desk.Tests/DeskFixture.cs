using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using DiploTracker.Desk.Tests;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(DeskFixture))]

namespace DiploTracker.Desk.Tests;

internal static class OwnDataOfTheRun
{
    [ModuleInitializer]
    internal static void Set() => OwnData.Set();
}

/// <summary>A tracker with the demo's article and a hostile negotiation on record, and a browser in front of it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DeskFixture : IAsyncLifetime
{
    public const string Article = "ukraine-2025";

    /// <summary>Its texts are markup, override the direction, and have words of thousands of letters.</summary>
    public const string Hostile = "hostile-texts";

    private readonly TrackerFixture _tracker = new();
    private Browser? _browser;

    internal Api Api => _tracker.Api;

    public Uri Address => _tracker.Node.Address;

    public async ValueTask InitializeAsync()
    {
        await _tracker.InitializeAsync();
        var article = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Demo"))[0]);
        (await Api.LinesAsync(article)).Text.ShouldNotContain("\"ok\":false");
        await RecordHostileTexts();
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        await _tracker.DisposeAsync();
    }

    /// <summary>A page of a new visitor.</summary>
    internal async Task<Visit> VisitAsync(string language = "en", int width = 1280, bool script = true)
    {
        var page = await _browser!.VisitAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.AbsoluteUri,
            JavaScriptEnabled = script,
            Locale = language,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        return new Visit(page);
    }

    private async Task RecordHostileTexts()
    {
        const string markup = "<script>alert(1)</script><img src=x onerror=alert(1)>\\u202Eabc";
        var word = new string('W', 10_000);
        await Api.OpenAsync(Hostile, title: "\\u202E<b>قمة</b> \\\"&amp;");
        await Api.DoneAsync(Hostile, "record-statement", $$"""
            {"id":"s-1","speaker":"USA","kind":"Claim","occurred":"2025-08-01","quote":"{{markup}} {{word}}"}
            """);
        await Api.DoneAsync(Hostile, "propose-summit", """
            {"id":"m-1","by":["USA"],"to":["RUS"],"title":"</text><script>alert(2)</script>","occurred":"2025-08-01"}
            """);
        await Api.DoneAsync(Hostile, "state-position", $$"""
            {"id":"p-1","by":"RUS","kind":"Precondition","blocks":["m-1"],"text":"{{markup}} {{word}}","occurred":"2025-08-01"}
            """);
    }
}

/// <summary>A page, and everything that it complained of.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public Visit(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            _complaints.Add($"a dialog: {dialog.Message}");
            await dialog.AcceptAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Errors, violations of the policy, and dialogs.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async Task<Visit> GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        answer!.Status.ShouldBe(200, path);
        return this;
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
