using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.IntegrationTests.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Calendar;

/// <summary>The calendar as a program that subscribes to it gets it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CalendarTests(ViewsFixture server)
{
    private const string Summit = """{"negotiation":"n-one","command":"ProposeSummit","id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""";
    private const string Accepted = """{"negotiation":"n-one","command":"AnswerProposal","id":"m-summit","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}""";
    private const string NextWeek = """{"negotiation":"n-one","command":"ScheduleMeeting","meeting":"m-summit","when":"[2025-08-11..2025-08-17]","tentative":true,"occurred":"2025-08-07","phrase":{"text":"الأسبوع المقبل","language":"ar"}}""";
    private const string Postponed = """{"negotiation":"n-one","command":"PostponeMeeting","meeting":"m-summit","by":"RUS","occurred":"2025-08-08"}""";

    [Fact]
    public async Task the_calendar_holds_what_was_recorded_and_says_how_fresh_it_is()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), Summit, Accepted, NextWeek);
        var answer = await node.CalendarAsync("/calendar.ics");
        answer.Status.ShouldBe(200, answer.Text);
        answer.Headers["Content-Type"].ShouldBe("text/calendar; charset=utf-8");
        (answer.Headers["X-Position"], answer.Headers["X-Lag"]).ShouldBe(("4", "0"));
        var @event = answer.Events.ShouldHaveSingleItem();
        (@event.Uid, @event.Status, @event.Sequence, @event.Start!.Date, @event.End!.Date)
            .ShouldBe(("m-summit.n-one@diplotracker", "TENTATIVE", 1, new DateOnly(2025, 8, 11), new DateOnly(2025, 8, 18)));
        @event.Description.ShouldNotBeNull().ShouldContain("الأسبوع المقبل");
        @event.Url!.AbsolutePath.ShouldBe("/api/negotiations/n-one");
        (await node.GetAsync("/calendar.ics", ("X-Min-Position", "5"))).Status.ShouldBe(504);
    }

    [Fact]
    public async Task a_meeting_held_some_time_in_a_year_keeps_nobody_busy()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"), ViewAnswerTests.Held("m-third", 3),
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-vague","when":"2025","outcome":"Progress","kind":"Call","participants":["USA","RUS"],"title":"The long call","occurred":"2025-08-03"}""");
        var answer = await node.CalendarAsync("/calendar.ics");
        answer.Events.Select(@event => (@event.Uid, @event.Status, @event.Transparency)).ShouldBe(
            [("m-third.n-one@diplotracker", "CONFIRMED", "OPAQUE"), ("m-vague.n-one@diplotracker", "CONFIRMED", "TRANSPARENT")], ignoreOrder: true);
        (await node.ReadAsync("/api/meetings?q=long")).Items.ShouldHaveSingleItem()["meetingTitle"]!.GetValue<string>().ShouldBe("The long call");
    }

    [Fact]
    public async Task who_has_it_already_gets_nothing_until_it_changes()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), Summit, Accepted, NextWeek);
        var first = await node.CalendarAsync("/calendar.ics");
        var tag = first.Headers["ETag"];
        var again = await node.CalendarAsync("/calendar.ics", ("If-None-Match", tag));
        (again.Status, again.Text, again.Headers["ETag"]).ShouldBe((304, "", tag));
        (await node.CalendarAsync("/calendar.ics")).Text.ShouldBe(first.Text);

        await node.RecordAsync(ViewsNode.Opening("n-two"));
        (await node.CalendarAsync("/calendar.ics", ("If-None-Match", tag))).Status.ShouldBe(304);
        await node.RecordAsync(Postponed);
        var changed = await node.CalendarAsync("/calendar.ics", ("If-None-Match", tag));
        changed.Status.ShouldBe(200);
        changed.Events.ShouldHaveSingleItem().Status.ShouldBe("CANCELLED");
        changed.Headers["ETag"].ShouldNotBe(tag);
    }

    [Fact]
    public async Task it_is_filtered_as_the_list_of_meetings_is()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), Summit, Accepted, NextWeek, ViewAnswerTests.Held("m-third", 3), ViewsNode.Opening("n-two"), ViewAnswerTests.Held("m-fourth", 4, "n-two"));
        (await Uids("")).ShouldBe(["m-summit.n-one", "m-third.n-one", "m-fourth.n-two"]);
        (await Uids("?negotiation=n-two")).ShouldBe(["m-fourth.n-two"]);
        (await Uids("?party=USA,RUS&status=Held")).ShouldBe(["m-third.n-one", "m-fourth.n-two"]);
        (await Uids("?party=UKR")).ShouldBeEmpty();
        (await Uids("?from=2025-08-10")).ShouldBe(["m-summit.n-one"]);
        // What lost its date stays where it was, so that a program that asks for these dates sees it cancelled.
        await node.RecordAsync(Postponed);
        (await Uids("?from=2025-08-10")).ShouldBe(["m-summit.n-one"]);
        (await node.CalendarAsync("/calendar.ics?negotiation=n-two")).Text.ShouldContain("X-WR-CALNAME:DiploTracker: n-two\r\n");

        async Task<List<string>> Uids(string query) =>
            (await node.CalendarAsync($"/calendar.ics{query}")).Events.ConvertAll(@event => @event.Uid!.Replace("@diplotracker", ""));
    }

    [Theory]
    [InlineData("partei=USA", "partei")]
    [InlineData("limit=5", "limit")]
    [InlineData("after=x", "after")]
    [InlineData("from=soon", "from")]
    [InlineData("status=Hold", "status")]
    public async Task a_filter_that_is_not_understood_is_refused(string query, string name)
    {
        var node = await server.SharedAsync();
        var answer = await node.GetAsync($"/calendar.ics?{query}");
        answer.Status.ShouldBe(422);
        answer.Body.ToJsonString().ShouldContain(name);
    }

    [Fact]
    public async Task more_meetings_than_a_program_can_take_are_refused_not_cut_off()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), ViewAnswerTests.Held("m-one", 1));
        await node.ReadAsync("/api/meetings");
        var table = await node.AskAsync<string>("select pg_get_viewdef('dashboards.meetings'::regclass)");
        var name = table[(table.IndexOf("views.", StringComparison.Ordinal))..].Split([' ', ';', '\n'])[0];
        var columns = await node.AskAsync<string>($"select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = '{name}'::regclass and attnum > 0 and attname <> 'id' and attgenerated = '' and not attisdropped");
        await node.ExecuteAsync($"insert into {name} (id, {columns}) select 'm-' || n, {columns} from {name}, generate_series(2, 10001) n");
        var refused = await node.GetAsync("/calendar.ics");
        refused.Status.ShouldBe(422);
        ((string?)refused.Body["detail"]).ShouldNotBeNull().ShouldContain("10000");
        (await node.GetAsync("/calendar.ics?negotiation=n-other&partei=x")).Status.ShouldBe(422);
        (await node.CalendarAsync("/calendar.ics?from=2026")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task a_meeting_is_an_event_of_schema_org_at_each_of_the_three_times()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), Summit, Accepted, NextWeek, Postponed);
        const string route = "/api/negotiations/n-one/meetings/m-summit/event.jsonld";
        var now = await node.CalendarAsync(route);
        now.Headers["Content-Type"].ShouldBe("application/ld+json");
        var told = JsonNode.Parse(now.Text)!;
        ((string?)told["eventStatus"], (string?)told["previousStartDate"], (string?)told["startDate"]).ShouldBe(("https://schema.org/EventPostponed", "2025-08-11", null));
        (await node.CalendarAsync(route, ("If-None-Match", now.Headers["ETag"]))).Status.ShouldBe(304);

        var before = JsonNode.Parse((await node.CalendarAsync($"{route}?asOf=2025-08-07")).Text)!;
        ((string?)before["eventStatus"], (string?)before["startDate"], (string?)before["endDate"]).ShouldBe(("https://schema.org/EventScheduled", "2025-08-11", "2025-08-17"));

        var unknown = await node.GetAsync("/api/negotiations/n-one/meetings/m-other/event.jsonld");
        (unknown.Status, (string?)unknown.Body["code"]).ShouldBe((404, "meeting-unknown"));
        (await node.GetAsync($"{route}?asOf=2025-08-01")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task and_can_stand_in_a_page_whatever_the_title_says()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one", title: "</script><script>alert(1)</script>"), Summit, Accepted, NextWeek);
        var answer = await node.CalendarAsync("/api/negotiations/n-one/meetings/m-summit/event.jsonld");
        answer.Text.ShouldNotContain("<");
        ((string?)JsonNode.Parse(answer.Text)!["superEvent"]!["name"]).ShouldBe("</script><script>alert(1)</script>");
    }
}
