using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RecordMeetingNotHeldSpecs
{
    [Theory]
    [InlineData(NotHeldReason.WindowPassed)]
    [InlineData(NotHeldReason.Other)]
    public void a_scheduled_meeting_did_not_take_place(NotHeldReason reason) =>
        Given([.. Agreed, SummitNextWeek])
            .When(new RecordMeetingNotHeld("m-summit", reason))
            .Then(new MeetingNotHeld("m-summit", reason, [])).AndAgain();

    [Fact]
    public void a_no_show_names_the_absent()
    {
        Given([.. Agreed, SummitOnThe15th])
            .When(new RecordMeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS.Putin"]))
            .Then(new MeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS.Putin"]));
        Given([.. Agreed, SummitOnThe15th]).When(new RecordMeetingNotHeld("m-summit", NotHeldReason.NoShow))
            .ThenRefused("absent-required");
    }

    [Fact]
    public void it_is_closed_and_keeps_its_date()
    {
        var meeting = Given([.. Agreed, SummitOnThe15th, new MeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS.Putin"])]).Meeting();

        (meeting.Status, meeting.IsClosed, meeting.When, meeting.Sequence)
            .ShouldBe((MeetingStatus.NotHeld, true, Date("2025-08-15"), 2));
        meeting.Absent.ShouldBe(["RUS"]);
    }

    [Fact]
    public void there_is_a_date_to_miss()
    {
        var missed = new RecordMeetingNotHeld("m-summit", NotHeldReason.Other);

        Given(Opened).When(missed).ThenRefused("meeting-unknown");
        Given(Agreed).When(missed).ThenRefused("nothing-to-miss");
        Given([.. Agreed, SummitOnThe15th, SummitPostponed]).When(missed).ThenRefused("nothing-to-miss");
        Given([.. Agreed, SummitHeld]).When(missed).ThenRefused("nothing-to-miss");
    }

    [Fact]
    public void the_reason_is_one_of_three() =>
        Given([.. Agreed, SummitOnThe15th])
            .When(new RecordMeetingNotHeld("m-summit", new Word<NotHeldReason>("Weather")))
            .ThenRefused("reason-unknown");

    [Fact]
    public void the_absent_are_parties() =>
        Given([.. Agreed, SummitOnThe15th])
            .When(new RecordMeetingNotHeld("m-summit", NotHeldReason.NoShow, ["CHN"])).ThenRefused("unknown-party");

    [Fact]
    public void one_that_had_begun_was_broken_off() =>
        Given([.. Agreed, SummitBegun]).When(new RecordMeetingNotHeld("m-summit", NotHeldReason.Other))
            .Then(new MeetingNotHeld("m-summit", NotHeldReason.Other, [])).After().Meeting().Status.ShouldBe(MeetingStatus.NotHeld);

    [Fact]
    public void who_has_left_since_may_be_named_as_absent() =>
        Given([.. Agreed, SummitOnThe15th, new PartyLeft("RUS", null)])
            .When(new RecordMeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS"]))
            .Then(new MeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS"]));
}
