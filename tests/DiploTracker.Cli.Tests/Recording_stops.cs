using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Recording_stops : CliTest
{
    private const string State =
        """
        {"isRecording":false,"kept":90,"stop":{"reason":"LogBehind","detail":"The log ends at 90, but 100 events were sealed: its end is missing.",
         "since":"2025-08-07T12:00:00Z","origin":"diplotracker/one","sealed":100},"interventions":[]}
        """;

    [Fact]
    public async Task every_read_says_so_on_standard_error_and_answers()
    {
        Tracker.Stopped = "LogBehind";
        Tracker.Reads["/api/negotiations/n"] = """{"key":"n","title":"Talks","phase":"Negotiation","version":3}""";
        Tracker.Reads["/api/negotiations"] = """{"items":[],"next":null}""";
        foreach (var command in new[] { new[] { "status", "n" }, ["list"] })
        {
            var (code, _, error) = await Diplo(command);
            code.ShouldBe(ExitCode.Done);
            error.ShouldContain("The tracker records nothing at the moment (LogBehind): see `diplo recording`.");
        }
    }

    [Fact]
    public async Task recording_says_why_and_how_to_go_on_exactly()
    {
        Tracker.Reads["/api/audit/recording"] = State;
        var (code, output, _) = await Diplo("recording");
        code.ShouldBe(ExitCode.Done);
        output.ShouldContain("Nothing is recorded since 2025-08-07T12:00:00Z (LogBehind): The log ends at 90");
        output.ShouldContain("diplo accept-loss --origin diplotracker/one --sealed 100 --kept 90 --ground");
    }

    [Fact]
    public async Task a_loss_is_accepted_with_all_that_was_found_and_not_without()
    {
        (await Diplo("accept-loss", "--origin", "diplotracker/one", "--sealed", "100", "--ground", "why")).Code.ShouldBe(ExitCode.Usage);
        Tracker.Requests.ShouldBeEmpty();
        await Diplo("accept-loss", "--origin", "diplotracker/one", "--sealed", "100", "--kept", "90", "--ground", "why");
        Tracker.Requests.ShouldHaveSingleItem().Target.ShouldBe("POST /api/audit/recording/accept-loss");
        Tracker.Requests[0].Body.ShouldBe("""{"ground":"why","origin":"diplotracker/one","sealed":100,"kept":90}""");
    }

    [Fact]
    public async Task a_time_in_the_future_is_set_back_to_the_microsecond()
    {
        Tracker.Reads["/api/audit/recording"] =
            """{"isRecording":false,"kept":1,"stop":{"reason":"HeadAhead","detail":"…","since":"2025-08-07T12:00:00Z","recordedAt":"2031-01-01T00:00:00.123456Z"},"interventions":[]}""";
        (await Diplo("recording")).Out.ShouldContain("diplo set-time-back --from 2031-01-01T00:00:00.123456Z --ground");
        await Diplo("set-time-back", "--from", "2031-01-01T00:00:00.123456Z", "--ground", "why");
        Tracker.Requests[^1].Body.ShouldContain("2031-01-01T00:00:00.123456");
    }
}
