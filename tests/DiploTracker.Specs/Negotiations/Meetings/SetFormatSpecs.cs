using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class SetFormatSpecs
{
    private static readonly SetFormat Trilateral = new("m-summit", "Trilateral", Participants: ["USA", "RUS", "UKR.Zelensky"]);
    private static readonly MeetingFormatSet SetTrilateral = new("m-summit", "Trilateral", null, ["USA", "RUS", "UKR.Zelensky"], null);

    [Fact]
    public void the_format_of_a_meeting_is_set() =>
        Given(Opened, SummitProposed).When(Trilateral).Then(SetTrilateral).AndAgain();

    [Fact]
    public void what_is_left_out_stays()
    {
        var meeting = Given(Opened, SummitProposed, SetTrilateral, new MeetingFormatSet("m-summit", null, "Envoy", [], "terms")).Meeting();

        (meeting.Format, meeting.Level, meeting.Agenda, meeting.Status, meeting.Sequence)
            .ShouldBe(("Trilateral", "Envoy", "terms", MeetingStatus.Proposed, 2));
        meeting.Participants.ShouldBe(["USA", "RUS", "UKR"]);
    }

    [Fact]
    public void a_meeting_that_is_unknown_closed_or_cancelled_gets_none()
    {
        Given(Opened).When(Trilateral).ThenRefused("meeting-unknown");
        Given([.. Agreed, SummitHeld]).When(Trilateral).ThenRefused("meeting-closed");
        Given([.. Agreed, SummitCancelled]).When(Trilateral).ThenRefused("meeting-cancelled");
    }

    [Fact]
    public void something_is_set() => Given(Agreed).When(new SetFormat("m-summit")).ThenRefused("malformed");

    [Fact]
    public void participants_are_parties() =>
        Given(Agreed).When(Trilateral with { Participants = ["CHN"] }).ThenRefused("unknown-party");

    [Fact]
    public void a_title_is_set_too()
    {
        var titled = new MeetingFormatSet("m-summit", null, null, [], null, "Alaska summit");

        Given(Agreed).When(new SetFormat("m-summit", Title: "Alaska summit")).Then(titled).AndAgain().After().Meeting().Title.ShouldBe("Alaska summit");
        Given([.. Agreed, titled, SetTrilateral]).Meeting().Title.ShouldBe("Alaska summit");
    }

    [Fact]
    public void also_while_it_is_under_way() => Given([.. Agreed, SummitBegun]).When(Trilateral).Then(SetTrilateral);
}
