using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Reads;

[UnsupportedOSPlatform("windows")]
public sealed class HistoryReadTests(TrackerFixture tracker)
{
    private static string Statement(int day) => $$"""{"id":"s-{{day}}","speaker":"RUS.Ushakov","kind":"Claim","occurred":"2025-08-{{day:00}}"}""";

    private async Task<JsonArray> ItemsAsync(string key, string query = "") =>
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/history{query}"))["items"]!.AsArray();

    [Fact]
    public async Task an_item_has_every_member_of_the_contract()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "propose-summit",
            """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02","marking":"GREEN","phrase":{"text":"قريبا","language":"ar"},"basis":[{"speaker":"USA.Trump","via":["AFP"]}]}""");
        var item = (await ItemsAsync(key))[1]!;
        string.Join(' ', item.AsObject().Select(member => member.Key)).ShouldBe(
            "position version id type command occurred recordedAt recordedBy phrase basis marking embargoUntil data text correction erased");
        ((string?)item["command"]).ShouldBe("ProposeSummit");
        item["phrase"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldBe("""{"text":"قريبا","language":"ar"}""");
        ((string?)item["basis"]![0]!["via"]![0]).ShouldBe("AFP");
        ((string?)item["marking"]).ShouldBe("GREEN");
        ((string?)item["data"]!["id"]).ShouldBe("m-1");
        item["data"]!["occurred"].ShouldBeNull();
        ((string?)item["text"]).ShouldEndWith(".");
        item["correction"].ShouldBeNull();
        ((string?)(await ItemsAsync(key))[0]!["marking"]).ShouldBe("CLEAR");
    }

    [Theory, InlineData("recorded", "s-3 s-1 s-2"), InlineData("occurred", "s-1 s-2 s-3")]
    public async Task both_orders_are_paged_and_hold_while_others_write(string order, string expected)
    {
        var key = await tracker.Api.OpenAsync();
        foreach (var day in new[] { 3, 1, 2 })
            await tracker.Api.DoneAsync(key, "record-statement", Statement(day));
        List<string> seen = [];
        string? next = null;
        do
        {
            var page = await tracker.Api.GetAsync($"/api/negotiations/{key}/history?order={order}&limit=1&after={next}");
            seen.AddRange(page["items"]!.AsArray().Select(item => (string?)item!["data"]!["id"] ?? "opening"));
            next = (string?)page["next"];
            // The opening has been read: what comes in now does not double or hide what is still to be read.
            if (seen.Count == 1)
                await tracker.Api.DoneAsync(key, "record-statement", """{"id":"s-late","speaker":"RUS","kind":"Claim","occurred":"2025-07-01"}""");
        }
        while (next is not null);
        seen[0].ShouldBe("opening");
        string.Join(' ', seen.Skip(1).Where(id => id != "s-late")).ShouldBe(expected);
    }

    [Fact]
    public async Task an_order_and_a_cursor_that_are_none_are_malformed()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/history?order=time")).ShouldBeProblem(422, "malformed").ShouldSay("recorded or occurred");
        foreach (var cursor in new[] { "abc", "%21", "MC4xLg", "MS45OTk5OTk5OTk5OTk5OTk5OTk5LjE" })
            (await tracker.Api.GetAsync($"/api/negotiations/{key}/history?after={cursor}")).ShouldBeProblem(422, "malformed").ShouldSay("`after`");
    }

    [Fact]
    public async Task who_may_see_a_fact_is_recorded_and_shown()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "record-statement",
            """{"id":"s-1","speaker":"RUS","kind":"Claim","quote":"soon","marking":"RED","recipients":["alice","desk"],"markedParts":{"quote":"RED","basis":"AMBER"}}""");
        await tracker.Api.DoneAsync(key, "set-default-marking", """{"marking":"AMBER"}""");
        await tracker.Api.DoneAsync(key, "restrict-negotiation", """{"members":["alice","desk"],"reason":"back channel"}""");
        await tracker.Api.DoneAsync(key, "change-disclosure", """{"ref":"s-1","recipients":["alice"],"reason":"need to know"}""");

        var items = await ItemsAsync(key);
        (items[1]!["recipients"]!.ToJsonString(), items[1]!["markedParts"]!.ToJsonString()).ShouldBe(("[\"alice\",\"desk\"]", """{"basis":"AMBER","quote":"RED"}"""));
        ((string?)items[0]!["marking"], (string?)items[4]!["data"]!["reason"]).ShouldBe(("AMBER", "need to know"));
        var status = await tracker.Api.StatusAsync(key);
        ((string?)status["defaultMarking"], status["restrictedTo"]!.ToJsonString()).ShouldBe(("AMBER", "[\"alice\",\"desk\"]"));

        (await tracker.Api.DoAsync(key, "restrict-negotiation", """{"members":["desk","alice"]}""")).ShouldBeProblem(409, "already-restricted");
        (await tracker.Api.DoAsync(key, "set-default-marking", """{"marking":"RED"}""")).ShouldBeProblem(422, "recipients-needed");
        (await tracker.Api.DoAsync(key, "enter-phase", """{"phase":"Agreement","markedParts":{"tone":"RED"}}""")).ShouldBeProblem(422, "part-unknown");
    }

    [Fact]
    public async Task corrected_retracted_and_corroborated_facts_stay_and_say_so()
    {
        var key = await tracker.Api.OpenAsync();
        var amended = (await tracker.Api.DoneAsync(key, "record-statement", Statement(1))).EventId;
        var retracted = (await tracker.Api.DoneAsync(key, "record-statement", Statement(2))).EventId;
        var supported = (await tracker.Api.DoneAsync(key, "record-statement", Statement(3))).EventId;
        var correction = (await tracker.Api.DoneAsync(key, "correct",
            $$$"""{"fact":"{{{amended}}}","mode":"Amended","reason":"misheard","replacement":{"kind":"Denial","occurred":"2025-08-01"}}""")).EventId;
        await tracker.Api.DoneAsync(key, "correct", $$"""{"fact":"{{retracted}}","mode":"Retracted","reason":"never said"}""");
        await tracker.Api.DoneAsync(key, "corroborate", $$"""{"fact":"{{supported}}","basis":[{"speaker":"AFP"}]}""");
        await tracker.Api.DoneAsync(key, "change-disclosure", $$"""{"ref":"{{supported}}","marking":"RED","embargoUntil":"2030-01-01T00:00:00Z"}""");

        var items = await ItemsAsync(key);
        var first = items[1]!["correction"]!;
        ((string?)first["mode"], (string?)first["by"], (string?)first["reason"]).ShouldBe(("Amended", correction, "misheard"));
        ((string?)first["data"]!["kind"]).ShouldBe("Denial");
        ((string?)items[1]!["data"]!["kind"]).ShouldBe("Claim");
        ((string?)items[2]!["correction"]!["mode"]).ShouldBe("Retracted");
        items[3]!["basis"]!.AsArray().Select(basis => (string?)basis!["speaker"]).ShouldBe(["AFP"]);
        ((string?)items[3]!["marking"]).ShouldBe("RED");
        ((int)(await tracker.Api.StatusAsync(key))["statementCount"]!).ShouldBe(2);
        (await tracker.Api.DoAsync(key, "correct", $$"""{"fact":"{{retracted}}","mode":"Retracted","reason":"x"}""")).ShouldBeProblem(409, "already-retracted");
        (await tracker.Api.DoAsync(key, "correct", $$"""{"fact":"{{Guid.NewGuid()}}","mode":"Retracted","reason":"x"}""")).ShouldBeProblem(404, "correction-target-unknown");
    }
}
