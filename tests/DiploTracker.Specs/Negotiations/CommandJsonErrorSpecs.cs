using System.Text;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What cannot be read is refused, naming the member: a typing error is never swallowed.</summary>
public sealed class CommandJsonErrorSpecs
{
    private static Refusal Refused(Type command, string json)
    {
        var (read, refusal) = CommandJson.Read(command, Encoding.UTF8.GetBytes(json));
        read.ShouldBeNull();
        refusal.ShouldNotBeNull().Code.ShouldBe("malformed");
        return refusal!;
    }

    private static IReadOnlyDictionary<string, string[]> Errors(Refusal refusal) =>
        (Dictionary<string, string[]>)refusal.Hints.Single(hint => hint.Name == "errors").Value;

    [Theory]
    [InlineData(""", "tentativ": true""", "tentativ", "has no member")]
    [InlineData(""", "Tentative": true""", "Tentative", "has no member")]
    [InlineData(""", "tentative": "true" """, "tentative", "true or false is expected")]
    [InlineData(""", "tentative": 1""", "tentative", "true or false is expected")]
    [InlineData(""", "confirmedBy": "USA" """, "confirmedBy", "a list is expected")]
    [InlineData(""", "confirmedBy": [1]""", "confirmedBy", "a text is expected")]
    [InlineData(""", "confirmedBy": [null]""", "confirmedBy", "null")]
    [InlineData(""", "occurred": 2025""", "occurred", "a date")]
    [InlineData(""", "phrase": "next week" """, "phrase", "an object is expected")]
    [InlineData(""", "phrase": { "text": "next week" }""", "phrase", "language")]
    [InlineData(""", "phrase": { "text": "next week", "language": "en", "lang": "en" }""", "phrase", "lang")]
    [InlineData(""", "basis": "AFP" """, "basis", "expected")]
    [InlineData(""", "basis": [null]""", "basis", "null")]
    [InlineData(""", "basis": { "speaker": 7 }""", "basis", "a text is expected")]
    [InlineData(""", "basis": [{ "who": "AFP" }]""", "basis", "who")]
    [InlineData(""", "basis": [{ "reliability": "G" }]""", "basis", "reliability")]
    [InlineData(""", "basis": [{ "credibility": "2" }]""", "basis", "credibility")]
    [InlineData(""", "basis": [{ "publishedAt": "yesterday" }]""", "basis", "RFC 3339")]
    [InlineData(""", "basis": [{ "speaker": "AFP" }, { "credibility": "2" }]""", "basis", "at [1].credibility: ")]
    [InlineData(""", "basis": [{ "via": ["AFP", "TASS", 3] }]""", "basis", "at [0][2]: a text is expected")]
    [InlineData(""", "marking": 1""", "marking", "a word is expected")]
    [InlineData(""", "embargoUntil": "2025-08-07T12:00:00" """, "embargoUntil", "RFC 3339")]
    [InlineData(""", "embargoUntil": "2025-08-07" """, "embargoUntil", "RFC 3339")]
    [InlineData(""", "embargoUntil": "2025-13-07T12:00:00Z" """, "embargoUntil", "RFC 3339")]
    [InlineData(""", "embargoUntil": 1754560800""", "embargoUntil", "RFC 3339")]
    public void the_member_that_is_wrong_is_named(string wrong, string member, string why)
    {
        var refusal = Refused(typeof(ScheduleMeeting), $$"""{ "meeting": "m-summit", "when": "2025-08-15"{{wrong}} }""");

        refusal.Status.ShouldBe(422);
        Errors(refusal).Keys.ShouldBe([member]);
        Errors(refusal)[member][0].ShouldContain(why);
        refusal.Detail.ShouldContain($"`{member}`");
    }

    [Theory]
    [InlineData(typeof(ScheduleMeeting), """{ "meeting": "m-1", "when": "2025", "basis": [{ "who": "AFP" }] }""")]
    [InlineData(typeof(ScheduleMeeting), """{ "meeting": "m-1", "when": "2025", "basis": [{ "reliability": "G" }] }""")]
    [InlineData(typeof(ScheduleMeeting), """{ "meeting": "m-1", "when": "2025", "basis": [{ "via": [null] }] }""")]
    [InlineData(typeof(ScheduleMeeting), """{ "meeting": "m-1", "when": "2025", "phrase": { "text": "next week" } }""")]
    [InlineData(typeof(ScheduleMeeting), """{ "meeting": "m-1", "when": "2025", "phrase": { "text": null, "language": "en" } }""")]
    [InlineData(typeof(OpenNegotiation), """{ "key": "abc", "title": "t", "parties": [{ "cod": "USA" }] }""")]
    [InlineData(typeof(OpenNegotiation), """{ "key": "abc", "title": "t", "parties": [{ "code": "USA", "role": null }] }""")]
    [InlineData(typeof(OpenNegotiation), """{ "key": "abc", "title": "t", "parties": [1, 2] }""")]
    public void what_is_wrong_is_said_without_the_words_of_the_program(Type command, string json)
    {
        var detail = Refused(command, json).Detail;

        detail.ShouldNotContain("DiploTracker");
        detail.ShouldNotContain(".NET");
        detail.ShouldNotContain("deseriali");
        detail.ShouldNotContain("a list is expected");
    }

