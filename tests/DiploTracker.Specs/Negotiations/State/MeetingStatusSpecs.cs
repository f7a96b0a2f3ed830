using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What calendars and search engines are told of a meeting.</summary>
public sealed class MeetingStatusSpecs
{
    private static readonly DomainEvent VenueAgreed = new VenueAgreedInPrinciple("m-summit", null);

    public static TheoryData<string?, string?, DomainEvent[]> Told => new()
    {
        { null, null, [SummitFloated] },
        { null, null, [SummitProposed, SummitAccepted] },
        { "TENTATIVE", "EventScheduled", [SummitProposed, SummitNextWeek] },
        { "TENTATIVE", "EventScheduled", [SummitProposed, SummitOnThe15th with { Tentative = true }] },
        { "TENTATIVE", "EventScheduled", [SummitProposed, SummitNextWeek with { Tentative = false }] },
        { "CONFIRMED", "EventScheduled", [SummitProposed, SummitOnThe15th] },
        { "CONFIRMED", "EventScheduled", [SummitProposed, SummitOnThe15th with { When = Date("2025-08-15T10:00-08:00") }] },
        { "CONFIRMED", "EventRescheduled", [SummitProposed, SummitOnThe15th, SummitMoved] },
        { "CANCELLED", "EventPostponed", [SummitProposed, SummitOnThe15th, SummitMoved, SummitPostponed] },
        { "CANCELLED", "EventCancelled", [SummitProposed, SummitOnThe15th, SummitMoved, SummitCancelled] },
        { "CANCELLED", "EventCancelled", [SummitProposed, SummitOnThe15th, SummitNotHeld] },
        { "CONFIRMED", "EventScheduled", [SummitProposed, SummitHeld with { When = Date("2025-08") }] },
        { "CONFIRMED", "EventRescheduled", [SummitProposed, SummitOnThe15th, SummitMoved, SummitHeld] },
        { null, null, [SummitProposed, SummitRejected] },
        { "CANCELLED", null, [SummitProposed, VenueAgreed, SummitRejected] },
        { null, null, [SummitProposed, SummitWithdrawn] },
        { "CANCELLED", null, [SummitProposed, VenueAgreed, SummitWithdrawn] },
        { "CANCELLED", null, [SummitProposed, VenueAgreed, SummitLapsed] },
        { null, null, [SummitProposed, SummitAccepted, SummitCancelled, SummitReinstated] },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void calendars_and_search_engines_are_told(string? calendar, string? search, DomainEvent[] facts)
    {
        var meeting = Given([Opened, .. facts]).Meeting();

        (meeting.CalendarStatus, meeting.EventStatus).ShouldBe((calendar, search));
    }

    [Fact]
    public void a_cancelled_meeting_that_no_calendar_has_shown_is_not_in_it() =>
        new Meeting("m-summit", MeetingKind.Summit, "Leaders", null, []) { Status = MeetingStatus.Cancelled, Sequence = 0 }
            .CalendarStatus.ShouldBeNull();

    [Theory]
    [InlineData("2025-08-15", Precision.Day)]
    [InlineData("2025-08-15T10:00Z", Precision.Time)]
    [InlineData("2025-08", Precision.Window)]
    [InlineData(NextWeek, Precision.Window)]
    [InlineData("2025", Precision.Vague)]
    public void precision_is_that_of_the_date(string when, Precision precision) =>
        Given(Opened, SummitProposed, SummitNextWeek with { When = Date(when) }).Meeting().Precision
            .ShouldBe(precision);

    [Fact]
    public void no_date_has_no_precision() => Given(Opened, SummitProposed).Meeting().Precision.ShouldBeNull();

    [Fact]
    public void the_sequence_rises_by_one_with_each_event_about_date_venue_format_or_status()
    {
        DomainEvent[] rising =
        [
            SummitNextWeek, new MeetingDateConfirmed("m-summit", "RUS"), SummitMoved, SummitPostponed, SummitOnThe15th, SummitCancelled,
            SummitReinstated, new MeetingFormatSet("m-summit", "Trilateral", null, [], null), VenueAgreed,
            new VenueDisclosed("m-summit", "US"), new VenueConfirmed("m-summit", null), SummitNotHeld, SummitReinstated, SummitHeld, SummitLapsed,
        ];
        var given = Given(Opened, SummitProposed, SummitProposed, SummitAccepted, TermsFirst, Denied);
        given.Meeting().Sequence.ShouldBe(0);

        foreach (var (index, @event) in rising.Index())
            (given = given.And(@event)).Meeting().Sequence.ShouldBe(index + 1);
    }
}
