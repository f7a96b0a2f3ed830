using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RecordMeetingHeldSpecs
{
    private static readonly RecordMeetingHeld Holding = new("m-summit", Date("2025-08-15"), MeetingOutcome.NoAgreement);
    private static readonly RecordMeetingHeld Round3 = new(
        "m-istanbul", Date("2025-07-23"), MeetingOutcome.NoAgreement, Place: "Istanbul", Track: "direct", Round: 3,
        Kind: MeetingKind.TalksRound, Participants: ["RUS", "UKR"]);
    private static readonly MeetingHeld Round3Held = new(
        "m-istanbul", Date("2025-07-23"), MeetingOutcome.NoAgreement, [], "Istanbul", "direct", 3,
        MeetingKind.TalksRound, ["RUS", "UKR"], null, null);

    [Theory]
    [MemberData(nameof(Live))]
    public void a_meeting_in_any_live_state_is_held(MeetingStatus status, DomainEvent[] facts)
    {
        var given = Given([Opened, .. facts]);

        given.Meeting().Status.ShouldBe(status);
        given.When(Holding).Then(SummitHeld).AndAgain().After().Meeting().Status.ShouldBe(MeetingStatus.Held);
    }

    [Fact]
    public void the_actual_date_holds_and_it_is_no_longer_tentative()
    {
        var meeting = Given([.. Agreed, SummitNextWeek, SummitHeld with { Absent = ["RUS.Lavrov"] }]).Meeting();

        (meeting.When, meeting.Tentative, meeting.Outcome, meeting.Venue, meeting.Sequence)
            .ShouldBe((Date("2025-08-15"), false, MeetingOutcome.NoAgreement, Venue.None, 2));
        meeting.Absent.ShouldBe(["RUS"]);
    }

    [Fact]
    public void with_a_place_its_venue_is_confirmed_and_disclosed() =>
        Given([.. Agreed, SummitHeld with { Place = "Anchorage" }]).Meeting().Venue
            .ShouldBe(new Venue(VenueAgreement.Confirmed, VenueDisclosure.Disclosed, "Anchorage"));

    [Fact]
    public void a_meeting_first_heard_of_afterwards_comes_into_being()
    {
        var given = Given(Opened).When(Round3).Then(Round3Held).AndAgain().After();

        var meeting = given.Meeting("m-istanbul");
        (meeting.Status, meeting.Kind, meeting.Level, meeting.Track, meeting.Round, meeting.Sequence)
            .ShouldBe((MeetingStatus.Held, MeetingKind.TalksRound, "Officials", "direct", 3, 1));
        meeting.Participants.ShouldBe(["RUS", "UKR"]);
        given.Now.Proposals.ShouldBeEmpty();
    }

    [Fact]
    public void one_neither_known_nor_described_cannot_be_recorded()
    {
        Given(Opened).When(Holding).ThenRefused("meeting-unknown");
        Given(Opened).When(Round3 with { Participants = [] }).ThenRefused("meeting-unknown");
        Given(Opened).When(Round3 with { Kind = null }).ThenRefused("meeting-unknown");
    }

    [Fact]
    public void a_cancelled_meeting_is_reinstated_first() =>
        Given([.. Agreed, SummitCancelled]).When(Holding).ThenRefused("meeting-cancelled");

    [Fact]
    public void a_closed_meeting_is_not_held()
    {
        Given([.. Agreed, SummitHeld]).When(Holding).ThenRefused("meeting-closed");
        Given([.. Agreed, SummitNextWeek, SummitNotHeld]).When(Holding).ThenRefused("meeting-closed");
        Given(Opened, SummitProposed, SummitRejected).When(Holding).ThenRefused("meeting-closed");
        Given(Opened, SummitProposed, SummitLapsed).When(Holding).ThenRefused("meeting-closed");
        Given(Opened, SummitProposed, SummitWithdrawn).When(Holding).ThenRefused("meeting-closed");
    }

    [Fact]
    public void a_round_is_recorded_once_in_its_track_and_gaps_are_fine()
    {
        var again = Round3 with { Meeting = "m-another" };

        Given(Opened, Round3Held).When(again).ThenRefused("round-already-recorded");
        Given(Opened, Round3Held).When(again with { Track = $" {Round3.Track!.ToUpperInvariant().Replace(" ", "  ")}" }).ThenRefused("round-already-recorded");
        Given(Opened, Round3Held).When(again with { Track = "another" })
            .Then(Round3Held with { Meeting = "m-another", Track = "another" });
        Given(Opened, Round3Held).When(again with { Round = 5 })
            .Then(Round3Held with { Meeting = "m-another", Round = 5 });
    }

    [Fact]
    public void rounds_are_counted_from_1() =>
        Given(Opened).When(Round3 with { Round = 0 }).ThenRefused("malformed");

    [Theory]
    [InlineData("2025-08-15", "2025-08-14T09:59:59Z", true)]
    [InlineData("2025-08-15", "2025-08-14T10:00:00Z", false)]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T17:59:59Z", true)]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T18:00:00Z", false)]
    public void a_day_has_come_once_it_has_come_anywhere(string when, string received, bool inTheFuture)
    {
        var verdict = Given(Agreed).When(Holding with { When = Date(when) }, DateTimeOffset.Parse(received));

        if (inTheFuture)
            verdict.ThenRefused("held-in-the-future");
        else
            verdict.Then(SummitHeld with { When = Date(when) });
    }

    [Fact]
    public void decided_again_a_fact_is_judged_by_its_own_recorded_time()
    {
        var recordedOnTheDay = Recorded(SummitHeld.On("2025-08-15"), version: 3, recordedAt: DateTimeOffset.Parse("2025-08-15T20:00:00Z"));
        var timeline = Given(Opened, SummitProposed).Timeline.With(recordedOnTheDay);

        var late = timeline.Decider.Decide(new AnswerProposal("m-summit", "RUS", Answer.Accepted).On("2025-08-08"), DateTimeOffset.Parse("2025-08-01T00:00:00Z"));

        late.Event.ShouldNotBeNull();
    }

    [Fact]
    public void outcome_and_date_are_words_of_the_language()
    {
        Given(Agreed).When(Holding with { Outcome = new Word<MeetingOutcome>("Success") })
            .ThenRefused("outcome-unknown");
        Given(Agreed).When(Holding with { When = Edtf.Of("yesterday") }).ThenRefused("edtf-invalid");
        Given(Opened).When(Round3 with { Meeting = "M 1" }).ThenRefused("malformed");
    }

    [Fact]
    public void participants_and_absent_are_parties()
    {
        Given(Opened).When(Round3 with { Participants = ["CHN"] }).ThenRefused("unknown-party");
        Given(Agreed).When(Holding with { Absent = ["CHN"] }).ThenRefused("unknown-party");
    }

    public static TheoryData<MeetingStatus, DomainEvent[]> Live => new()
    {
        { MeetingStatus.Floated, [SummitFloated] },
        { MeetingStatus.Proposed, [SummitProposed] },
        { MeetingStatus.AgreedInPrinciple, [SummitProposed, SummitAccepted] },
        { MeetingStatus.Scheduled, [SummitProposed, SummitNextWeek] },
        { MeetingStatus.Postponed, [SummitProposed, SummitNextWeek, SummitPostponed] },
        { MeetingStatus.UnderWay, [SummitProposed, SummitBegun] },
    };

    [Fact]
    public void who_came_is_what_counts()
    {
        var held = Holding with { Participants = ["USA.Vance", "TUR"], Level = "Envoy", Format = "Proximity", Kind = MeetingKind.EnvoyVisit, Title = "Alaska summit" };
        var meeting = Given([.. Agreed, SummitOnThe15th]).When(held).After().Meeting();

        meeting.Participants.ShouldBe(["USA", "TUR"]);
        (meeting.Level, meeting.Format, meeting.Kind, meeting.Title).ShouldBe(("Envoy", "Proximity", MeetingKind.EnvoyVisit, "Alaska summit"));
    }

    [Theory]
    [InlineData("2025-08-15", MeetingOutcome.Unknown, true)]
    [InlineData("2025-08-15/..", MeetingOutcome.NoAgreement, true)]
    [InlineData("2025-08-15", MeetingOutcome.NoAgreement, false)]
    public void a_record_with_an_open_end_or_an_unknown_outcome_is_completed_once(string when, MeetingOutcome outcome, bool canBe)
    {
        var given = Given([.. Agreed, (SummitHeld with { When = Date(when), Outcome = outcome, Absent = ["RUS"], Place = "Anchorage" }).On("2025-08-15")]);
        var completing = new RecordMeetingHeld("m-summit", Date("2025-08-15/2025-08-16"), MeetingOutcome.Progress) { Occurred = Date("2025-08-17") };

        if (!canBe)
        {
            given.When(completing).ThenRefused("meeting-closed");
            return;
        }
        var completed = given.When(completing).After();
        var meeting = completed.Meeting();
        (meeting.Status, meeting.When, meeting.Outcome, meeting.Venue.Place, meeting.Sequence)
            .ShouldBe((MeetingStatus.Held, Date("2025-08-15/2025-08-16"), MeetingOutcome.Progress, "Anchorage", 2));
        meeting.Absent.ShouldBe(["RUS"]);
        completed.When(completing with { Outcome = MeetingOutcome.Breakdown }).ThenRefused("meeting-closed");
        given.When(completing with { Outcome = MeetingOutcome.Unknown }).After().When(completing).ThenRefused("meeting-closed");
    }

    [Fact]
    public void its_completion_may_repeat_the_number_of_its_round()
    {
        var held = Round3Held with { Outcome = MeetingOutcome.Unknown };

        Given(Opened, held.On("2025-07-23")).When(Round3.On("2025-07-25")).Then(Round3Held);
        var spelt = Round3.Track!.ToUpperInvariant();
        Given(Opened, held.On("2025-07-23")).When((Round3 with { Track = spelt }).On("2025-07-25")).Then(Round3Held with { Track = spelt });
        Given(Opened, held.On("2025-07-23")).When((Round3 with { Meeting = "m-other" }).On("2025-07-25")).ThenRefused("round-already-recorded");
    }

    [Fact]
    public void who_left_before_did_not_take_part_unless_the_fact_says_so()
    {
        var given = Given([Opened, SummitProposed with { Participants = ["USA", "RUS", "UKR"] }, SummitAccepted, new PartyLeft("UKR", null)]);

        given.When(Holding).After().Meeting().Participants.ShouldBe(["USA", "RUS"]);
        given.When(Holding with { Participants = ["USA", "UKR"] }).After().Meeting().Participants.ShouldBe(["USA", "UKR"]);
        var missed = given.When(Holding with { Absent = ["UKR"] }).After().Meeting();
        missed.Participants.ShouldBe(["USA", "RUS", "UKR"]);
        missed.Absent.ShouldBe(["UKR"]);
    }

    [Fact]
    public void who_left_only_afterwards_did_take_part()
    {
        DomainEvent[] planned = [Opened, SummitProposed with { Participants = ["USA", "RUS", "UKR"] }, SummitAccepted];
        var left = new PartyLeft("UKR", null).On("2025-08-16");
        var later = Holding with { Occurred = Date("2025-08-17") };

        Given([.. planned, left]).When(later).After().Meeting().Participants.ShouldBe(["USA", "RUS", "UKR"]);
        Given([.. planned, left]).When(later with { When = Date("2025-08-17") }).After().Meeting().Participants.ShouldBe(["USA", "RUS"]);
        Given([.. planned, (SummitHeld with { Outcome = MeetingOutcome.Unknown }).On("2025-08-15"), left])
            .When(later with { When = Date("2025-08-16/2025-08-17") }).After().Meeting().Participants.ShouldBe(["USA", "RUS", "UKR"]);
        Given([.. planned, SummitBegun.On("2025-08-15"), left]).When(later).After().Meeting().Participants.ShouldBe(["USA", "RUS", "UKR"]);
    }
}
