using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Commands_become_json : CliTest
{
    private async Task Sends(string target, string json, params string[] args)
    {
        var result = await Diplo(args);
        result.Code.ShouldBe(0, result.Error);
        var (sent, _, body) = Tracker.Requests[^1];
        sent.ShouldBe($"POST /api/negotiations{target}");
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(json)).ShouldBeTrue(body);
    }

    [Fact]
    public Task a_meeting_is_scheduled_with_phrase_and_basis() => Sends(
        "/n/schedule-meeting",
        """
        { "meeting": "m-summit", "when": "[2025-08-11..2025-08-17]", "tentative": true, "confirmedBy": ["RUS", "USA"],
          "occurred": "2025-08-07", "phrase": { "text": "الأسبوع المقبل", "language": "ar" },
          "basis": [{ "speaker": "RUS.Ushakov", "via": ["TASS, Interfax"], "publishedAt": "2025-08-07T12:00:00+03:00",
                      "reliability": "B", "credibility": 2 }] }
        """,
        "schedule-meeting", "n", "--meeting", "m-summit", "--when", "[2025-08-11..2025-08-17]", "--tentative",
        "--confirmed-by", "RUS,USA", "--occurred", "2025-08-07", "--phrase", "الأسبوع المقبل", "--phrase-language", "ar",
        "--speaker", "RUS.Ushakov", "--via", "TASS, Interfax", "--published-at", "2025-08-07T12:00:00+03:00",
        "--reliability", "B", "--credibility", "2");

    [Fact]
    public Task a_negotiation_is_opened_with_roles() => Sends(
        "",
        """{ "key": "n", "title": "War", "parties": [{ "code": "USA", "role": "Mediator" }, { "code": "RUS" }] }""",
        "open-negotiation", "n", "--title", "War", "--party", "USA:Mediator", "--party", "RUS");

    [Fact]
    public Task the_commas_of_a_condition_stay() => Sends(
        "/n/answer-proposal",
        """{ "id": "p", "by": "RUS", "answer": "AcceptedConditionally", "conditions": ["terms first, then talks"] }""",
        "answer-proposal", "n", "--id", "p", "--by", "RUS", "--answer", "AcceptedConditionally", "--condition",
        "terms first, then talks");

    [Fact]
    public Task a_statement_has_a_speaker_of_its_own() => Sends(
        "/n/record-statement",
        """{ "id": "s", "speaker": "AFP", "kind": "Context", "about": ["m"], "basis": [{ "speaker": "UNSC" }] }""",
        "record-statement", "n", "--id", "s", "--speaker", "AFP", "--kind", "Context", "--about", "m",
        "--basis-speaker", "UNSC");

    [Theory]
    [InlineData("", "")]
    [InlineData(""", "tentative": true""", "--tentative")]
    [InlineData(""", "tentative": false""", "--tentative=false")]
    public Task a_meeting_is_moved_as_tentative_as_it_was_unless_that_is_said(string tentative, string option) => Sends(
        "/n/reschedule-meeting", $$"""{ "meeting": "m", "when": "2025-08-16"{{tentative}} }""",
        ["reschedule-meeting", "n", "--meeting", "m", "--when", "2025-08-16", .. option.Length > 0 ? [option] : Array.Empty<string>()]);

    [Fact]
    public Task a_deadline_is_missed() => Sends(
        "/n/close-deadline", """{ "id": "t", "met": false }""", "close-deadline", "n", "--id", "t", "--met", "false");

    [Fact]
    public Task a_correction_carries_the_fields_anew() => Sends(
        "/n/correct",
        """{ "fact": "e-1", "mode": "Amended", "reason": "typo", "replacement": { "when": "2025-08-15" } }""",
        "correct", "n", "--fact", "e-1", "--mode", "Amended", "--reason", "typo", "--replacement",
        """{"when":"2025-08-15"}""");

    [Fact]
    public Task a_round_is_a_number() => Sends(
        "/n/record-meeting-held",
        """{ "meeting": "m", "when": "2025-05-16", "outcome": "NoAgreement", "round": 3 }""",
        "record-meeting-held", "n", "--meeting", "m", "--when", "2025-05-16", "--outcome", "NoAgreement", "--round", "3");

    [Fact]
    public async Task how_to_send_is_said_in_headers()
    {
        var key = Guid.NewGuid();
        await Diplo("confirm-date", "n", "--meeting", "m", "--by", "RUS", "--if-match", "7", "--idempotency-key",
            key.ToString(), "--park");
        var headers = Tracker.Requests[^1].Headers;
        headers.IfMatch.ToString().ShouldBe("\"7\"");
        headers["Idempotency-Key"].ToString().ShouldBe(key.ToString());
        headers["Prefer"].ToString().ShouldBe("respond-async");
    }

    [Fact]
    public async Task every_command_of_the_client_is_a_subcommand_with_help()
    {
        foreach (var name in Client.CommandJson.Commands.Keys.Select(Client.CommandJson.Slug))
        {
            var help = await Diplo(name, "--help");
            help.Code.ShouldBe(0);
            help.Out.ShouldContain("--occurred", customMessage: name);
        }
        Client.CommandJson.Commands.Count.ShouldBe(30);
    }
}
