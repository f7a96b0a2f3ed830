using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class ConfirmDateSpecs
{
    private static readonly MeetingScheduled Tentatively = SummitOnThe15th with { Tentative = true };

    private static MeetingDateConfirmed By(string party) => new("m-summit", party);

    [Fact]
    public void a_party_confirms_the_date() =>
        Given([.. Agreed, Tentatively]).When(new ConfirmDate("m-summit", "RUS.Ushakov")).Then(By("RUS.Ushakov"))
            .AndAgain();

    [Fact]
    public void it_stays_tentative_until_all_participants_have_confirmed()
    {
        var meeting = Given([.. Agreed, Tentatively, By("RUS.Ushakov")]).Meeting();

        (meeting.Tentative, meeting.Sequence).ShouldBe((true, 2));
        meeting.ConfirmedBy.ShouldBe(["RUS"]);
    }

    [Theory]
    [InlineData("2025-08-15")]
    [InlineData("2025-08-15T10:00-08:00")]
    [InlineData("2025-08-15/2025-08-16")]
    public void once_all_have_an_exact_day_is_firm(string exact) =>
        Given([.. Agreed, Tentatively with { When = Date(exact) }, By("RUS"), By("USA.Rubio")]).Meeting().Tentative
            .ShouldBeFalse();

    [Theory]
    [InlineData(NextWeek)]
    [InlineData("2025-08")]
    [InlineData("2025-08-15~")]
    [InlineData("2025-08-15/..")]
    public void a_window_stays_tentative_whoever_confirms(string window) =>
        Given([.. Agreed, Tentatively with { When = Date(window) }, By("RUS"), By("USA")]).Meeting().Tentative
            .ShouldBeTrue();

    [Fact]
    public void those_named_when_it_was_scheduled_have_confirmed_before() =>
        Given([.. Agreed, Tentatively with { ConfirmedBy = ["USA", "RUS"] }, By("USA")]).Meeting().Tentative
            .ShouldBeFalse();

    [Fact]
    public void others_confirming_does_not_make_it_firm() =>
        Given([.. Agreed, Tentatively, By("RUS"), By("TUR")]).Meeting().Tentative.ShouldBeTrue();

    [Fact]
    public void there_is_something_to_confirm()
    {
        Given(Opened).When(new ConfirmDate("m-summit", "RUS")).ThenRefused("meeting-unknown");
        Given(Agreed).When(new ConfirmDate("m-summit", "RUS")).ThenRefused("nothing-to-confirm");
        Given([.. Agreed, Tentatively, SummitPostponed]).When(new ConfirmDate("m-summit", "RUS"))
            .ThenRefused("nothing-to-confirm");
        Given([.. Agreed, Tentatively, SummitCancelled]).When(new ConfirmDate("m-summit", "RUS"))
            .ThenRefused("nothing-to-confirm");
    }

    [Fact]
    public void it_is_a_party_that_confirms() =>
        Given([.. Agreed, Tentatively]).When(new ConfirmDate("m-summit", "CHN")).ThenRefused("unknown-party");

    [Fact]
    public void neither_who_declined_nor_who_left_is_waited_for()
    {
        DomainEvent[] scheduled =
        [
            Opened, SummitProposed with { To = ["RUS", "UKR"], Participants = ["USA", "RUS", "UKR"] }, SummitAccepted,
            new ProposalAnswered("m-summit", "UKR", Answer.Accepted, []), SummitOnThe15th with { Tentative = true, ConfirmedBy = ["USA"] },
        ];
        var confirmed = new MeetingDateConfirmed("m-summit", "RUS");

        Given([.. scheduled, confirmed]).Meeting().Tentative.ShouldBeTrue();
        Given([.. scheduled, new ProposalAnswered("m-summit", "UKR", Answer.Rejected, []), confirmed]).Meeting().Tentative.ShouldBeFalse();
        Given([.. scheduled, new PartyLeft("UKR", null), confirmed]).Meeting().Tentative.ShouldBeFalse();
        Given([.. scheduled, confirmed, new PartyLeft("UKR", null)]).Meeting().Tentative.ShouldBeFalse();
        Given([.. scheduled, confirmed, new PartyLeft("RUS", null)]).Meeting().Tentative.ShouldBeTrue();
    }

    [Fact]
    public void one_alone_does_not_make_it_firm_and_who_confirms_declines_no_longer()
    {
        var declined = Given([.. Agreed, SummitOnThe15th with { ConfirmedBy = ["USA"] }, SummitRejected]);

        declined.And(new MeetingDateConfirmed("m-summit", "USA")).Meeting().Tentative.ShouldBeTrue();
        var back = declined.And(new MeetingDateConfirmed("m-summit", "RUS")).Meeting();
        back.Tentative.ShouldBeFalse();
        back.DeclinedBy.ShouldBeEmpty();
    }
}
