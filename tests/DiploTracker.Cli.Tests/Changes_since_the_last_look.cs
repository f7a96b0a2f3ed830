using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Changes_since_the_last_look(TrackerFixture tracker) : CliTest(tracker)
{
    [Fact]
    public async Task each_look_shows_what_came_after_the_one_before()
    {
        await ScheduledAsync();
        (await Diplo("changes", Key)).Out.ShouldContain("your first look");
        (await Diplo("changes", Key)).Out.ShouldContain("Nothing was recorded since");

        var venue = await DoneAsync("disclose-venue", """{"meeting":"m","place":"Alaska","occurred":"2025-08-08"}""");
        foreach (var look in (string[][])[["changes", Key, "--peek"], ["changes", Key]])
        {
            var shown = (await Diplo(look)).Out;
            shown.ShouldContain("Alaska");
            shown.ShouldContain($"#{venue.EventId[^12..][..4]} venue-disclosed.v1");
            shown.ShouldNotContain("proposal-answered");
        }
        (await Diplo("changes", Key)).Out.ShouldNotContain("Alaska");
        (await Diplo("changes", Key, "--recorded-by", "omar")).Out.ShouldContain("your first look");
    }

    [Fact]
    public async Task a_moment_may_be_given_and_moves_no_mark()
    {
        await ScheduledAsync();
        await Diplo("changes", Key);
        var opened = (string)(await FactsAsync())[1]!["recordedAt"]!;
        (await Diplo("changes", Key, "--since", opened)).Out.ShouldContain("m is scheduled");
        (await Diplo("changes", Key, "--since", "yesterday noon")).Out.ShouldContain("title is new");
        (await Diplo("changes", Key)).Out.ShouldContain("Nothing was recorded since");
    }
}
