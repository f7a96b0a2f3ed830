using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class BeginMeetingSpecs
{
    private static readonly BeginMeeting Beginning = new("m-summit");

    [Theory]
    [MemberData(nameof(Begins))]
    public void a_meeting_that_was_proposed_agreed_scheduled_or_postponed_begins(MeetingStatus status, DomainEvent[] facts)
    {
        var given = Given([Opened, SummitProposed, .. facts]);
        given.Meeting().Status.ShouldBe(status);

        var begun = given.When(Beginning).Then(SummitBegun).AndAgain().After().Meeting();
        (begun.Status, begun.Tentative, begun.CalendarStatus, begun.Sequence)
            .ShouldBe((MeetingStatus.UnderWay, false, "CONFIRMED", given.Meeting().Sequence + 1));
    }

    [Fact]
    public void it_begins_once()
    {
        Given([.. Agreed, SummitBegun.On("2025-08-07")]).When(Beginning.On("2025-08-08")).ThenRefused("meeting-under-way");
        Given([.. Agreed, SummitHeld]).When(Beginning).ThenRefused("meeting-closed");
        Given(Opened, SummitFloated).When(Beginning).ThenRefused("meeting-closed");
        Given([.. Agreed, SummitCancelled]).When(Beginning).ThenRefused("meeting-cancelled");
        Given(Opened).When(Beginning).ThenRefused("meeting-unknown");
    }

    [Fact]
    public void its_date_is_the_one_given_or_the_exact_one_it_had_or_that_of_the_fact()
    {
        DateOf(SummitOnThe15th, new MeetingBegun("m-summit", Date("2025-08-15/.."), [])).ShouldBe("2025-08-15/..");
        DateOf(SummitOnThe15th with { When = Date("2025-08-15/2025-08-16") }, SummitBegun).ShouldBe("2025-08-15/2025-08-16");
        DateOf(SummitNextWeek, SummitBegun).ShouldBe("2025-08-12");
        DateOf(SummitPostponed, SummitBegun).ShouldBe("2025-08-12");

        static string? DateOf(DomainEvent before, MeetingBegun begun) => Given([.. Agreed, before, begun.On("2025-08-12")]).Meeting().When?.Text;
    }

    [Fact]
    public void its_date_has_come()
    {
        Given(Agreed).When(Beginning with { When = Date("2025-08-15/..") }, DateTimeOffset.Parse("2025-08-14T09:00:00Z")).ThenRefused("held-in-the-future");
        Given(Agreed).When(Beginning with { When = NotADate }).ThenRefused("edtf-invalid");
    }

    [Fact]
    public void those_who_came_are_its_participants()
    {
        var given = Given(Opened, SummitProposed with { Participants = ["USA", "RUS", "TUR"] }, SummitAccepted, new PartyLeft("TUR", null));

        given.And(SummitBegun).Meeting().Participants.ShouldBe(["USA", "RUS"]);
        given.When(Beginning with { Participants = ["USA.Vance", "TUR"] }).After().Meeting().Participants.ShouldBe(["USA", "TUR"]);
        given.When(Beginning with { Participants = ["CHN"] }).ThenRefused("unknown-party");
    }

    [Fact]
    public void while_it_is_under_way_its_venue_and_positions_on_it_are_recorded()
    {
        var begun = Given([.. Agreed, SummitBegun]);

        begun.When(new ConfirmVenue("m-summit", "Anchorage")).Then(new VenueConfirmed("m-summit", "Anchorage"));
        begun.When(new StatePosition("d-terms-first", "RUS", PositionKind.Precondition, ["UKR"], Blocks: ["m-summit"])).Then(TermsFirst);
    }

    [Fact]
    public void it_is_an_event_of_schema_org() => Given([.. Agreed, SummitBegun]).Meeting().EventStatus.ShouldBe("EventScheduled");

    public static TheoryData<MeetingStatus, DomainEvent[]> Begins => new()
    {
        { MeetingStatus.Proposed, [] },
        { MeetingStatus.AgreedInPrinciple, [SummitAccepted] },
        { MeetingStatus.Scheduled, [SummitNextWeek] },
        { MeetingStatus.Postponed, [SummitNextWeek, SummitPostponed] },
    };
}
