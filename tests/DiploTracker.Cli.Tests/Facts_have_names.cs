using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>A fact is named by the beginning of its id's random end, or by its number in a version.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Facts_have_names(TrackerFixture tracker) : CliTest(tracker)
{
    [Fact]
    public async Task a_history_shows_names_that_a_correction_takes()
    {
        var scheduled = (await ScheduledAsync())[^1].EventId;
        var name = $"#{scheduled[^12..][..4]}";
        (await Diplo("history", Key)).Out.ShouldContain(name);
        (await Diplo("history", Key, "--wide")).Out.ShouldContain(scheduled);

        var corrected = await Amend(name);
        corrected.Code.ShouldBe(ExitCode.Done, corrected.Error);
        Wire.Requests[^1].Body.ShouldContain($"\"fact\":\"{scheduled}\"");
    }

    [Fact]
    public async Task a_number_counts_in_the_version_at_which_it_was_read()
    {
        var scheduled = (await ScheduledAsync())[^1].EventId;
        var alone = await Amend("4");
        (alone.Code, alone.Error).ShouldSatisfyAllConditions(
            () => alone.Code.ShouldBe(ExitCode.Usage), () => alone.Error.ShouldContain("4@VERSION"));
        (await Amend("4@3")).Error.ShouldContain("is at version 4 now");
        (await Amend("4@4")).Code.ShouldBe(ExitCode.Done);
        Wire.Requests[^1].Body.ShouldContain($"\"fact\":\"{scheduled}\"");
    }

    [Fact]
    public async Task a_name_of_no_fact_or_of_several_is_refused()
    {
        var facts = await ScheduledAsync();
        var none = facts.Any(fact => fact.EventId[^12..].StartsWith("ffff", StringComparison.Ordinal)) ? "#eeee" : "#ffff";
        (await Amend(none)).Error.ShouldContain($"No fact of {Key} is {none}");
        (await Amend("#12")).Code.ShouldBe(ExitCode.Usage);
        (await Amend("#m-summit")).Code.ShouldBe(ExitCode.Usage);

        var several = await Amend($"#{facts[0].EventId[..4]}"); // how the ids of one hour begin
        several.Code.ShouldBe(ExitCode.Usage);
        foreach (var fact in facts)
            several.Error.ShouldContain($"#{fact.EventId[^12..]}");
    }

    [Fact]
    public async Task the_disclosure_of_a_thing_is_changed_by_its_id_and_of_a_fact_by_its_name()
    {
        var scheduled = (await ScheduledAsync())[^1].EventId;
        (await Diplo("change-disclosure", Key, "--ref", "m", "--marking", "AMBER")).Code.ShouldBe(ExitCode.Done);
        Wire.Requests[^1].Body.ShouldContain("\"ref\":\"m\"");
        (await Diplo("change-disclosure", Key, "--ref", $"#{scheduled[^12..]}", "--marking", "GREEN")).Code.ShouldBe(ExitCode.Done);
        Wire.Requests[^1].Body.ShouldContain($"\"ref\":\"{scheduled}\"");
    }

    private Task<Result> Amend(string fact) => Diplo(
        "correct", Key, "--fact", fact, "--mode", "Amended", "--reason", "typo", "--replacement", """{"when":"2025-08-16"}""");
}
