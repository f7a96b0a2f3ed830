using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class ScheduleMeetingSpecs
{
    private static readonly ScheduleMeeting OnThe15th = new("m-summit", Date("2025-08-15"));

    [Fact]
    public void an_agreed_meeting_gets_a_firm_date() =>
        Given(Agreed).When(OnThe15th).Then(SummitOnThe15th).AndAgain();

    [Fact]
    public void a_window_is_a_date_too() =>
        Given(Agreed)
            .When(new ScheduleMeeting("m-summit", Date(NextWeek), Tentative: true, ConfirmedBy: ["RUS.Ushakov"]))
            .Then(new MeetingScheduled("m-summit", Date(NextWeek), true, ["RUS.Ushakov"], []));

    [Fact]
    public void it_is_scheduled_from_then_on_by_those_who_confirm()
    {
        var meeting = Given([.. Agreed, SummitNextWeek with { ConfirmedBy = ["RUS.Ushakov"] }, SummitOnThe15th with { ConfirmedBy = ["USA"] }]).Meeting();

        (meeting.Status, meeting.When, meeting.Tentative, meeting.Sequence, meeting.Moved)
            .ShouldBe((MeetingStatus.Scheduled, Date("2025-08-15"), false, 2, false));
        meeting.ConfirmedBy.ShouldBe(["RUS", "USA"]);
    }

    [Fact]
    public void a_meeting_only_proposed_is_scheduled_tentatively()
    {
        Given(Opened, SummitProposed).When(OnThe15th with { Tentative = true })
            .Then(SummitOnThe15th with { Tentative = true });
        Given(Opened, SummitFloated).When(OnThe15th with { Tentative = true })
            .Then(SummitOnThe15th with { Tentative = true });
    }

    [Fact]
    public void a_postponed_meeting_is_scheduled_again_for_any_date() =>
        Given([.. Agreed, SummitOnThe15th, SummitPostponed])
            .When(new ScheduleMeeting("m-summit", Date("2025-09-20")))
            .Then(new MeetingScheduled("m-summit", Date("2025-09-20"), false, [], []));

    [Fact]
    public void an_unknown_meeting_has_no_date() => Given(Opened).When(OnThe15th).ThenRefused("meeting-unknown");

    [Theory]
    [MemberData(nameof(Closed))]
    public void a_closed_meeting_gets_none(DomainEvent[] facts) =>
        Given([Opened, SummitProposed, .. facts]).When(OnThe15th).ThenRefused("meeting-closed");

    [Fact]
    public void the_date_is_edtf() =>
        Given(Agreed).When(OnThe15th with { When = NotADate }).ThenRefused("edtf-invalid")
            .Hint<int>("position").ShouldBe(0);

    [Fact]
    public void a_cancelled_meeting_is_reinstated_first() =>
        Given([.. Agreed, SummitCancelled]).When(OnThe15th).ThenRefused("meeting-cancelled");

    [Fact]
    public void a_standing_precondition_blocks_it() =>
        Given([.. Agreed, TermsFirst]).When(OnThe15th).ThenRefused("blocked-by-precondition")
            .Hint<IEnumerable<string>>("blockedBy").ShouldBe(["d-terms-first"]);

    [Theory]
    [InlineData(PositionChange.Softened)]
    [InlineData(PositionChange.Hardened)]
    [InlineData(PositionChange.Restated)]
    public void a_softened_or_hardened_one_still_blocks_it(PositionChange change) =>
        Given([.. Agreed, TermsFirst, new PositionChanged("d-terms-first", change, null)])
            .When(OnThe15th).ThenRefused("blocked-by-precondition");

    [Theory]
    [InlineData(PositionChange.Met)]
    [InlineData(PositionChange.Dropped)]
    public void one_met_or_dropped_does_not(PositionChange change) =>
        Given([.. Agreed, TermsFirst, new PositionChanged("d-terms-first", change, null)])
            .When(OnThe15th).Then(SummitOnThe15th);

    [Fact]
    public void it_is_scheduled_despite_those_that_are_named()
    {
        var another = TermsFirst with { Id = "d-another" };

        Given([.. Agreed, TermsFirst]).When(OnThe15th with { Despite = ["d-terms-first"] })
            .Then(SummitOnThe15th with { Despite = ["d-terms-first"] });
        Given([.. Agreed, TermsFirst, another]).When(OnThe15th with { Despite = ["d-terms-first"] })
            .ThenRefused("blocked-by-precondition")
            .Hint<IEnumerable<string>>("blockedBy").ShouldBe(["d-another"]);
    }

    [Fact]
    public void nobody_has_agreed_to_a_firm_date_of_what_is_only_proposed()
    {
        Given(Opened, SummitProposed).When(OnThe15th).ThenRefused("not-agreed");
        Given(Opened, SummitFloated).When(OnThe15th).ThenRefused("not-agreed");
    }

    [Fact]
    public void those_who_convene_a_meeting_set_its_date()
    {
        var convened = SummitProposed with { Formality = Formality.Convened };

        Given(Opened, convened).When(OnThe15th).Then(SummitOnThe15th);
        Given(Opened, SummitProposed, convened).When(OnThe15th).Then(SummitOnThe15th);
    }

    [Fact]
    public void one_under_way_is_not_scheduled() =>
        Given([.. Agreed, SummitBegun]).When(OnThe15th).ThenRefused("meeting-under-way");

    [Theory]
    [InlineData("2025-08-15", "2025-08-15")]
    [InlineData("2025-08", "2025-08-31")]
    [InlineData(NextWeek, "2025-08-17")]
    [InlineData("2025-08-15~", "2025-08-22")]
    [InlineData("2025-08-15~", "2025-08-08")]
    public void scheduled_again_it_lies_within_the_window(string window, string narrower) =>
        Given([.. Agreed, SummitOnThe15th with { When = Date(window) }])
            .When(new ScheduleMeeting("m-summit", Date(narrower))).Then(SummitOnThe15th with { When = Date(narrower) });

    [Theory]
    [InlineData("2025-08-15", "2025-08-16")]
    [InlineData("2025-08", "2025-09-01")]
    [InlineData(NextWeek, "2025-08")]
    [InlineData("2025-08-15~", "2025-08-23")]
    [InlineData("2025-08-15?", "2025-08-16")]
    public void outside_the_window_it_is_to_be_rescheduled(string window, string other) =>
        Given([.. Agreed, SummitOnThe15th with { When = Date(window) }])
            .When(new ScheduleMeeting("m-summit", Date(other))).ThenRefused("outside-scheduled-window")
            .Refusal.Detail.ShouldContain("reschedule");

    [Fact]
    public void those_who_confirm_are_parties() =>
        Given(Agreed).When(OnThe15th with { ConfirmedBy = ["CHN"] }).ThenRefused("unknown-party");

    [Fact]
    public void the_first_thing_wrong_is_said_first()
    {
        var badDate = OnThe15th with { When = NotADate };
        var cancelled = new DomainEvent[] { Opened, SummitProposed, TermsFirst, SummitAccepted, SummitCancelled };

        Given(Opened).When(badDate).ThenRefused("meeting-unknown");
        Given(Opened, SummitProposed, SummitLapsed).When(badDate).ThenRefused("meeting-closed");
        Given(cancelled).When(badDate).ThenRefused("edtf-invalid");
        Given(cancelled).When(OnThe15th).ThenRefused("meeting-cancelled");
        Given(Opened, SummitProposed, TermsFirst).When(OnThe15th).ThenRefused("blocked-by-precondition");
        Given(Opened, SummitProposed, SummitNextWeek, TermsFirst).When(OnThe15th with { When = Date("2026") })
            .ThenRefused("blocked-by-precondition");
    }

    public static TheoryData<DomainEvent[]> Closed => new()
    {
        new DomainEvent[] { SummitHeld },
        new DomainEvent[] { SummitNextWeek, SummitNotHeld },
        new DomainEvent[] { SummitRejected },
        new DomainEvent[] { SummitWithdrawn },
        new DomainEvent[] { SummitLapsed },
    };
}
