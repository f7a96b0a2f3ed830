using System.Runtime.Versioning;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DiploTracker.Desk.Tests;

/// <summary>Recording by hand, with script and without.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EntryTests(DeskFixture desk)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_fact_is_recorded_and_its_source_stays_for_the_next(bool script)
    {
        var key = await desk.Api.OpenAsync();
        await using var visit = await desk.VisitAsync(script: script);
        var page = (await visit.GoAsync($"/negotiations/{key}/record/propose-meeting")).Page;
        await page.Locator("[name=id]").FillAsync("m-one");
        await page.Locator("[name=by]").FillAsync("USA");
        await page.Locator("[name=to]").FillAsync("RUS, UKR");
        await page.Locator("[name=occurred]").FillAsync("2025-08-06~");
        await page.Locator("[name='basis.speaker']").FillAsync("USA.Trump");
        await page.Locator("[name='basis.via']").FillAsync("AFP, TASS");
        await page.Locator("button.first").ClickAsync();

        await Expect(page.Locator(".done")).ToBeVisibleAsync();
        await Expect(page.Locator("[name=id]")).ToHaveValueAsync("");
        await Expect(page.Locator("[name='basis.speaker']")).ToHaveValueAsync("USA.Trump");
        var history = (await desk.Api.GetAsync($"/api/negotiations/{key}/history")).Text;
        history.ShouldContain("\"occurred\":\"2025-08-06~\"");
        history.ShouldContain("\"via\":[\"AFP\",\"TASS\"]");
        (await desk.Api.StatusAsync(key)).Text.ShouldContain("m-one");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_refusal_keeps_what_was_typed_and_says_how_to_mend_it()
    {
        var key = await desk.Api.OpenAsync();
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync($"/negotiations/{key}/record/schedule-meeting")).Page;
        await page.Locator("[name=meeting]").FillAsync("m-none");
        await page.Locator("[name=when]").FillAsync("2025-08-15");
        await page.Locator("[name=occurred]").FillAsync("next week");
        await page.Locator("[name=occurred]").PressAsync("Control+Enter");

        await Expect(page.Locator("#refusal")).ToContainTextAsync("EDTF");
        await Expect(page.Locator("[name=occurred]")).ToHaveValueAsync("next week");
        await Expect(page.Locator("[name=occurred]")).ToBeFocusedAsync();
        await Expect(page.Locator("[name=meeting]")).ToHaveValueAsync("m-none");
    }

    [Fact]
    public async Task a_fact_that_cannot_be_placed_waits_and_is_shown_waiting()
    {
        var key = await desk.Api.OpenAsync();
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync($"/negotiations/{key}/record/cancel-meeting")).Page;
        await page.Locator("[name=meeting]").FillAsync("m-later");
        await page.Locator("[name=meeting]").PressAsync("Control+Shift+Enter");
        await page.Locator(".notice a").ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("m-later");
        (await desk.Api.GetAsync($"/api/negotiations/{key}/parked")).Text.ShouldContain("CancelMeeting");
    }

    [Fact]
    public async Task a_form_sent_twice_records_once()
    {
        var key = await desk.Api.OpenAsync();
        var form = new Dictionary<string, string>
        {
            ["id"] = "m-twice", ["by"] = "USA", ["to"] = "RUS", ["occurred"] = "2025-08-02", ["idempotencyKey"] = Guid.NewGuid().ToString(),
        };
        for (var time = 0; time < 2; time++)
            (await desk.Api.SendAsync(
                HttpMethod.Post, $"/negotiations/{key}/record/propose-meeting", new FormUrlEncodedContent(form),
                ("Sec-Fetch-Site", "same-origin"))).Status.ShouldBe(200);

        (await desk.Api.StatusAsync(key)).Text.ShouldContain("\"version\":2");
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task a_form_of_another_site_is_refused(string site)
    {
        var key = await desk.Api.OpenAsync();
        var answer = await desk.Api.SendAsync(
            HttpMethod.Post, $"/negotiations/{key}/record/enter-phase",
            new FormUrlEncodedContent([new("phase", "Agreement"), new("idempotencyKey", Guid.NewGuid().ToString())]),
            ("Sec-Fetch-Site", site));

        answer.Status.ShouldBe(422);
        (await desk.Api.StatusAsync(key)).Text.ShouldContain("\"version\":1");
    }

    [Fact]
    public async Task a_negotiation_is_opened()
    {
        var key = Api.NewKey();
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync("/record/open-negotiation")).Page;
        await page.Locator("[name=key]").FillAsync(key);
        await page.Locator("[name=title]").FillAsync("محادثات");
        await page.Locator("[name=parties]").FillAsync("USA:Mediator, RUS, UKR");
        await page.Locator("button.first").ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("محادثات");
        new Uri(page.Url).AbsolutePath.ShouldBe($"/negotiations/{key}");
    }

    [Fact]
    public async Task a_fact_is_amended_in_one_field_and_keeps_the_others()
    {
        var key = await desk.Api.OpenAsync();
        var proposed = await desk.Api.DoneAsync(key, "propose-meeting", """
            {"id":"m-one","by":["USA"],"to":["RUS"],"kind":"Call","level":"Leaders","occurred":"2025-08-02"}
            """);
        var fact = proposed.Json["events"]![0]!["id"]!.GetValue<string>();
        await using var visit = await desk.VisitAsync();
        var page = (await visit.GoAsync($"/negotiations/{key}/correct/{fact}")).Page;
        await page.Locator("[name=level]").FillAsync("Ministers");
        await page.Locator("[name=reason]").FillAsync("it was the ministers");
        await page.Locator("button.first").ClickAsync();

        await Expect(page.Locator($"[id='fact-{fact}']")).ToContainTextAsync("it was the ministers");
        var meeting = (await desk.Api.StatusAsync(key)).Json["meetings"]![0]!;
        (meeting["level"]!.GetValue<string>(), meeting["kind"]!.GetValue<string>()).ShouldBe(("Ministers", "Call"));
    }

    [Fact]
    public async Task a_retraction_that_breaks_history_is_refused_and_a_lone_fact_is_retracted()
    {
        var key = await desk.Api.OpenAsync();
        var proposed = await desk.Api.DoneAsync(key, "propose-meeting", """
            {"id":"m-one","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}
            """);
        var said = await desk.Api.DoneAsync(key, "answer-proposal", """
            {"id":"m-one","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}
            """);
        await using var visit = await desk.VisitAsync();
        await Retract(proposed);
        await Expect(visit.Page.Locator("#refusal")).ToContainTextAsync("correction-breaks-history");
        await Expect(visit.Page.Locator("[name=reason]")).ToHaveValueAsync("never happened");
        await Retract(said);
        (await desk.Api.StatusAsync(key)).Json["meetings"]![0]!["status"]!.GetValue<string>().ShouldBe("Proposed");

        async Task Retract(Answer recorded)
        {
            var fact = recorded.Json["events"]![0]!["id"]!.GetValue<string>();
            var page = (await visit.GoAsync($"/negotiations/{key}/correct/{fact}")).Page;
            await page.Locator("[value=Retracted]").CheckAsync();
            await page.Locator("[name=reason]").FillAsync("never happened");
            await page.Locator("button.first").ClickAsync();
            await page.WaitForLoadStateAsync(LoadState.Load);
        }
    }

    [Fact]
    public async Task what_waits_is_withdrawn()
    {
        var key = await desk.Api.OpenAsync();
        (await desk.Api.DoAsync(key, "cancel-meeting", """{"meeting":"m-later","occurred":"2025-08-03"}""", ("Prefer", "respond-async")))
            .Status.ShouldBe(202);
        await using var visit = await desk.VisitAsync(script: false);
        var page = (await visit.GoAsync($"/negotiations/{key}/waiting")).Page;
        await page.Locator("form button", new() { HasText = "Withdraw" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("Nothing waits");
    }
}
