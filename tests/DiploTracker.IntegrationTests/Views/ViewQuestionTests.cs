using System.Runtime.Versioning;
using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>Questions that somebody made up or mistyped, and those that name several values.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ViewQuestionTests(ViewsFixture server)
{
    [Theory]
    [InlineData("/api/meetings?sort=--when", "`sort`")]
    [InlineData("/api/meetings?from=2025-08&to=2025-07", "`to`: it lies before `from`")]
    [InlineData("/calendar.ics?from=2025-08&to=2025-07", "`to`: it lies before `from`")]
    [InlineData("/api/proposals?silence=Sulking", "none of Nothing, NoResponse, NoComment, Deferred")]
    [InlineData("/api/proposals?olderThan=P10675199D", "a thousand years at most")] // the database knows no such time
    [InlineData("/api/proposals?youngerThan=-P3D", "a duration is expected")]
    [InlineData("/api/deadlines?within=P99999999W", "a duration is expected")]
    [InlineData("/api/activity?dyad=USA", "a pair of parties")]
    [InlineData("/api/activity?week=2025-99", "an ISO 8601 week")]
    [InlineData("/api/forecasts/calibration?speeker=USA.Trump", "`speeker`")]
    [InlineData("/api/forecasts/calibration?limit=5", "`limit`")]
    public async Task what_cannot_be_meant_is_refused(string path, string words)
    {
        var node = await server.SharedAsync();
        var answer = await node.GetAsync(path);
        (answer.Status, (string?)answer.Body["code"]).ShouldBe((422, "malformed"));
        ((string?)answer.Body["detail"]).ShouldNotBeNull().ShouldContain(words);
    }

    [Theory]
    [InlineData("/api/meetings?after=", "when", "10:00")]
    [InlineData("/api/meetings?after=", "when", "Jan 5")]
    [InlineData("/api/meetings?after=", "when", "2025-08-02")]
    [InlineData("/api/meetings?after=", "when", "2025-08-02T00:00:00.0000000Z", "n\0")]
    [InlineData("/api/meetings?after=", "when", "2025-08-02T00:00:00.0000000Z", "n", "m\0")]
    [InlineData("/api/meetings?sort=-when&after=", "when", "2025-08-02T00:00:00.0000000Z")]
    [InlineData("/api/deadlines?after=", "when", "2025-08-02T00:00:00.0000000Z")] // it is of the meetings
    [InlineData("/api/forecasts?sort=brier&after=", "brier", "1,000.5")]
    [InlineData("/api/activity?after=", "week", "Jan 5")]
    public async Task a_cursor_that_no_page_gave_is_refused(string path, string sort, string place, string negotiation = "n", string id = "m")
    {
        var node = await server.SharedAsync();
        var view = path.Contains("forecasts") ? "forecasts" : path.Contains("activity") ? "activity" : "meetings";
        var answer = await node.GetAsync(path + new PageCursor(view, sort, Descending: false, place, negotiation, id).Write());
        answer.Status.ShouldBe(422, answer.Body.ToJsonString());
        ((string?)answer.Body["detail"]).ShouldNotBeNull().ShouldContain("take it from `next`");
    }

    [Theory]
    [InlineData("meetings", "track", "Joint Expert Group", "ＪＯＩＮＴ  expert group")]
    [InlineData("meetings", "level", "Officials", "officials")]
    [InlineData("statements", "stance", "Declines to comment", "declines  to Comment")]
    [InlineData("statements", "language", "zh-Hant", "ZH-hant")]
    [InlineData("agreements", "type", "Ceasefire", "CEASEFIRE")]
    [InlineData("proposals", "about", "Pr\u00E9sence", "pre\u0301sence")]
    [InlineData("proposals", "through", "OMN", "omn")]
    [InlineData("actors/USA/diary", "level", "Officials", "OFFICIALS")]
    public async Task a_label_is_found_however_it_is_spelt(string view, string filter, string label, string spelt)
    {
        var node = await server.SharedAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-one","when":"2025-08-02","outcome":"Progress","kind":"TalksRound","level":"Officials","track":"Joint Expert Group","round":1,"participants":["USA","RUS"],"occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-one","speaker":"USA","kind":"Context","stance":"Declines to comment","quote":"無可奉告","language":"zh-Hant","occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"RecordAgreementStage","id":"a-one","stage":"Signed","type":"Ceasefire","occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-one","by":["USA"],"to":["RUS"],"about":"Pr\u00E9sence","through":["OMN"],"occurred":"2025-08-02"}""");
        foreach (var text in new[] { label, spelt })
            (await node.ReadAsync($"/api/{view}?{filter}={Uri.EscapeDataString(text)}")).Items.Count.ShouldBe(1, text);
        (await node.ReadAsync($"/api/{view}?{filter}=other")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task of_several_parties_all_have_a_part_and_of_other_values_one_is_enough()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-truce","by":["USA"],"to":["RUS","UKR"],"about":"Ceasefire","occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"p-truce","by":"RUS","answer":"NoComment","occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-terms","by":["RUS"],"to":["USA"],"about":"Terms","occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"StatePosition","id":"d-one","by":"RUS","to":["USA"],"kind":"Demand","text":"withdrawal","blocks":["p-truce","p-terms"],"occurred":"2025-08-03"}""");
        await GivesAsync("/api/proposals?party=UKR,RUS", "n-one/p-truce");
        await GivesAsync("/api/proposals?party=RUS,USA&about=Ceasefire,Venue", "n-one/p-truce");
        await GivesAsync("/api/proposals?silence=NoComment,Deferred", "n-one/p-truce");
        await GivesAsync("/api/proposals?silence=NoResponse,Deferred");
        await GivesAsync("/api/proposals?negotiation=,&olderThan=P1W", "n-one/p-truce", "n-one/p-terms");
        await GivesAsync("/api/positions?party=USA,RUS&blocks=p-terms,p-truce", "n-one/d-one");
        await GivesAsync("/api/positions?party=USA,UKR");
        await GivesAsync("/api/activity?party=UKR,USA&dyad=UKR-USA,RUS-UKR&week=2025-W31,2025-W32", "n-one/UKR-USA/2025-W31");

        async Task GivesAsync(string path, params string[] ids) => string.Join(", ", (await node.ReadAsync(path)).Ids).ShouldBe(string.Join(", ", ids), path);
    }

    [Theory]
    [InlineData("/api/meetings?sort=when")]
    [InlineData("/api/meetings?sort=-when")]
    [InlineData("/api/meetings?sort=-recorded")]
    [InlineData("/api/forecasts?sort=brier")]
    [InlineData("/api/forecasts?sort=-brier")]
    [InlineData("/api/activity?sort=week")]
    [InlineData("/api/activity?sort=-week")]
    [InlineData("/api/proposals?sort=-age")]
    [InlineData("/api/actors/USA/diary?sort=when")]
    public async Task pages_of_one_row_are_the_whole_in_every_order(string path)
    {
        var node = await server.SharedAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"ProposeSummit","id":"m-undated","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""", // its place is at infinity
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-before","when":"../2025-08-02","outcome":"Progress","kind":"Call","participants":["USA","RUS"],"occurred":"2025-08-02"}""",
            ViewAnswerTests.Held("m-one", 1), ViewAnswerTests.Held("m-two", 2),
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-terms","by":["RUS"],"to":["USA"],"about":"Terms","occurred":"2025-08-11"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-one","speaker":"USA.Trump","kind":"Expectation","likelihood":"likely","about":["m-one","m-undated"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-two","speaker":"USA.Trump","kind":"Expectation","likelihood":"unlikely","about":["m-two"],"occurred":"2025-08-03"}""");
        var whole = (await node.ReadAsync(path)).Ids;
        whole.Count.ShouldBeGreaterThan(1);
        List<string> seen = [];
        string? after = null;
        do
        {
            var page = await node.ReadAsync($"{path}&limit=1{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.Ids);
            after = page.Next;
        }
        while (after is not null && seen.Count <= whole.Count);
        seen.ShouldBe(whole);
    }

    [Fact]
    public async Task a_wait_that_is_no_number_of_seconds_is_none()
    {
        var node = await server.SharedAsync();
        (await node.GetAsync("/api/meetings", ("X-Min-Position", "3"), ("Prefer", "wait=NaN"))).Status.ShouldBe(504);
    }
}
