using System.Runtime.Versioning;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DiploTracker.Desk.Tests;

/// <summary>What a person comes for, found where it is looked for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadingTests(DeskFixture desk)
{
    [Fact]
    public async Task all_reads_without_script()
    {
        await using var visit = await desk.VisitAsync(script: false);
        var page = (await visit.GoAsync($"/today?negotiation={DeskFixture.Article}&party=")).Page;
        await page.Locator("a", new() { HasText = "Ukraine war settlement" }).First.ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("one day between 11 and 17 August 2025");
        await Expect(page.Locator("main")).ToContainTextAsync("venue agreed in principle but undisclosed");
        await Expect(page.Locator("section[aria-labelledby=s-blockers]")).ToContainTextAsync("precondition");
    }

    [Fact]
    public async Task another_moment_is_in_the_address_and_hides_what_was_not_yet()
    {
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync($"/negotiations/{DeskFixture.Article}")).Page;
        await page.Locator("details.moments summary").ClickAsync();
        await page.Locator("[name=asOf]").FillAsync("2025-07-01");
        await page.Locator("form.moment button").ClickAsync();

        new Uri(page.Url).Query.ShouldBe("?asOf=2025-07-01");
        await Expect(page.Locator("section[aria-labelledby=s-stands]")).Not.ToContainTextAsync("17 August");
        await Expect(page.Locator(".chart-row.ghost").First).ToContainTextAsync("not yet");
    }

    [Fact]
    public async Task a_new_fact_waits_behind_a_bar_until_it_is_taken_in()
    {
        var key = await desk.Api.OpenAsync(title: "Live talks");
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync($"/today?negotiation={key}&party=")).Page;
        await Expect(page.Locator("diplo-feed")).ToHaveAttributeAsync("data-open", "");
        await desk.Api.DoneAsync(key, "enter-phase", """{"phase":"Agreement","occurred":"2025-08-09"}""");

        await Expect(page.Locator(".bar-new")).ToContainTextAsync("1 new");
        await Expect(page.Locator("ul.feed li")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator("ul.feed li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task what_changed_says_whether_the_world_did_or_we_learned()
    {
        var key = await desk.Api.OpenAsync();
        var since = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync($"/negotiations/{key}/changes?since={since}")).Page;
        await Expect(page.Locator("main")).ToContainTextAsync("All of it is new");
    }

    [Fact]
    public async Task the_language_is_chosen_by_a_form_and_stays()
    {
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync("/owed")).Page;
        await page.Locator("button[value=ar]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        new Uri(page.Url).AbsolutePath.ShouldBe("/owed");
        await page.GotoAsync("/negotiations");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ar");
    }

    [Fact]
    public async Task keys_go_to_the_pages()
    {
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync("/")).Page;
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("dialog#keys")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("o");
        await page.WaitForURLAsync("**/owed");
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#q")).ToBeFocusedAsync();
    }
}
