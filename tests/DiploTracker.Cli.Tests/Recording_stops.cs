using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>A log that lost its end, or whose last recorded time lies in the future, and the operator who lets
/// recording go on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Recording_stops(TrackerFixture tracker) : CliTest(tracker)
{
    private readonly TrackerFixture _server = tracker;
    private AuditedTracker _tracker = null!;

    protected override async Task<Uri> TrackerAsync()
    {
        _tracker = new AuditedTracker(await _server.NewDatabaseAsync());
        await _tracker.Record("talks", facts: 20);
        await _tracker.Export(); // which seals
        return _tracker.Http.BaseAddress!;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _tracker.DisposeAsync();
    }

    [Fact]
    public async Task a_log_that_lost_its_end_records_nothing_until_that_is_accepted()
    {
        await _tracker.Tamper(
            """
            begin; lock table diplo.tree_tiles in share row exclusive mode;
            delete from mt_events where seq_id > 10; update mt_streams set version = 10;
            update diplo.log_head set position = 10; update diplo.tree set size = 10;
            delete from diplo.checkpoints where size > 10;
            update diplo.tree_tiles set hashes = substring(hashes for 320); commit
            """);
        await Folder.UntilAsync(
            async () => (await _tracker.Get("/api/audit/recording"))["stop"] is not null, "recording stops");

        // Reads answer, and say so on standard error.
        foreach (var command in new[] { new[] { "status", "talks" }, ["list"] })
        {
            var (code, error) = (ExitCode.Refused, "");
            await Folder.UntilAsync(async () =>
            {
                (code, _, error) = await Diplo(command);
                return !error.Contains("is being built again", StringComparison.Ordinal);
            }, "the views are built again");
            code.ShouldBe(ExitCode.Done, error);
            error.ShouldContain("The tracker records nothing at the moment (LogBehind): see `diplo recording`.");
        }

        // A server that cannot record refuses nothing: the line is to be sent again.
        var run = await Diplo("run", Script("""{"command":"EnterPhase","phase":"Agreement"}"""), "--negotiation", "talks");
        run.Code.ShouldBe(ExitCode.Unreachable);
        run.Error.ShouldMatch("at line 1: .*The log ends at 10, but 20 events were sealed", run.Error);

        var (shown, output, _) = await Diplo("recording");
        shown.ShouldBe(ExitCode.Done);
        output.ShouldMatch(@"^Nothing is recorded since [\dT:-]{19}Z \(LogBehind\): The log ends at 10");
        var advice = output.Split('\n').Single(line => line.StartsWith("To accept the loss: diplo "));
        advice.ShouldContain(" --sealed 20 --kept 10 --ground ");
        var options = advice.Split(' ')[5..^1];

        // Not without all that was found.
        (await Diplo([.. options[..^3], "--ground", "why"])).Code.ShouldBe(ExitCode.Usage);
        Wire.Requests.ShouldAllBe(request => !request.Target.StartsWith("POST /api/audit", StringComparison.Ordinal));
        var accepted = await Diplo([.. options, "the backup of Monday was restored"]);
        accepted.Code.ShouldBe(ExitCode.Done, accepted.Error);
        accepted.Out.ShouldContain("Commands are recorded; the log holds 10 events.");
        accepted.Out.ShouldContain("the backup of Monday was restored (");
        (await Diplo("enter-phase", "talks", "--phase", "Agreement")).Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task a_time_in_the_future_is_set_back_to_the_microsecond()
    {
        await _tracker.Tamper("update diplo.log_head set recorded_at = '2031-01-01T00:00:00.123456Z'");
        var refused = await Diplo("enter-phase", "talks", "--phase", "Agreement");
        (refused.Code, refused.Error.Contains("[recording-stopped]")).ShouldBe((ExitCode.Unreachable, true), refused.Error);
        (await Diplo("recording")).Out.ShouldContain("diplo set-time-back --from 2031-01-01T00:00:00.123456Z --ground");
        var set = await Diplo("set-time-back", "--from", "2031-01-01T00:00:00.123456Z", "--ground", "why");
        set.Code.ShouldBe(ExitCode.Done, set.Error);
        ((string?)JsonNode.Parse(Wire.Requests[^1].Body)!["recordedAt"]).ShouldStartWith("2031-01-01T00:00:00.123456");
        (await Diplo("enter-phase", "talks", "--phase", "Agreement")).Code.ShouldBe(ExitCode.Done);
    }
}