    [Theory]
    [InlineData(typeof(ProposeMeeting), """{ "id": "m-1", "by": ["USA"], "to": ["RUS"]""", ", \"kind\": null, \"level\": null, \"format\": null, \"formality\": null, \"participants\": null, \"basis\": null }")]
    [InlineData(typeof(ScheduleMeeting), """{ "meeting": "m-1", "when": "2025-08-15" """, ", \"tentative\": null, \"confirmedBy\": null, \"occurred\": null, \"marking\": null }")]
    [InlineData(typeof(AddParty), """{ "party": "FRA" """, ", \"role\": null }")]
    [InlineData(typeof(OpenNegotiation), """{ "key": "abc", "title": "t", "parties": ["USA", "RUS"] """, ", \"phase\": null, \"subject\": null }")]
    public void null_is_the_same_as_left_out(Type command, string required, string nulls) =>
        CommandJson.Read(command, Encoding.UTF8.GetBytes(required + nulls)).Command
            .ShouldBe(CommandJson.Read(command, Encoding.UTF8.GetBytes(required + "}")).Command.ShouldNotBeNull());

    [Fact]
    public void all_that_is_wrong_is_said_at_once() =>
        Errors(Refused(typeof(ScheduleMeeting), """{ "when": 7, "tentativ": true }""")).Keys.Order().ShouldBe(["meeting", "tentativ", "when"]);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "meeting": null, "when": null }""")]
    public void what_is_missing_is_named(string json) =>
        Errors(Refused(typeof(ScheduleMeeting), json)).Keys.ShouldBe(["meeting", "when"]);

    [Fact]
    public void a_text_is_not_endless()
    {
        var longest = new string('a', Limits.Text);

        Errors(Refused(typeof(EnterPhase), $$"""{ "phase": "Agreement", "reason": "{{longest}}a" }"""))["reason"][0].ShouldContain("20,001");
        CommandJson.Read(typeof(EnterPhase), Encoding.UTF8.GetBytes($$"""{ "phase": "Agreement", "reason": "{{longest}}" }""")).Refusal.ShouldBeNull();
    }

    [Fact]
    public void a_text_can_be_stored()
    {
        Errors(Refused(typeof(EnterPhase), """{ "phase": "Agreement", "reason": "a\u0000b" }"""))["reason"][0].ShouldContain("U+0000");
        Errors(Refused(typeof(EnterPhase), """{ "phase": "Agreement", "reason": "a\ud800b" }""")).Keys.ShouldBe(["reason"]);
        Errors(Refused(typeof(OpenNegotiation), """{ "key": "abc", "title": "t", "parties": ["U\u0000SA", "RUS"] }""")).Keys.ShouldBe(["parties"]);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""["USA:"]""")]
    [InlineData("""[":Mediator"]""")]
    [InlineData("""["USA.Trump"]""")]
    [InlineData("""[{ "role": "Mediator" }]""")]
    [InlineData("""[{ "code": "USA", "name": "United States" }]""")]
    [InlineData("""[{ "code": "FRA", "memberOf": " " }]""")]
    [InlineData("[null]")]
    public void a_party_has_a_code_and_a_role(string parties) =>
        Errors(Refused(typeof(OpenNegotiation), $$"""{ "key": "abc", "title": "t", "parties": {{parties}} }""")).Keys.ShouldBe(["parties"]);

    [Theory]
    [InlineData("""{ "phase": "Agreement", "phase": "Concluded" }""")]
    [InlineData("""{ "phase": "Agreement", "phrase": { "text": "a", "text": "b", "language": "en" } }""")]
    [InlineData("""{ "phase": "Agreement", "basis": [{ "speaker": "AFP", "speaker": "TASS" }] }""")]
    public void a_member_stands_once(string json) => Refused(typeof(EnterPhase), json);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{ "phase": "Agreement" } }""")]
    [InlineData("""{ 'phase': 'Agreement' }""")]
    public void what_is_no_json_is_a_400(string json) => Refused(typeof(EnterPhase), json).Status.ShouldBe(400);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"EnterPhase\"")]
    public void what_is_no_object_is_a_422(string json) => Refused(typeof(EnterPhase), json).Status.ShouldBe(422);

    [Theory]
    [InlineData("\"2025-08-16\"")]
    [InlineData("[]")]
    public void a_replacement_is_an_object(string replacement) =>
        Errors(Refused(typeof(Correct), $$"""{ "fact": "{{Fact(2)}}", "mode": "Amended", "reason": "r", "replacement": {{replacement}} }"""))
            .Keys.ShouldBe(["replacement"]);

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("7")]
    public void a_fact_is_named_by_its_event_id(string id) =>
        Errors(Refused(typeof(Corroborate), $$"""{ "fact": {{id}}, "basis": [{ "speaker": "AFP" }] }""")).Keys.ShouldBe(["fact"]);

    [Theory]
    [InlineData("kind", "\"Picnic\"", "Summit, Ministerial")]
    [InlineData("kind", "\"Ministerial, TalksRound\"", "Summit, Ministerial")]
    [InlineData("kind", "\"summit\"", "Summit, Ministerial")]
    [InlineData("kind", "\" Summit \"", "Summit, Ministerial")]
    [InlineData("kind", "0", "Summit, Ministerial")]
    [InlineData("formality", "\"Friendly\"", "Formal, Floated")]
    public void a_closed_word_is_one_of_those_named(string member, string word, string words) =>
        Errors(Refused(typeof(ProposeMeeting), $$"""{ "id": "m-1", "by": ["USA"], "to": ["RUS"], "{{member}}": {{word}} }"""))[member][0].ShouldContain(words);
}
