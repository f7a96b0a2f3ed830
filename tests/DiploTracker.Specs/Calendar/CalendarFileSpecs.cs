using System.Text;
using DiploTracker.MeetingCalendar;
using DiploTracker.Specs.Negotiations;
using DiploTracker.Specs.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Calendar;

/// <summary>What each status of a meeting becomes in a calendar.</summary>
public sealed class CalendarFileSpecs
{
    [Fact]
    public void a_floated_proposed_or_agreed_meeting_without_a_date_is_absent()
    {
        Given(Opened, SummitFloated).Event().ShouldBeNull();
        Given(Opened, SummitProposed).Event().ShouldBeNull();
        Given(Agreed).Event().ShouldBeNull();
    }

    [Fact]
    public void a_window_is_shown_whole_tentative_and_transparent()
    {
        var given = Given([.. Agreed, SummitNextWeek]);
        given.Event().ShouldBe("TENTATIVE", 1, "20250811", "20250818");
        given.Event()!.Transparency.ShouldBe("TRANSPARENT");
        given.Event()!.Value("X-EDTF").ShouldBe(NextWeek);
        given.Event()!.Value("X-DIPLO-STATUS").ShouldBe("SCHEDULED");
    }

    [Fact]
    public void a_tentative_day_of_a_proposed_meeting_is_tentative() =>
        Given(Opened, SummitProposed, SummitOnThe15th with { Tentative = true }).Event().ShouldBe("TENTATIVE", 1, "20250815", "20250816");

    [Fact]
    public void a_firm_day_is_confirmed_and_takes_its_time()
    {
        var given = Given([.. Agreed, SummitOnThe15th]);
        given.Event().ShouldBe("CONFIRMED", 1, "20250815", "20250816");
        given.Event()!.Transparency.ShouldBe("OPAQUE");
    }

    [Fact]
    public void a_moved_meeting_keeps_its_uid_and_says_from_where()
    {
        var given = Given([.. Agreed, SummitOnThe15th, SummitMoved with { Tentative = false }]);
        given.Event().ShouldBe("CONFIRMED", 2, "20250816", "20250817");
        given.Event()!.Description.ShouldNotBeNull().ShouldContain("Moved from: 2025-08-15");
    }

    [Fact]
    public void a_postponed_meeting_is_cancelled_on_its_last_date()
    {
        var given = Given([.. Agreed, SummitOnThe15th, SummitPostponed]);
        given.Event().ShouldBe("CANCELLED", 2, "20250815", "20250816");
        given.Event()!.Value("X-DIPLO-STATUS").ShouldBe("POSTPONED");
        given.Event()!.Summary.ShouldBe("Postponed: Summit USA – RUS (Ukraine war settlement)");
        given.Event()!.Transparency.ShouldBe("TRANSPARENT");
        given.And(SummitCancelled).Event().ShouldBe("CANCELLED", 3, "20250815", "20250816");
        given.And(SummitCancelled).Event()!.Value("X-DIPLO-STATUS").ShouldBe("CANCELLED");
    }

    [Fact]
    public void a_cancelled_meeting_comes_back_as_the_same_one()
    {
        var given = Given([.. Agreed, SummitOnThe15th, SummitCancelled]);
        given.Event().ShouldBe("CANCELLED", 2, "20250815", "20250816");
        given.And(SummitReinstated).Event().ShouldBe("CONFIRMED", 3, "20250815", "20250816");
        given.And(SummitReinstated).Event()!.Value("X-DIPLO-STATUS").ShouldBe("SCHEDULED");
    }

    [Fact]
    public void a_meeting_that_was_not_held_is_cancelled()
    {
        var given = Given([.. Agreed, SummitOnThe15th, SummitNotHeld]);
        given.Event().ShouldBe("CANCELLED", 2, "20250815", "20250816");
        given.Event()!.Value("X-DIPLO-STATUS").ShouldBe("NOTHELD");
    }

