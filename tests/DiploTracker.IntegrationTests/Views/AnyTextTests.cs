using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>
/// No accepted fact can stop a view: every text member of every command holds texts of every kind, as long as they may
/// be, and each view shows, searches and exports them.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class AnyTextTests(ViewsFixture server)
{
    private static readonly Random Chance = new(20250815);

    /// <summary>Texts that have stopped a program before; each is cut to the longest that a member takes.</summary>
    private static readonly string[] Texts =
    [
        string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => (char)Chance.Next('a', 'z' + 1))),
        string.Join(' ', Enumerable.Range(0, Limits.Text).Select(number => $"w{number:x}")),
        string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => (char)Chance.Next(0x4E00, 0x9FFF))),
        string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => (char)Chance.Next(0x0621, 0x06D3))),
        string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => (char)Chance.Next(0xFBD3, 0xFD3D))), // ligatures, which grow when folded
        string.Concat(Enumerable.Range(0, Limits.Text / 2).Select(_ => char.ConvertFromUtf32(Chance.Next(0x1F300, 0x1F64F)))),
        string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => AnyRune())),
        "a" + new string('\u0301', Limits.Text - 1),
        new string(' ', Limits.Text),
        "\u0001\u001b[2J\u009b31m\r\n\u2028\u202E\u2066\t\\ \\u0000 \u007f",
        "'; drop table mt_events; -- {\"a\":[NULL,\"\\\"]} $1 {0} %s <b>&amp;</b> \u00A0",
        "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nUID:x\n",
        "~0", "[erased]", "NULL", "null", "\u2067", "\uFEFF", ".", ",", "\"", "''",
    ];

    private static readonly string[] Parties =
    [
        "USA", string.Concat(Enumerable.Range(0, Limits.Name).Select(_ => (char)Chance.Next(0x4E00, 0x9FFF))),
        string.Concat(Enumerable.Range(0, Limits.Name / 2).Select(_ => char.ConvertFromUtf32(Chance.Next(0x20000, 0x2A6D0)))),
        "KPA/CPV (UN) & O'Brien + 3 #1 @x", "و\u0627" + new string('ي', Limits.Name - 2),
    ];

    private static readonly string[] Dates =
    [
        "0001-01-01T00:00+14:00", "9999-12-31T23:59:59-14:00", "0001", "9999-12-31", "../0001-01-01", "9999/..", "2025-08-15T00:00:00+14:00", "2025-08-15~",
        $"[{string.Join(',', Enumerable.Range(0, Limits.DatesInSet).Select(day => new DateOnly(1900, 1, 1).AddDays(400 * day).ToString("O")))}]",
    ];

    /// <summary>A course in which each command has its turn; the texts that are not given are filled in.</summary>
    private static IEnumerable<(string Command, string Json)> Course(int turn)
    {
        var (a, b) = (JsonValue.Create(Parties[turn % Parties.Length]).ToJsonString(), JsonValue.Create(Parties[(turn + 1) % Parties.Length]).ToJsonString());
        var person = JsonValue.Create($"{Parties[(turn + 1) % Parties.Length]}.{Parties[(turn + 2) % Parties.Length]}").ToJsonString();
        yield return ("ProposeMeeting", $$"""{"id":"m-1","by":[{{a}},{{person}}],"to":[{{b}}],"participants":[{{a}},{{person}}]}""");
        yield return ("AnswerProposal", $$"""{"id":"m-1","by":{{b}},"answer":"AcceptedConditionally"}""");
        yield return ("AnswerProposal", $$"""{"id":"m-1","by":{{person}},"answer":"Accepted"}""");
        yield return ("StatePosition", $$"""{"id":"d-1","by":{{person}},"to":[{{a}}],"kind":"Demand","blocks":["m-1"]}""");
        yield return ("ChangePosition", $$"""{"id":"d-1","by":{{person}},"change":"Softened"}""");
        yield return ("ScheduleMeeting", """{"meeting":"m-1","when":"2025-08-15","despite":["d-1"]}""");
        yield return ("ConfirmDate", $$"""{"meeting":"m-1","by":{{person}}}""");
        yield return ("RescheduleMeeting", $$"""{"meeting":"m-1","when":{{JsonValue.Create(Dates[turn % Dates.Length]).ToJsonString()}}}""");
        yield return ("SetFormat", """{"meeting":"m-1"}""");
        yield return ("AgreeVenueInPrinciple", """{"meeting":"m-1"}""");
        yield return ("DiscloseVenue", """{"meeting":"m-1"}""");
        yield return ("ConfirmVenue", """{"meeting":"m-1"}""");
        yield return ("CancelMeeting", $$"""{"meeting":"m-1","by":{{a}}}""");
        yield return ("ReinstateMeeting", $$"""{"meeting":"m-1","by":{{a}},"when":"2025-08-20"}""");
        yield return ("PostponeMeeting", $$"""{"meeting":"m-1","by":{{a}}}""");
        yield return ("RecordMeetingHeld", $$"""{"meeting":"m-2","when":"2025-08-21","outcome":"Progress","kind":"TalksRound","participants":[{{a}},{{person}}],"round":1}""");
        yield return ("ProposeSummit", $$"""{"id":"m-3","by":[{{a}}],"to":[{{b}}]}""");
        yield return ("ScheduleMeeting", $$"""{"meeting":"m-3","when":{{JsonValue.Create(Dates[(turn + 1) % Dates.Length]).ToJsonString()}},"tentative":true}""");
        yield return ("RecordMeetingNotHeld", $$"""{"meeting":"m-3","reason":"NoShow","absent":[{{b}}]}""");
        yield return ("MakeProposal", $$"""{"id":"p-1","by":[{{a}}],"to":[{{b}}]}""");
        yield return ("AnswerProposal", $$"""{"id":"p-1","by":{{b}},"answer":"Deferred"}""");
        yield return ("CloseProposal", $$"""{"id":"p-1","how":"Lapsed","by":{{a}}}""");
        yield return ("RecordAgreementStage", $$"""{"id":"a-1","stage":"Announced","by":[{{a}},{{b}}]}""");
        yield return ("SetDeadline", $$"""{"id":"t-1","when":{{JsonValue.Create(Dates[(turn + 2) % Dates.Length]).ToJsonString()}}}""");
        yield return ("SetDeadline", """{"id":"t-2","when":"2025-08-21"}""");
        yield return ("CloseDeadline", """{"id":"t-2","met":true}""");
        yield return ("RecordStatement", $$"""{"id":"s-1","speaker":{{person}},"kind":"Expectation","about":["m-1","negotiation"],"expects":{{JsonValue.Create(Dates[(turn + 3) % Dates.Length]).ToJsonString()}}}""");
        yield return ("RecordStatement", $$"""{"id":"s-2","speaker":{{b}},"kind":"Denial","about":["m-2"]}""");
        yield return ("EnterPhase", """{"phase":"Suspended"}""");
        yield return ("RemoveParty", $$"""{"party":{{a}}}""");
        yield return ("AddParty", $$"""{"party":{{a}}}""");
    }

    [Fact]
    public async Task whatever_is_accepted_is_shown_searched_exported_and_verified_and_stops_no_view()
    {
        await using var node = await server.StartAsync();
        List<string> lines = [];
        for (var turn = 0; turn < Texts.Length; turn++)
        {
            var day = 0;
            lines.Add(Line($"n-{turn}", "OpenNegotiation", new JsonObject { ["parties"] = new JsonArray([.. Parties.Select(party => JsonValue.Create(party))]) }, turn, day));
            foreach (var (command, json) in Course(turn))
                lines.Add(Line($"n-{turn}", command, JsonNode.Parse(json)!.AsObject(), turn, ++day));
        }
        await node.RecordAsync([.. lines]);

        await AreWellAsync(node);
        foreach (var view in node.Services.GetService<ProjectionCatalogue>()!.All)
            (await node.CommandAsync(ViewsAction.rebuild, view.Name)).ShouldSatisfyAllConditions(
                rebuilt => rebuilt.Done.ShouldBeTrue(rebuilt.Output), rebuilt => rebuilt.Output.ShouldContain("rows agree"));
        await AreWellAsync(node);
    }

    private static readonly string Page = string.Concat(Enumerable.Range(0, 2_700).Select(_ => (char)Chance.Next(0x4E00, 0x9FFF)));

    [Fact]
    public async Task a_noncharacter_and_a_speaker_as_long_as_a_page_of_an_earlier_build_are_shown_and_searched()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), ViewsNode.Opening("n-three"));
        await node.RecordUncheckedAsync("n-one", new RecordStatement("s-1", "RUS", StatementKind.Claim, Quote: "peace a\ufffe") { Occurred = Edtf.Parse("2025-02-01") });
        await node.RecordUncheckedAsync("n-one", new RecordStatement("s-2", Page, StatementKind.Expectation, Quote: "peace", Expects: Edtf.Parse("2025-03-01")) { Occurred = Edtf.Parse("2025-02-01") });
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1, "n-three"));

        (await node.ReadAsync("/api/statements?q=peace")).Ids.ShouldBe(["n-one/s-1", "n-one/s-2"], ignoreOrder: true);
        (await node.ReadAsync("/api/forecasts")).Body["missing"].ShouldBeNull();
        (await node.ReadAsync("/api/meetings")).Ids.ShouldContain("n-three/m-one");
        await IsVerifiedAsync(node);
    }

    [Fact]
    public async Task a_party_as_long_as_a_page_of_an_earlier_build_stops_no_other_negotiation()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-two"), ViewsNode.Opening("n-three"));
        await node.ReadAsync("/api/meetings");
        await node.RecordUncheckedAsync("n-two", new AddParty(Page) { Occurred = Edtf.Parse("2025-08-02") });
        await node.RecordUncheckedAsync("n-two", new RecordMeetingHeld("m-1", Edtf.Parse("2025-08-03"), MeetingOutcome.Progress, Kind: MeetingKind.Call, Participants: [Page, "USA"]) { Occurred = Edtf.Parse("2025-08-03") });
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1, "n-three"));

        (await node.ReadAsync("/api/meetings")).Ids.ShouldContain("n-three/m-one");
        (await node.ReadAsync("/api/actors/USA/diary")).Status.ShouldBe(200);
        await node.RecordAsync("""{"negotiation":"n-two","command":"EnterPhase","phase":"Agreement","occurred":"2025-08-09"}"""); // it still takes facts
        (await node.GetAsync("/api/negotiations/n-two")).Status.ShouldBe(200);
        await IsVerifiedAsync(node);
    }

    /// <summary>Once it is sealed.</summary>
    private static Task IsVerifiedAsync(ViewsNode node) => ViewsNode.EventuallyAsync(
        async () => (await node.GetAsync("/api/audit/verify")).Body["valid"]!.GetValue<bool>(), "the log is valid");

    private static async Task AreWellAsync(ViewsNode node)
    {
        await ViewsNode.EventuallyAsync(async () => (await node.HealthAsync()).StartsWith("Healthy", StringComparison.Ordinal), "every view is well");
        foreach (var view in new[] { "negotiations", "meetings", "proposals", "positions", "agreements", "deadlines", "statements" })
        {
            var all = await node.ReadAsync($"/api/{view}?limit=1000");
            all.Body["missing"].ShouldBeNull(view);
            all.Items.Count.ShouldBeGreaterThanOrEqualTo(Texts.Length, view);
            foreach (var text in Texts)
                if (new string([.. text.Take(40)]) is var question && SearchText.WordsOf(question).Count is > 0 and <= 20)
                    (await node.GetAsync($"/api/{view}?q={Uri.EscapeDataString(Cut(question, 40))}")).Status.ShouldBe(200, question);
        }
        foreach (var path in new[] { "/api/forecasts", "/api/forecasts/calibration", "/api/activity", "/api/actors", "/api/actors?q=usa" }
            .Concat(Parties.Select(party => $"/api/actors/{Uri.EscapeDataString(party)}/diary")))
            (await node.ReadAsync(path)).ShouldSatisfyAllConditions(answer => answer.Status.ShouldBe(200, path), answer => answer.Body["missing"].ShouldBeNull(path));
        (await node.CalendarAsync("/calendar.ics")).Events.Count.ShouldBeGreaterThanOrEqualTo(Texts.Length);
        foreach (var turn in Enumerable.Range(0, Texts.Length))
        {
            foreach (var read in new[] { "?explain=true", "/history?order=occurred", "/meetings/m-2/event.jsonld", "/parked", "/diff?axis=occurred&from=2025-01-01&to=2025-12-31" })
                (await node.GetAsync($"/api/negotiations/n-{turn}{read}")).Status.ShouldBe(200, read);
            (await node.GetAsync($"/api/audit/negotiations/n-{turn}/replay")).Status.ShouldBe(200);
        }
        await IsVerifiedAsync(node);
        (await node.CalendarAsync("/api/audit/export")).Lines.Count.ShouldBeGreaterThan(Texts.Length);
    }

    /// <summary>A line of a command, with a text of this turn in every member of text that it does not give.</summary>
    private static string Line(string negotiation, string command, JsonObject given, int turn, int day)
    {
        if (command == "OpenNegotiation")
            given["key"] = negotiation;
        Fill(Language.Commands[command], given, turn);
        given["occurred"] = new DateOnly(2025, 7, 1).AddDays(day).ToString("O");
        given["basis"] = new JsonArray(Filled(typeof(Basis), turn), Filled(typeof(Basis), turn + 1));
        given["phrase"] = Filled(typeof(Phrase), turn);
        (given["negotiation"], given["command"]) = (negotiation, command);
        return given.ToJsonString();
    }

    private static JsonObject Filled(Type type, int turn)
    {
        var members = new JsonObject();
        Fill(type, members, turn);
        return members;
    }

    private static void Fill(Type type, JsonObject given, int turn)
    {
        foreach (var member in CommandJson.Options.GetTypeInfo(type).Properties.Where(member => !given.ContainsKey(member.Name) && member.Name != "recipients"))
            if (member.PropertyType == typeof(string))
                given[member.Name] = TextOf(TextForms.Of(member.Name, isList: false), turn);
            else if (member.PropertyType == typeof(EquatableArray<string>) && TextForms.Of(member.Name, isList: true) is (TextForm.Words or TextForm.Label) and var form)
                given[member.Name] = new JsonArray(TextOf(form, turn), TextOf(form, turn + 1));
    }

    private static string? TextOf(TextForm form, int turn) => form switch
    {
        TextForm.Words or TextForm.Label => Cut(Texts[turn % Texts.Length], TextForms.Longest(form)) is var text && string.IsNullOrWhiteSpace(text) ? "x" + text[1..] : text,
        TextForm.Name => Parties[turn % Parties.Length],
        TextForm.Language => "zh-Hant-TW",
        _ => null,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string AnyRune()
    {
        while (true)
            if (Rune.TryCreate(Chance.Next(1, 0x110000), out var rune) && Characters.WhyNot(rune.ToString()) is null)
                return rune.ToString();
    }
}
