using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>What somebody recorded is shown, and does nothing: no escape sequence, no line that was not one, no text turned round.</summary>
public sealed class Nothing_acts_on_the_terminal : CliTest
{
    private const string Hostile = "\u001b]0;owned\u0007\u001b[2Jgone\rforged\u009b31m\u202Etxt.exe\u2066x\u2028line";

    private static readonly string HostileFacts = $$"""
        {"items":[{"position":1,"version":1,"id":"01a20969-c729-7076-bed5-060e29caa45d","type":"statement-recorded.v1","command":"RecordStatement","occurred":"2025-08-07",
        "recordedAt":"2025-08-07T12:00:00Z","recordedBy":{{JsonSerializer.Serialize(Hostile)}},"phrase":{"text":{{JsonSerializer.Serialize(Hostile)}},"language":"en"},"basis":[{"speaker":{{JsonSerializer.Serialize(Hostile)}},"via":[]}],
        "marking":"CLEAR","embargoUntil":null,"data":{},"text":{{JsonSerializer.Serialize(Hostile)}},"correction":null,"erased":[]}],"next":null}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task in_tables(bool terminal)
    {
        Tracker.Reads["/api/negotiations/talks/history"] = HostileFacts;
        var shown = await Diplo("", terminal, "history", "talks");
        shown.Code.ShouldBe(0, shown.Error);
        shown.Out.ShouldContain("gone");
        Harmless(shown.Out);
    }

    [Fact]
    public async Task in_a_refusal_which_is_one_line_for_each_thing_it_says()
    {
        Tracker.Refuse = _ => FakeTracker.Problem(409, "not-agreed", $"{Hostile}\nRecorded meeting-scheduled.v1");
        var refused = await Diplo("postpone-meeting", "talks", "--meeting", "m-summit", "--by", "RUS");
        Harmless(refused.Error);
        refused.Error.TrimEnd().ShouldNotContain("\n");
    }

    [Fact]
    public async Task and_json_is_escaped_and_says_the_same()
    {
        Tracker.Reads["/api/negotiations/talks/history"] = HostileFacts;
        var shown = await Diplo("history", "talks", "--json");
        Harmless(shown.Out);
        JsonNode.Parse(shown.Out)!.ToJsonString().ShouldContain(JsonValue.Create(Hostile).ToJsonString());
    }

    private static void Harmless(string text) => text
        .Where(letter => (char.IsControl(letter) && letter != '\n') || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2067'))
        .Select(letter => $"U+{(int)letter:X4}").ShouldBeEmpty();
}
