using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.MeetingCalendar;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Calendar;

/// <summary>A meeting as an Event of schema.org.</summary>
public sealed class SchemaEventSpecs
{
    [Fact]
    public void a_scheduled_meeting_is_an_event_of_its_negotiation()
    {
        var told = Told(Given([.. Agreed, SummitOnThe15th]));
        Text(told["@context"]).ShouldBe("https://schema.org");
        Text(told["@type"]).ShouldBe("Event");
        Text(told["@id"]).ShouldBe("http://localhost/api/negotiations/ukraine-2025/meetings/m-summit/event.jsonld");
        Text(told["identifier"]).ShouldBe("m-summit.ukraine-2025@diplotracker");
        Text(told["eventStatus"]).ShouldBe("https://schema.org/EventScheduled");
        Text(told["startDate"]).ShouldBe("2025-08-15");
        Text(told["organizer"]![0]!["name"]).ShouldBe("USA");
        told["attendee"]!.AsArray().Select(party => (Text(party!["@type"]), Text(party["name"]))).ShouldBe([("Organization", "USA"), ("Organization", "RUS")]);
        (Text(told["superEvent"]!["@type"]), Text(told["superEvent"]!["name"])).ShouldBe(("EventSeries", "Ukraine war settlement"));
        told.AsObject().ContainsKey("location").ShouldBeFalse();
        told.AsObject().ContainsKey("previousStartDate").ShouldBeFalse();
    }

    [Fact]
    public void a_moved_meeting_says_when_it_was_to_begin_before()
    {
        var told = Told(Given([.. Agreed, SummitOnThe15th, SummitMoved]));
        (Text(told["eventStatus"]), Text(told["previousStartDate"]), Text(told["startDate"]))
            .ShouldBe(("https://schema.org/EventRescheduled", "2025-08-15", "2025-08-16"));
    }

    [Fact]
    public void a_postponed_one_has_only_the_date_before()
    {
        var told = Told(Given([.. Agreed, SummitOnThe15th, SummitPostponed]));
        (Text(told["eventStatus"]), Text(told["previousStartDate"]), Text(told["startDate"])).ShouldBe(("https://schema.org/EventPostponed", "2025-08-15", null));
    }

    [Fact]
    public void a_cancelled_one_keeps_its_date() =>
        Text(Told(Given([.. Agreed, SummitOnThe15th, SummitCancelled]))["eventStatus"]).ShouldBe("https://schema.org/EventCancelled");

    [Fact]
    public void nothing_is_said_of_a_meeting_without_a_date_but_that_it_may_be()
    {
        var told = Told(Given(Agreed)).AsObject();
        told.ContainsKey("eventStatus").ShouldBeFalse();
        told.ContainsKey("startDate").ShouldBeFalse();
    }

    [Fact]
    public void the_place_is_told_when_it_is_disclosed()
    {
        var told = Told(Given([.. Agreed, SummitOnThe15th, new VenueDisclosed("m-summit", "Alaska")]));
        (Text(told["location"]!["@type"]), Text(told["location"]!["name"])).ShouldBe(("Place", "Alaska"));
        Text(told["eventAttendanceMode"]).ShouldBe("https://schema.org/OfflineEventAttendanceMode");
        Told(Given([.. Agreed, SummitOnThe15th, new VenueAgreedInPrinciple("m-summit", null)]))["location"].ShouldBeNull();
    }

    [Fact]
    public void a_call_is_held_online() => Text(Told(Given(
            Opened, SummitHeld with { Meeting = "m-call", Kind = MeetingKind.Call, Participants = ["USA", "RUS"], Track = "Leaders' calls" }))["eventAttendanceMode"])
        .ShouldBe("https://schema.org/OnlineEventAttendanceMode");

    [Fact]
    public void a_round_belongs_to_its_track_and_that_to_the_negotiation()
    {
        var told = Told(Given(Opened, SummitHeld with { Meeting = "m-r1", Kind = MeetingKind.TalksRound, Participants = ["USA", "RUS"], Track = "Istanbul", Round = 1, Absent = ["RUS"] }));
        (Text(told["superEvent"]!["name"]), Text(told["superEvent"]!["superEvent"]!["name"])).ShouldBe(("Istanbul", "Ukraine war settlement"));
        told["attendee"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void it_can_stand_in_a_page_whatever_the_title_says()
    {
        var given = Given(Opened with { Title = "</script><script>alert('&')</script>" }, SummitProposed, SummitAccepted, SummitOnThe15th);
        var json = JsonSerializer.Serialize(SchemaEvent.Of(given.InCalendar(), [], new Uri("http://localhost/")), SchemaEvent.Json);
        json.ShouldNotContain("<");
        json.ShouldNotContain("&");
        JsonNode.Parse(json)!["superEvent"]!["name"]!.GetValue<string>().ShouldBe("</script><script>alert('&')</script>");
    }

    private static JsonNode Told(Specification given) => JsonSerializer.SerializeToNode(
        SchemaEvent.Of(given.InCalendar(), given.Now.Proposals["m-summit"]?.By ?? [], new Uri("http://localhost/")), Json.Options)!;

    private static string? Text(JsonNode? node) => (string?)node;
}
