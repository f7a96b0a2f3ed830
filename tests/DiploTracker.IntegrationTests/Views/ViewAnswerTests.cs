using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>What views answer: fresh, filtered, paged, searched.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ViewAnswerTests(ViewsFixture server)
{
    private const string Summit = """{"negotiation":"n-one","command":"ProposeSummit","id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""";

    [Fact]
    public async Task an_answer_includes_what_was_written_before_and_says_so()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), Summit);
        var answer = await node.ReadAsync("/api/meetings");
        answer.Ids.ShouldBe(["n-one/m-summit"]);
        (answer.Position, answer.Lag).ShouldBe((2, 0));
        ((string?)answer.Items[0]["status"]).ShouldBe("Proposed");
        (await node.GetAsync("/api/meetings", ("X-Min-Position", "3"))).Status.ShouldBe(504);
    }

    [Fact]
    public async Task a_late_fact_and_a_correction_change_rows()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"), Summit,
            """{"negotiation":"n-one","command":"AnswerProposal","id":"m-summit","by":"RUS","answer":"NoComment","occurred":"2025-08-05"}""");
        ((string?)(await node.ReadAsync("/api/proposals")).Items[0]["status"]).ShouldBe("Unanswered");
        var fact = await node.AskAsync<Guid>("select id from mt_events where seq_id = 3");
        await node.RecordAsync($$"""{"negotiation":"n-one","command":"Correct","fact":"{{fact}}","mode":"Retracted","reason":"misheard"}""");
        ((string?)(await node.ReadAsync("/api/proposals")).Items[0]["status"]).ShouldBe("Open");

        await node.RecordAsync(
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-late","by":["RUS"],"to":["USA"],"about":"Terms","occurred":"2025-08-01T09:00:00Z"}""");
        (await node.ReadAsync("/api/proposals")).Ids.ShouldBe(["n-one/p-late", "n-one/m-summit"]);
    }

    [Fact]
    public async Task pages_do_not_shift_while_others_write()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync([ViewsNode.Opening("n-one"), .. Enumerable.Range(1, 9).Select(day => Held($"m-{day}", day))]);
        List<string> seen = [];
        var page = await node.ReadAsync("/api/meetings?limit=4");
        for (var number = 0; ; number++)
        {
            seen.AddRange(page.Ids);
            if (page.Next is null)
                break;
            await node.RecordAsync(Held($"m-before-{number}", 1));
            page = await node.ReadAsync($"/api/meetings?limit=4&after={page.Next}");
        }
        seen.ShouldBe(Enumerable.Range(1, 9).Select(day => $"n-one/m-{day}"));
    }

    [Fact]
    public async Task the_latest_first_is_paged_the_same_way()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync([ViewsNode.Opening("n-one"), .. Enumerable.Range(1, 5).Select(day => Held($"m-{day}", day))]);
        var first = await node.ReadAsync("/api/meetings?limit=3&sort=-when");
        var second = await node.ReadAsync($"/api/meetings?limit=3&sort=-when&after={first.Next}");
        first.Ids.Concat(second.Ids).ShouldBe(Enumerable.Range(1, 5).Reverse().Select(day => $"n-one/m-{day}"));
        (await node.ReadAsync($"/api/meetings?after={first.Next}")).Status.ShouldBe(422);
    }

    [Theory]
    [InlineData("staus=Held", "staus")]
    [InlineData("status=Hold", "status")]
    [InlineData("from=soon", "from")]
    [InlineData("after=made-up", "after")]
    [InlineData("sort=colour", "sort")]
    [InlineData("q=%21", "q")]
    [InlineData("limit=0", "limit")]
    public async Task a_question_that_is_not_understood_is_refused(string query, string name)
    {
        var node = await server.SharedAsync();
        var answer = await node.GetAsync($"/api/meetings?{query}");
        answer.Status.ShouldBe(422);
        answer.Body.ToJsonString().ShouldContain(name);
    }

    [Fact]
    public async Task meetings_are_found_by_party_status_and_window()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"), Held("m-third", 3), Summit,
            """{"negotiation":"n-one","command":"ScheduleMeeting","meeting":"m-summit","when":"[2025-08-11..2025-08-17]","tentative":true,"occurred":"2025-08-07"}""");
        (await node.ReadAsync("/api/meetings?status=Scheduled,Held&party=USA,RUS&from=2025-08-17&to=2025-08-20")).Ids.ShouldBe(["n-one/m-summit"]);
        (await node.ReadAsync("/api/meetings?to=2025-08-10")).Ids.ShouldBe(["n-one/m-third"]);
        (await node.ReadAsync("/api/meetings?party=UKR")).Ids.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("مفاوضات", true)] // the text says: the negotiations
    [InlineData("الْمُفَاوَضَات", true)]
    [InlineData("قمه", true)]
    [InlineData("اوشاكوف", true)]
    [InlineData("négociations genève", true)]
    [InlineData("NEGOCIATION", true)]
    [InlineData("переговор", true)]
    [InlineData("会談", true)]
    [InlineData("談", true)]
    [InlineData("脳会談", true)]
    [InlineData("談会", false)]
    [InlineData("会議", false)]
    [InlineData("𞤆𞤵𞤤", true)]
    [InlineData("השלום", true)]
    [InlineData("' or 1=1 --", false)]
    [InlineData("%", null)]
    [InlineData("genève tokyo", false)]
    [InlineData("\\ ' :* summit", false)]
    public async Task words_are_found_in_any_script(string words, bool? found)
    {
        var node = await server.SharedAsync(ViewsNode.Opening("n-one"),
            """
            {"negotiation":"n-one","command":"RecordStatement","id":"s-one","speaker":"RUS.Ushakov","kind":"Claim","quote":"قال أوشاكوف إن المفاوضاتِ قبل القمة","translation":"Les négociations à Genève; переговоры; 首脳会談; 𞤆𞤵𞤤𞤢𞤪; הַשָּׁלוֹם","occurred":"2025-08-02"}
            """.Trim());
        var answer = await node.ReadAsync($"/api/statements?q={Uri.EscapeDataString(words)}");
        answer.Status.ShouldBe(found is null ? 422 : 200);
        if (found is not null)
            answer.Ids.Count.ShouldBe(found.Value ? 1 : 0);
    }

    [Fact]
    public async Task ages_are_counted_by_the_clock_of_the_database()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-old","by":["USA"],"to":["RUS"],"about":"Terms","occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-new","by":["USA"],"to":["RUS"],"about":"Terms"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"p-old","by":"RUS","answer":"NoResponse"}""");
        var old = await node.ReadAsync("/api/proposals?olderThan=P3D&status=Unanswered&owedBy=RUS&silence=NoResponse");
        old.Ids.ShouldBe(["n-one/p-old"]);
        ((long)old.Items[0]["age"]!).ShouldBeGreaterThan(3 * 86_400);
        (await node.ReadAsync("/api/proposals?youngerThan=P3D")).Ids.ShouldBe(["n-one/p-new"]);
        (await node.ReadAsync("/api/proposals?olderThan=3days")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task the_first_meeting_since_geneva_is_derived_across_negotiations()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-old", "Strategic stability"), ViewsNode.Opening("n-one"),
            """{"negotiation":"n-old","command":"RecordMeetingHeld","meeting":"m-geneva","when":"2021-06","outcome":"JointStatement","kind":"Summit","level":"Leaders","participants":["USA.Biden","RUS.Putin"],"place":"Geneva","occurred":"2021-06"}""",
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-envoys","when":"2025-08-06","outcome":"Progress","kind":"EnvoyVisit","level":"Envoy","participants":["USA.Witkoff","RUS.Putin"],"place":"Moscow","occurred":"2025-08-06"}""",
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-alaska","when":"2025-08-15","outcome":"NoAgreement","kind":"Summit","level":"Leaders","participants":["USA.Trump","RUS.Putin"],"place":"Anchorage","occurred":"2025-08-15"}""");
        var diary = await node.ReadAsync("/api/actors/USA/diary?with=RUS&level=Leaders");
        diary.Items.ConvertAll(contact => (string)contact["meeting"]!).ShouldBe(["m-alaska", "m-geneva"]);
        var previous = diary.Items[0]["previous"].ShouldNotBeNull();
        ((string?)previous["negotiation"], (string?)previous["place"], (string?)previous["when"], (int)previous["days"]!).ShouldBe(("n-old", "Geneva", "2021-06", 1507));
        diary.Items[1]["previous"].ShouldBeNull();
        (await node.ReadAsync("/api/actors/Putin/diary?with=Trump")).Items.ShouldHaveSingleItem();
        (await node.ReadAsync("/api/actors/Nobody/diary")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_indirect_contact_is_no_meeting_of_the_two_but_comes_before_the_next()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            """{"negotiation":"n-one","command":"OpenNegotiation","title":"Nuclear talks","parties":["USA","IRN","OMN:Mediator"],"occurred":"2015-01-01"}""",
            Talks("m-geneva", "2015-03-30", "Bilateral"), Talks("m-muscat", "2025-04-12", "Proximity"), Talks("m-rome", "2025-04-19", "Indirect"),
            Talks("m-oslo", "2025-05-11", "Bilateral"));
        var diary = (await node.ReadAsync("/api/actors/USA/diary?with=IRN")).Items;
        diary.ConvertAll(contact => $"{contact["meeting"]} {contact["directness"]} after {contact["previous"]?["meeting"]}")
            .ShouldBe(["m-oslo Direct after m-geneva", "m-rome Indirect after m-muscat", "m-muscat Indirect after m-geneva", "m-geneva Direct after "]);
        ((string?)diary[1]["format"], (string?)diary[1]["previous"]!["directness"]).ShouldBe(("Indirect", "Indirect"));
        (await node.ReadAsync("/api/actors/USA/diary?with=OMN&directness=Direct")).Items.Count.ShouldBe(4);
        (await node.ReadAsync("/api/actors/IRN/diary?directness=Indirect")).Items.ConvertAll(contact => (string)contact["meeting"]!).ShouldBe(["m-rome", "m-muscat"]);

        static string Talks(string meeting, string when, string format) =>
            $$"""{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"{{meeting}}","when":"{{when}}","outcome":"Progress","kind":"TalksRound","level":"Ministers","format":"{{format}}","participants":["USA","IRN","OMN"],"occurred":"{{when}}"}""";
    }

    [Fact]
    public async Task dissent_stands_beside_what_it_is_about_until_it_is_lifted()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"), Summit,
            """{"negotiation":"n-one","command":"RecordAgreementStage","id":"a-truce","stage":"Announced","type":"Ceasefire","by":["USA"],"concerns":["m-summit"],"occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-denial","speaker":"RUS.Peskov","kind":"Denial","about":["a-truce","m-summit"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-place","speaker":"RUS.Peskov","kind":"Denial","aspect":"place","about":["m-summit"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-strike","kind":"Act","by":["Wagner"],"about":["a-truce"],"occurred":"2025-08-03"}""");
        var agreement = (await node.ReadAsync("/api/agreements")).Items.ShouldHaveSingleItem();
        (agreement["contestedBy"]!.ToJsonString(), (string?)agreement["concerns"]![0]!["id"]).ShouldBe(("[\"RUS\"]", "m-summit"));
        var act = (await node.ReadAsync("/api/statements?kind=Act&by=Wagner")).Items.ShouldHaveSingleItem();
        (act["speaker"], act["by"]!.ToJsonString()).ShouldBe((null, "[\"Wagner\"]"));
        await node.RecordAsync(
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-admission","speaker":"RUS.Putin","kind":"Admission","about":["a-truce"],"occurred":"2025-08-04"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"m-summit","by":"RUS","answer":"Accepted","occurred":"2025-08-04"}""");
        (await node.ReadAsync("/api/agreements")).Items[0]["contestedBy"]!.ToJsonString().ShouldBe("[]");
        (await node.ReadAsync("/api/meetings")).Items[0]["dissent"]!.ToJsonString().ShouldBe("""[{"by":"RUS","aspect":"place"}]""");
    }

    [Fact]
    public async Task who_came_stands_in_the_diary_and_the_others_owe_answers_still()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"ProposeSummit","id":"m-one","by":["USA.Trump"],"to":["RUS","UKR"],"occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"m-one","by":"RUS","answer":"Rejected","occurred":"2025-08-03"}""");
        (await node.ReadAsync("/api/proposals?owedBy=UKR")).Ids.ShouldBe(["n-one/m-one"]);
        (await node.ReadAsync("/api/proposals?owedBy=RUS")).Ids.ShouldBeEmpty();
        await node.RecordAsync(
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-one","when":"2025-08-15","outcome":"Progress","participants":["USA.Vance","UKR"],"occurred":"2025-08-15"}""");
        (await node.ReadAsync("/api/actors/UKR/diary")).Items.ConvertAll(contact => (string)contact["with"]!).ShouldBe(["USA", "Vance"], ignoreOrder: true);
        (await node.ReadAsync("/api/proposals?owed=true")).Ids.ShouldBeEmpty();
    }

    [Fact]
    public async Task each_meets_each_of_the_others_whatever_the_page()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-1","when":"2025-08-06","outcome":"Progress","kind":"Consultation","participants":["USA.Witkoff","RUS.Putin","UKR"],"occurred":"2025-08-06"}""",
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-1b","when":"2025-08-06","outcome":"Progress","kind":"Consultation","participants":["USA","RUS"],"occurred":"2025-08-06"}""");
        List<string> seen = [];
        for (var page = await node.ReadAsync("/api/actors/USA/diary?limit=1&sort=when"); ; page = await node.ReadAsync($"/api/actors/USA/diary?limit=1&sort=when&after={page.Next}"))
        {
            seen.AddRange(page.Ids);
            if (page.Next is null)
                break;
        }
        seen.ShouldBe(["n-one/m-1/USA/Putin", "n-one/m-1/USA/RUS", "n-one/m-1/USA/UKR", "n-one/m-1b/USA/RUS"]);
        var first = (await node.ReadAsync("/api/actors/UKR/diary?withParty=USA&sort=-when")).Items;
        first.ConvertAll(one => $"{one["actor"]}-{one["with"]}-{one["withParty"]}-{one["withPresence"]}").ShouldBe(["UKR-Witkoff-USA-Participant", "UKR-USA-USA-Participant"]);

        await ViewsNode.EventuallyAsync(() => node.AskAsync<bool>("select to_regclass('dashboards.contacts') is not null"), "contacts");
        (await node.AskAsync<string>("select string_agg(actor || '-' || with_actor, ' ' order by id) from dashboards.contacts where meeting = 'm-1'"))
            .ShouldBe("Putin-UKR Putin-USA Putin-Witkoff RUS-UKR RUS-USA RUS-Witkoff UKR-Putin UKR-RUS UKR-USA UKR-Witkoff USA-Putin USA-RUS USA-UKR Witkoff-Putin Witkoff-RUS Witkoff-UKR");
    }

    [Fact]
    public async Task forecasts_are_scored_and_speakers_calibrated()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"), Summit,
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-one","speaker":"USA.Trump","kind":"Expectation","likelihood":"likely","about":["m-summit"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-two","speaker":"USA.Trump","kind":"Expectation","likelihood":"unlikely","about":["m-summit"],"occurred":"2025-08-04"}""",
            """{"negotiation":"n-one","command":"RecordMeetingHeld","meeting":"m-summit","when":"2025-08-15","outcome":"NoAgreement","occurred":"2025-08-15"}""");
        (await node.ReadAsync("/api/forecasts?sort=brier")).Items.ConvertAll(item => (double)item["brier"]!).ShouldBe([0.105625, 0.455625]);
        var speaker = (await node.ReadAsync("/api/forecasts/calibration")).Items.ShouldHaveSingleItem();
        ((int)speaker["scored"]!, (double)speaker["brier"]!, speaker["bins"]!.AsArray().Count).ShouldBe((2, 0.280625, 2));
    }

    [Theory]
    [InlineData("/api/agreements")]
    [InlineData("/api/deadlines?overdue=true")]
    [InlineData("/api/deadlines?within=P7D&extended=true")]
    [InlineData("/api/positions?blocks=m-summit&standing=true")]
    [InlineData("/api/activity?dyad=USA-RUS&from=2025-08-01&to=2025-08-31&party=USA")]
    [InlineData("/api/statements?about=m-summit&kind=Denial&from=2025")]
    [InlineData("/api/forecasts?overdue=false")]
    [InlineData("/api/agreements?sort=-effective&party=RUS&q=framework")]
    public async Task every_view_answers(string path)
    {
        var node = await server.SharedAsync(
            ViewsNode.Opening("n-one"), Summit,
            """{"negotiation":"n-one","command":"StatePosition","id":"d-first","by":"RUS","kind":"Demand","text":"withdrawal","blocks":["m-summit"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordAgreementStage","id":"a-framework","stage":"Announced","type":"Framework","by":["RUS","USA"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"SetDeadline","id":"t-one","when":"2025-08-08","subject":"ceasefire","occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-one","speaker":"RUS.Peskov","kind":"Denial","about":["m-summit"],"occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-two","speaker":"RUS.Peskov","kind":"Expectation","about":["m-summit"],"occurred":"2025-08-03"}""");
        (await node.ReadAsync(path)).Items.Count.ShouldBe(path.Contains("within") ? 0 : 1);
    }

    internal static string Held(string id, int day, string negotiation = "n-one") =>
        $$"""{"negotiation":"{{negotiation}}","command":"RecordMeetingHeld","meeting":"{{id}}","when":"2025-08-0{{day}}","outcome":"Progress","kind":"Call","participants":["USA","RUS"],"occurred":"2025-08-0{{day}}"}""";
}
