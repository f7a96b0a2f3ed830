using Microsoft.Playwright;
using Xunit;

namespace DiploTracker.Testing;

/// <summary>A page in a real browser: Chromium without a window, driven by Playwright, which fetches no browser
/// itself.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser, IPage page) =>
        (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Starts a browser with a page.</summary>
    public static async Task<Browser> OpenAsync(Uri address)
    {
        var browser = await StartAsync();
        await browser.Page.GotoAsync(address.AbsoluteUri);
        return browser;
    }

    /// <summary>Starts a browser with an empty page.</summary>
    public static async Task<Browser> StartAsync()
    {
        var program = await TestTools.BrowserAsync();
        var playwright = await Playwright.CreateAsync();
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program.FileName,
                Env = program.Environment.Select(one => KeyValuePair.Create(one.Key, one.Value ?? "")),
                ChromiumSandbox = false, // root, as in a container, has none; the pages are our own
                Args = ["--disable-gpu", "--disable-dev-shm-usage"],
                Timeout = (float)WaitTime.Longest.TotalMilliseconds,
            });
            var page = await browser.NewPageAsync();
            page.SetDefaultTimeout((float)WaitTime.Longest.TotalMilliseconds);
            return new Browser(playwright, browser, page);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>Another visitor, with cookies of its own.</summary>
    public async Task<IPage> VisitAsync(BrowserNewContextOptions options)
    {
        var page = await (await _browser.NewContextAsync(options)).NewPageAsync();
        page.SetDefaultTimeout((float)WaitTime.Longest.TotalMilliseconds);
        return page;
    }

    /// <summary>What a script on the page gives, once its promise is kept.</summary>
    public Task<T> EvaluateAsync<T>(string script) =>
        Page.EvaluateAsync<T>(script).WaitAsync(WaitTime.Longest, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
