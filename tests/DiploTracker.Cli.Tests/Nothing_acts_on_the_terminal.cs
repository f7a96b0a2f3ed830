using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>What somebody recorded is shown, and does nothing: no escape sequence, no line that was not one, no
/// text turned round.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class Nothing_acts_on_the_terminal(TrackerFixture tracker) : CliTest(tracker)
{
    private const string Hostile = "\u001b]0;owned\u0007\u001b[2Jgone\rforged\u009b31m\u202Etxt.exe\u2066x\u2028line";

    [Theory]
    [InlineData(false, "history")]
    [InlineData(true, "history")]
    [InlineData(false, "status")]
    [InlineData(true, "status")]
    [InlineData(false, "replay")]
    [InlineData(true, "replay")]
    public async Task in_tables(bool terminal, string command)
    {
        await RecordHostileAsync();
        var shown = await Diplo("", terminal, command, Key);
        shown.Code.ShouldBe(0, shown.Error);
        shown.Out.ShouldContain("gone");
        Harmless(Bold().Replace(shown.Out, ""));
    }

    [Fact]
    public async Task in_a_refusal_which_is_one_line_for_each_thing_it_says()
    {
        await OpenAsync();
        var refused = await Diplo(
            "postpone-meeting", Key, "--meeting", $"{Hostile}\nRecorded it", "--by", "RUS");
        refused.Code.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("gone");
        Harmless(refused.Error);
        refused.Error.Split('\n').ShouldAllBe(line => !line.StartsWith("Recorded"));
    }

    [Fact]
    public async Task and_json_is_escaped_and_says_the_same()
    {
        await RecordHostileAsync();
        var shown = await Diplo("history", Key, "--json");
        Harmless(shown.Out);
        JsonNode.Parse(shown.Out)!.ToJsonString().ShouldContain(JsonValue.Create(Hostile).ToJsonString());
    }

    /// <summary>What the tool itself sends to a terminal.</summary>
    [GeneratedRegex(@"\x1b\[[01]m")]
    private static partial Regex Bold();

    private async Task RecordHostileAsync()
    {
        var hostile = JsonSerializer.Serialize(Hostile);
        (await Api.PostAsync("/api/negotiations",
            $$"""{"key":"{{Key}}","title":{{hostile}},"parties":["USA","RUS"],"occurred":"2025-08-01"}""")).Status.ShouldBe(201);
        await DoneAsync("record-statement",
            $$"""
            {"id":"s","speaker":"RUS","kind":"Claim","quote":{{hostile}},"occurred":"2025-08-07",
             "phrase":{"text":{{hostile}},"language":"en"},"basis":[{"speaker":"AFP","via":[{{hostile}}]}]}
            """);
    }

    private static void Harmless(string text) => text
        .Where(letter => (char.IsControl(letter) && letter != '\n') || letter is '\u2028' or '\u2029'
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2067'))
        .Select(letter => $"U+{(int)letter:X4}").ShouldBeEmpty();
}