    [Fact]
    public void a_held_meeting_is_confirmed_on_the_actual_date()
    {
        var given = Given([.. Agreed, SummitNextWeek, SummitHeld with { Place = "Anchorage" }]);
        given.Event().ShouldBe("CONFIRMED", 2, "20250815", "20250816");
        given.Event()!.Location.ShouldBe("Anchorage");
        given.Event()!.Description.ShouldNotBeNull().ShouldContain("Outcome: NoAgreement");
    }

    [Theory]
    [InlineData("2025-08-15", "OPAQUE")]
    [InlineData("2025-08-15/2025-08-17", "OPAQUE")]
    [InlineData("2025-08-15T11:30-08:00", "OPAQUE")]
    [InlineData("2025", "TRANSPARENT")]
    [InlineData("2025-08", "TRANSPARENT")]
    [InlineData("2025-08-15/..", "TRANSPARENT")]
    [InlineData("2025-08-15~", "TRANSPARENT")]
    [InlineData("[2025-08-15,2025-08-16]", "TRANSPARENT")]
    public void only_exact_days_are_busy(string when, string transparency)
    {
        var @event = Given([.. Agreed, SummitHeld with { When = Date(when) }]).Event().ShouldNotBeNull();
        (@event.Status, @event.Transparency).ShouldBe(("CONFIRMED", transparency));
    }

    [Fact]
    public void a_meeting_under_way_is_confirmed()
    {
        var given = Given([.. Agreed, SummitNextWeek, SummitBegun.On("2025-08-12")]);
        given.Event().ShouldBe("CONFIRMED", 2, "20250812", "20250813");
        given.Event()!.Value("X-DIPLO-STATUS").ShouldBe("UNDERWAY");
    }

    [Fact]
    public void its_title_is_shown()
    {
        var given = Given(Opened, SummitProposed with { Title = "Alaska summit" }, SummitAccepted, SummitOnThe15th);
        given.Event()!.Summary.ShouldBe("Alaska summit: USA – RUS (Ukraine war settlement)");
        (given.InCalendar().MeetingTitle, given.InCalendar().Title).ShouldBe(("Alaska summit", "Ukraine war settlement"));
    }

    [Fact]
    public void who_declined_is_named() =>
        Given(Opened, SummitProposed with { To = ["RUS", "UKR"] }, SummitNextWeek, SummitRejected).Event()!.Description.ShouldNotBeNull()
            .ShouldContain("Declined by: RUS");

    [Fact]
    public void what_was_called_off_and_never_had_a_date_is_absent()
    {
        var given = Given([.. Agreed, new VenueAgreedInPrinciple("m-summit", null), SummitCancelled]);
        given.InCalendar().CalendarStatus.ShouldBe("CANCELLED");
        given.Event().ShouldBeNull();
    }

    [Fact]
    public void one_that_is_agreed_anew_without_a_date_is_absent_until_it_is_rejected()
    {
        var reinstated = Given([.. Agreed, SummitOnThe15th, SummitPostponed, SummitCancelled, SummitReinstated]);
        reinstated.InCalendar().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        reinstated.Event().ShouldBeNull();
        reinstated.And(SummitRejected).Event().ShouldBe("CANCELLED", 4, "20250815", "20250816");
    }

    [Fact]
    public void a_place_is_told_only_once_it_is_disclosed()
    {
        var agreed = Given([.. Agreed, SummitOnThe15th, new VenueAgreedInPrinciple("m-summit", null)]);
        agreed.Event()!.Location.ShouldBeNull();
        agreed.Event()!.Description.ShouldNotBeNull().ShouldContain("Venue: agreed in principle, undisclosed");
        agreed.And(new VenueDisclosed("m-summit", "Alaska, US")).Event()!.Location.ShouldBe("Alaska, US");

        var secret = agreed.InCalendar() with { Venue = new Venue(VenueAgreement.Confirmed, VenueDisclosure.Undisclosed, "Geneva") };
        new CalendarFile("DiploTracker", new Uri("http://localhost:5080/")).Write([secret]).ShouldNotContain("Geneva");
        SchemaEvent.Of(secret, [], new Uri("http://localhost:5080/")).ToString().ShouldNotContain("Geneva");
    }

