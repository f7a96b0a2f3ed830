using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace DiploTracker.Briefs;

/// <summary>A briefing as HTML, by components rendered on the server: no script, and one style.</summary>
public sealed class HtmlPage(ILoggerFactory logs)
{
    // Letters of every script stay as they are; the usual encoder of components writes all but ASCII as numbers.
    private readonly IServiceProvider _services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    public async Task<string> Of(Briefing briefing)
    {
        await using var renderer = new HtmlRenderer(_services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<BriefPage>(ParameterView.FromDictionary(
                new Dictionary<string, object?> { [nameof(BriefPage.Briefing)] = briefing }));
            return page.ToHtmlString();
        });
    }
}
