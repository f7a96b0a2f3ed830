using System.Runtime.Versioning;
using Deque.AxeCore.Playwright;
using Shouldly;
using Xunit;

namespace DiploTracker.Desk.Tests;

/// <summary>All screens: without a complaint of the browser, accessible, in both directions, and on a small one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScreenTests(DeskFixture desk)
{
    private static readonly string[] All =
    [
        "/", "/negotiations", "/owed", "/search?q=ceasefire", "/record/open-negotiation",
        $"/negotiations/{DeskFixture.Article}", $"/negotiations/{DeskFixture.Article}/times?asOf=2025-08-06",
        $"/negotiations/{DeskFixture.Article}/facts",
        $"/negotiations/{DeskFixture.Article}/changes?since=2025-01-01T00:00:00Z",
        $"/negotiations/{DeskFixture.Article}/waiting", $"/negotiations/{DeskFixture.Article}/record/schedule-meeting",
        $"/negotiations/{DeskFixture.Hostile}", $"/negotiations/{DeskFixture.Hostile}/facts",
    ];

    public static TheoryData<string, string> Screens => new(
        All.SelectMany(path => new[] { (path, "en"), (path, "ar") })
            .Append(($"/negotiations/{DeskFixture.Article}?asOf=2025-07-01", "en")));

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task it_is_clean_accessible_and_fits(string path, string language)
    {
        await using var visit = await desk.VisitAsync(language, width: 360);
        await visit.GoAsync(path);

        var root = visit.Page.Locator("html");
        (await root.GetAttributeAsync("lang")).ShouldBe(language);
        (await root.GetAttributeAsync("dir")).ShouldBe(language == "ar" ? "rtl" : "ltr");
        var axe = await visit.Page.RunAxe();
        axe.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty();
        var overflow = await visit.Page.EvaluateAsync<int>(
            "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth");
        overflow.ShouldBeLessThanOrEqualTo(0, "the page is wider than the screen");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_unknown_negotiation_is_a_page_that_says_so()
    {
        await using var visit = await desk.VisitAsync();
        var answer = await visit.Page.GotoAsync("/negotiations/nobody-knows");
        answer!.Status.ShouldBe(404);
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("nobody-knows");
    }

    [Fact]
    public async Task programs_still_get_the_entry_points_as_json()
    {
        var answer = await desk.Api.GetAsync("/");
        answer.Status.ShouldBe(200);
        answer.Text.ShouldContain("/openapi/v1.json");
    }

    [Fact]
    public async Task the_first_page_is_small()
    {
        await using var visit = await desk.VisitAsync();
        await visit.GoAsync("/");
        var bytes = await visit.Page.EvaluateAsync<int>(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            + ".filter(one => !one.name.includes('/api/feed')).reduce((sum, one) => sum + one.encodedBodySize, 0)");
        bytes.ShouldBeInRange(5_000, 60_000);
    }
}
