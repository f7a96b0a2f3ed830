using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>What is sent is what was meant, and the tracker takes it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Commands_become_json(TrackerFixture tracker) : CliTest(tracker)
{
    private async Task Sends(string target, string json, params string[] args)
    {
        var result = await Diplo(args);
        result.Code.ShouldBe(0, result.Error);
        var (sent, _, body) = Wire.Requests[^1];
        sent.ShouldBe($"POST /api/negotiations{target}");
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(json)).ShouldBeTrue(body);
    }

    [Fact]
    public async Task a_meeting_is_scheduled_with_phrase_and_basis()
    {
        await OpenAsync();
        await DoneAsync("propose-summit", """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await Sends(
            $"/{Key}/schedule-meeting",
            """
            { "meeting": "m-summit", "when": "[2025-08-11..2025-08-17]", "tentative": true, "confirmedBy": ["RUS", "USA"],
              "occurred": "2025-08-07", "phrase": { "text": "الأسبوع المقبل", "language": "ar" },
              "basis": [{ "speaker": "RUS.Ushakov", "via": ["TASS", "Interfax", "Yedioth, Ltd."], "publishedAt": "2025-08-07T12:00:00+03:00",
                          "reliability": "B", "credibility": 2 }] }
            """,
            "schedule-meeting", Key, "--meeting", "m-summit", "--when", "[2025-08-11..2025-08-17]", "--tentative",
            "--confirmed-by", "RUS,USA", "--occurred", "2025-08-07", "--phrase", "الأسبوع المقبل", "--phrase-language",
            "ar", "--speaker", "RUS.Ushakov", "--via", "TASS, Interfax", "--via", "Yedioth\\, Ltd.", "--published-at", "2025-08-07T12:00:00+03:00",
            "--reliability", "B", "--credibility", "2");
    }

    [Fact]
    public Task a_negotiation_is_opened_with_roles() => Sends(
        "",
        $$"""{ "key": "{{Key}}", "title": "War", "parties": [{ "code": "USA", "role": "Mediator" }, { "code": "RUS" }] }""",
        "open-negotiation", Key, "--title", "War", "--party", "USA:Mediator", "--party", "RUS");

    [Fact]
    public async Task the_commas_of_a_condition_stay()
    {
        await OpenAsync();
        await DoneAsync("make-proposal",
            """{"id":"p","by":["UKR"],"to":["RUS"],"about":"Terms","occurred":"2025-08-02"}""");
        await Sends(
            $"/{Key}/answer-proposal",
            """{ "id": "p", "by": "RUS", "answer": "AcceptedConditionally", "conditions": ["terms first, then talks"] }""",
            "answer-proposal", Key, "--id", "p", "--by", "RUS", "--answer", "AcceptedConditionally", "--condition",
            "terms first, then talks");
    }

    [Fact]
    public async Task a_statement_has_a_speaker_of_its_own()
    {
        await ScheduledAsync();
        await Sends(
            $"/{Key}/record-statement",
            """{ "id": "s", "speaker": "AFP", "kind": "Context", "about": ["m"], "basis": [{ "speaker": "UNSC" }] }""",
            "record-statement", Key, "--id", "s", "--speaker", "AFP", "--kind", "Context", "--about", "m",
            "--basis-speaker", "UNSC");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(""", "tentative": true""", "--tentative")]
    [InlineData(""", "tentative": false""", "--tentative=false")]
    public async Task a_meeting_is_moved_as_tentative_as_it_was_unless_that_is_said(string tentative, string option)
    {
        await ScheduledAsync();
        await Sends(
            $"/{Key}/reschedule-meeting", $$"""{ "meeting": "m", "when": "2025-08-16"{{tentative}} }""",
            ["reschedule-meeting", Key, "--meeting", "m", "--when", "2025-08-16", .. new[] { option }.Where(one => one != "")]);
    }

    [Fact]
    public async Task a_deadline_is_missed()
    {
        await OpenAsync();
        await DoneAsync("set-deadline", """{"id":"t","when":"2025-08-08","occurred":"2025-08-02"}""");
        await Sends(
            $"/{Key}/close-deadline", """{ "id": "t", "met": false }""",
            "close-deadline", Key, "--id", "t", "--met", "false");
    }

    [Fact]
    public async Task a_correction_carries_the_fields_anew()
    {
        var scheduled = (await ScheduledAsync())[^1].EventId;
        await Sends(
            $"/{Key}/correct",
            $$"""{ "fact": "{{scheduled}}", "mode": "Amended", "reason": "typo", "replacement": { "when": "2025-08-16" } }""",
            "correct", Key, "--fact", scheduled, "--mode", "Amended", "--reason", "typo", "--replacement",
            """{"when":"2025-08-16"}""");
    }

    [Fact]
    public async Task a_round_is_a_number()
    {
        await ScheduledAsync();
        await Sends(
            $"/{Key}/record-meeting-held",
            """{ "meeting": "m", "when": "2025-08-15", "outcome": "NoAgreement", "round": 3 }""",
            "record-meeting-held", Key, "--meeting", "m", "--when", "2025-08-15", "--outcome", "NoAgreement",
            "--round", "3");
    }

    [Fact]
    public async Task how_to_send_is_said_in_headers()
    {
        await ScheduledAsync();
        var key = Guid.NewGuid();
        var sent = await Diplo("confirm-date", Key, "--meeting", "m", "--by", "RUS", "--if-match", "4",
            "--idempotency-key", key.ToString(), "--park");
        sent.Code.ShouldBe(0, sent.Error);
        var headers = Wire.Requests[^1].Headers;
        headers["If-Match"].ShouldBe("\"4\"");
        headers["Idempotency-Key"].ShouldBe(key.ToString());
        headers["Prefer"].ShouldBe("respond-async");
    }

    [Fact]
    public async Task every_command_of_the_tracker_is_a_subcommand_with_help()
    {
        var commands = typeof(Negotiations.Command).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Negotiations.Command)))
            .Where(type => type is { IsPublic: true, IsAbstract: false })
            .Select(type => type.Name).ToList();
        Client.CommandJson.Commands.Keys.ShouldBe(commands, ignoreOrder: true);
        foreach (var name in commands.Select(Client.CommandJson.Slug))
        {
            var help = await Diplo(name, "--help");
            help.Code.ShouldBe(0);
            help.Out.ShouldContain("--occurred", customMessage: name);
        }
    }
}
