using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Exports_are_continued(TrackerFixture tracker) : CliTest(tracker)
{
    private readonly TrackerFixture _shared = tracker;
    private AuditedTracker _tracker = null!;

    private string Export => Path.Combine(TestFolder, "log.ndjson");

    protected override async Task<Uri> TrackerAsync()
    {
        _tracker = new AuditedTracker(await _shared.NewDatabaseAsync());
        await _tracker.Record("talks-one", facts: 3);
        return _tracker.Http.BaseAddress!;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _tracker.DisposeAsync();
    }

    [Fact]
    public async Task an_export_that_broke_off_is_continued_after_its_last_seal_and_verifies()
    {
        (await Diplo("export", "--output", Export)).Out.ShouldContain("now goes up to position 3");
        Wire.Requests[^1].Target.ShouldBe("GET /api/audit/export?after=0");
        var first = await ReadAsync();
        (await Diplo("export", "--output", Export)).Out.ShouldContain("is complete up to position 3");

        await _tracker.Record("talks-two", facts: 20);
        Wire.CutBreaks = true;
        Wire.Cut = answer => Wire.Requests[^1].Target.Contains("/export") && answer.Length > 5_000 ? 5_000 : -1;
        (await Diplo("export", "--output", Export)).Code.ShouldBe(ExitCode.Unreachable);
        (await ReadAsync()).ShouldStartWith(first);
        Wire.Cut = _ => -1;
        (await Diplo("export", "--output", Export)).Out.ShouldContain("now goes up to position 23");
        Wire.Requests[^1].Target.ShouldBe("GET /api/audit/export?after=3");

        (await ReadAsync()).ShouldStartWith(first);
        var verified = await Diplo("verify", Export, "--checkpoints", _tracker.Checkpoints);
        verified.Code.ShouldBe(ExitCode.Done, verified.Out);
        verified.Out.ShouldStartWith("Valid: 23 events of ");
    }

    [Fact]
    public async Task what_is_no_export_of_the_same_is_left_as_it_is()
    {
        await ScheduledAsync(); // four facts at least in the other log
        await LeftAsync("is no export", "my notes\n");

        File.Delete(Export);
        (await Diplo("export", "--output", Export, "--negotiation", "talks-one")).Code.ShouldBe(ExitCode.Done);
        await LeftAsync("is an export of talks-one", await ReadAsync());

        File.Delete(Export);
        (await Diplo("export", "--output", Export)).Code.ShouldBe(ExitCode.Done);
        await LeftAsync("is an export of the whole log", await ReadAsync(), "--negotiation", "talks-one");
        await LeftAsync(
            "it is of another log, or this one was rewritten", await ReadAsync(), "--server", $"{_shared.Node.Address}");

        File.Delete(Export); // the log that it is continued with is shorter
        (await Diplo("export", "--output", Export, "--server", $"{_shared.Node.Address}")).Code.ShouldBe(ExitCode.Done);
        await LeftAsync("it is of another log, or this one was rewritten", await ReadAsync());
    }

    private async Task LeftAsync(string why, string text, params string[] args)
    {
        await File.WriteAllTextAsync(Export, text, Interrupt.Token);
        var (code, _, error) = await Diplo(["export", "--output", Export, .. args]);
        (code, await ReadAsync()).ShouldBe((ExitCode.Usage, text));
        error.ShouldContain(why);
    }

    private Task<string> ReadAsync() => File.ReadAllTextAsync(Export, Interrupt.Token);
}
