using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>A day is the day where it happens: nothing is derived from UTC.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LocalDayTests(ViewsFixture server)
{
    [Fact]
    public async Task from_and_to_are_days_of_the_place_and_times_are_instants()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            Held("m-15", "2025-08-15T23:30-08:00"), Held("m-14", "2025-08-14T23:30-08:00"), Held("m-tokyo", "2025-08-15T00:30+09:00"),
            Held("m-flight", "2025-08-16T00:30+09:00/2025-08-15T23:00-08:00"), // its last day comes before its first
            Held("m-16", "2025-08-16"));
        await IsAsync("/api/meetings?from=2025-08-15&to=2025-08-15&sort=when", "m-tokyo", "m-15", "m-flight");
        await IsAsync("/api/meetings?from=2025-08-14&to=2025-08-14", "m-14");
        await IsAsync("/api/meetings?from=2025-08-16", "m-flight", "m-16");
        await IsAsync("/api/meetings?from=2025-08-15T23:30-08:00&sort=when", "m-15", "m-16");
        await IsAsync("/api/meetings?to=2025-08-14T15:29Z");
        await IsAsync("/api/meetings?to=2025-08-14T15:30Z", "m-tokyo");
        await IsAsync("/api/meetings?sort=-when", "m-flight", "m-16", "m-15", "m-tokyo", "m-14");

        var calendar = (await node.CalendarAsync("/calendar.ics?from=2025-08-14&to=2025-08-14")).Text;
        calendar.ShouldContain("UID:m-14.n-one");
        calendar.ShouldNotContain("UID:m-15.n-one");
        (await node.ReadAsync("/api/activity?week=2025-W33")).Items.Sum(week => (int)week["meetings"]!).ShouldBe(5);

        async Task IsAsync(string path, params string[] meetings) =>
            (await node.ReadAsync(path)).Ids.ShouldBe(meetings.Select(id => $"n-one/{id}"), ignoreOrder: !path.Contains("sort"), path);
    }

    [Fact]
    public async Task earlier_contacts_and_the_days_between_are_those_of_the_calendar()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            Held("m-one", "2025-08-13T23:30-08:00"), Held("m-two", "2025-08-14"), Held("m-three", "2025-08-16T00:30+09:00"));
        var diary = await node.ReadAsync("/api/actors/USA/diary?with=RUS");
        diary.Items.ConvertAll(contact => (string)contact["meeting"]!).ShouldBe(["m-three", "m-two", "m-one"]);
        diary.Items.ConvertAll(contact => ((string?)contact["previous"]?["meeting"], (int?)contact["previous"]?["days"])).ShouldBe(
            [("m-two", 2), ("m-one", 1), (null, null)]);
    }

    [Fact]
    public async Task without_a_date_yet_no_days_are_counted_since_the_last_contact()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"), Held("m-one", "2025-08-13"), Held("m-two", "2025-08-14"),
            """{"negotiation":"n-one","command":"ProposeMeeting","id":"m-next","kind":"Call","level":"officials","by":["USA"],"to":["RUS"],"occurred":"2025-08-15"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"m-next","by":"RUS","answer":"Accepted","occurred":"2025-08-15"}""");
        var next = (await node.ReadAsync("/api/actors/USA/diary?held=false")).Items.ShouldHaveSingleItem();
        ((string?)next["previous"]!["meeting"], (int?)next["previous"]!["days"]).ShouldBe(("m-two", null));
    }

    [Fact]
    public async Task deadlines_agreements_positions_and_proposals_are_in_order_by_the_days_of_their_places()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        (string Id, string Date)[] dates = [("3", "2025-08-16T00:30+09:00"), ("2", "2025-08-15T23:30-08:00"), ("1", "2025-08-15")];
        foreach (var (id, date) in dates)
            await node.RecordAsync(
                Line("SetDeadline", $$""" "id":"t-{{id}}","when":"{{date}}","occurred":"2025-08-01" """),
                Line("RecordAgreementStage", $$""" "id":"a-{{id}}","stage":"Signed","type":"Truce","effective":"{{date}}","occurred":"{{date}}" """),
                Line("StatePosition", $$""" "id":"d-{{id}}","by":"USA","kind":"Goal","occurred":"{{date}}" """),
                Line("MakeProposal", $$""" "id":"p-{{id}}","by":["USA"],"to":["RUS"],"about":"Terms","occurred":"{{date}}" """));
        await IsAsync("/api/deadlines?sort=when", "t");
        await IsAsync("/api/agreements?sort=since", "a");
        await IsAsync("/api/agreements?sort=effective", "a");
        await IsAsync("/api/positions?sort=since", "d");
        await IsAsync("/api/proposals?sort=age", "p");

        async Task IsAsync(string path, string kind)
        {
            (await node.ReadAsync(path)).Items.ConvertAll(item => (string?)item["id"]).ShouldBe([$"{kind}-1", $"{kind}-2", $"{kind}-3"], path);
            var first = await node.ReadAsync($"{path}&limit=2");
            (await node.ReadAsync($"{path}&limit=2&after={first.Next}")).Ids.ShouldBe([$"n-one/{kind}-3"], path);
        }

        static string Line(string command, string fields) => $$"""{"negotiation":"n-one","command":"{{command}}",{{fields}}}""";
    }

    [Fact]
    public async Task a_negotiation_as_of_a_day_holds_that_day_wherever_it_was()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"RecordAgreementStage","id":"a-truce","stage":"Announced","type":"Ceasefire","occurred":"2025-08-23T21:00-04:00","basis":[{"speaker":"USA","publishedAt":"2025-08-23T21:30:00-04:00"}]}""",
            """{"negotiation":"n-one","command":"RecordAgreementStage","id":"a-truce","stage":"InForce","occurred":"2025-08-24"}""",
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-one","by":["USA"],"to":["RUS"],"about":"Terms","occurred":"2025-08-25"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"p-one","by":"RUS","answer":"Accepted","occurred":"2025-08-25T08:30+09:00"}""");
        await StageAsync("asOf=2025-08-22", null);
        await StageAsync("asOf=2025-08-23", "Announced");
        await StageAsync("asOf=2025-08-24T00:59Z", null);
        await StageAsync("asOf=2025-08-24T01:00Z", "InForce"); // on that wall-clock day it is
        await StageAsync("asReportedAt=2025-08-22", null);
        await StageAsync("asReportedAt=2025-08-23", "Announced");
        (await node.GetAsync("/api/negotiations/n-one?asReportedAt=2025-08")).Status.ShouldBe(422);
        (await node.GetAsync("/api/negotiations/n-one/diff?axis=reported&from=2025-08-22&to=2025-08-23")).Body["changes"]!.AsArray().ShouldNotBeEmpty();
        (await node.GetAsync("/api/negotiations/n-one/diff?axis=known&from=2025-08-22&to=2025-08-23")).Status.ShouldBe(422);
        var history = await node.GetAsync("/api/negotiations/n-one/history?order=occurred");
        history.Body["items"]!.AsArray().Select(item => (int)item!["version"]!).ShouldBe([1, 2, 3, 4, 5]);

        async Task StageAsync(string moment, string? stage) =>
            ((string?)(await node.GetAsync($"/api/negotiations/n-one?{moment}")).Body["agreements"]!.AsArray().SingleOrDefault()?["stage"]).ShouldBe(stage, moment);
    }

    [Fact]
    public async Task no_output_invents_a_time_or_a_zone()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), Held("m-one", "2025-08-15/2025-08-16T18:00+03:00"));
        var calendar = (await node.CalendarAsync("/calendar.ics")).Text;
        calendar.ShouldContain("DTSTART;VALUE=DATE:20250815");
        calendar.ShouldContain("DTEND;VALUE=DATE:20250817");
        calendar.ShouldContain("X-EDTF:2025-08-15/2025-08-16T18:00+03:00");
        var told = (await node.GetAsync("/api/negotiations/n-one/meetings/m-one/event.jsonld")).Body;
        ((string?)told["startDate"], (string?)told["endDate"]).ShouldBe(("2025-08-15", "2025-08-16T18:00:00+03:00"));
    }

    private static string Held(string id, string when) =>
        $$"""{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"{{id}}","when":"{{when}}","outcome":"Progress","kind":"Call","participants":["USA","RUS"],"occurred":"{{when}}"}""";
}