    [Fact]
    public void the_words_of_the_source_survive_in_their_script()
    {
        var phrase = string.Join(' ', Enumerable.Repeat("الأسبوع المقبل، 😀 会談; \\ \"x\",", 9));
        var given = Given([.. Agreed, SummitNextWeek.Said(phrase, "ar")]);
        given.Event()!.Description.ShouldNotBeNull().ShouldContain(phrase);
        given.Timeline.Written().Lines().ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(given.Timeline.Written())).ShouldNotContain('\uFFFD');
    }

    [Fact]
    public void what_blocks_it_is_told() =>
        Given([.. Agreed, SummitNextWeek, TermsFirst]).Event()!.Description.ShouldNotBeNull().ShouldContain("Blocked by: d-terms-first");

    [Fact]
    public void when_it_changed_is_when_the_last_fact_or_correction_about_it_was_recorded()
    {
        var given = Given([.. Agreed, SummitOnThe15th]);
        given.InCalendar().RecordedAt.ShouldBe(Received.AddSeconds(4));
        given.And(CeasefireProposed).InCalendar().RecordedAt.ShouldBe(Received.AddSeconds(4));
        given.And(TermsFirst).InCalendar().RecordedAt.ShouldBe(Received.AddSeconds(5));
        given.And(Denied).InCalendar().RecordedAt.ShouldBe(Received.AddSeconds(5));
        given.And(new RecordCorrected(Fact(4), CorrectionMode.Retracted, Replacement: null, "an error")).InCalendar().RecordedAt.ShouldBe(Received.AddSeconds(5));
        given.Event()!.LastModified!.AsUtc.ShouldBe(Received.AddSeconds(4).UtcDateTime);
        given.Event()!.DtStamp!.AsUtc.ShouldBe(Received.AddSeconds(4).UtcDateTime);
    }

    [Fact]
    public void the_same_meetings_give_the_same_bytes() =>
        Given([.. Agreed, SummitOnThe15th]).Timeline.Written().ShouldBe(Given([.. Agreed, SummitOnThe15th]).Timeline.Written());

    [Fact]
    public void the_calendar_says_its_name_how_often_to_ask_and_when_it_is_stale()
    {
        var lines = Given(Agreed).Timeline.Written("The view has stopped.").Lines();
        lines.ShouldContain("NAME:DiploTracker");
        lines.ShouldContain("X-WR-CALNAME:DiploTracker");
        lines.ShouldContain("REFRESH-INTERVAL;VALUE=DURATION:PT15M");
        lines.ShouldContain("X-PUBLISHED-TTL:PT15M");
        lines.ShouldContain(line => line.StartsWith("DESCRIPTION:The view has stopped.", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.StartsWith("METHOD", StringComparison.Ordinal));
    }

    [Fact]
    public void the_summit_of_singapore_is_one_event_from_the_invitation_to_the_day_it_was_held()
    {
        List<(string?, int?, string?, string?)> seen = [];
        var told = Replay.Of("b_us_dprk_2018_2019").Recorded;
        for (var count = 1; count <= told.Count; count++)
        {
            var singapore = Timeline.Of(told.Take(count)).Events().Find(@event => @event.Uid == "m-singapore.ukraine-2025@diplotracker");
            var now = (singapore?.Status, singapore?.Sequence, ReadCalendar.Text(singapore?.Start), ReadCalendar.Text(singapore?.End));
            if (seen is [] || seen[^1] != now)
                seen.Add(now);
        }
        seen.ShouldBe(
        [
            (null, null, null, null),
            ("TENTATIVE", 1, "20180309", "20180601"),
            ("TENTATIVE", 2, "20180501", "20180701"),
            ("CONFIRMED", 3, "20180612", "20180613"),
            ("CONFIRMED", 4, "20180612", "20180613"),
            ("CANCELLED", 5, "20180612", "20180613"),
            ("CONFIRMED", 6, "20180612", "20180613"),
            ("CONFIRMED", 7, "20180612", "20180613"),
            ("CONFIRMED", 8, "20180612", "20180613"),
        ]);
    }
}
