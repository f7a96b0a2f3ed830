using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>How far a venue is agreed, and whether it is disclosed, are two things.</summary>
public sealed class VenueSpecs
{
    private static readonly DomainEvent InPrinciple = new VenueAgreedInPrinciple("m-summit", null);
    private static readonly DomainEvent InPrincipleAlaska = new VenueAgreedInPrinciple("m-summit", "Alaska");
    private static readonly DomainEvent Disclosed = new VenueDisclosed("m-summit", "Anchorage");
    private static readonly DomainEvent Confirmed = new VenueConfirmed("m-summit", null);
    private static readonly DomainEvent ConfirmedThere = new VenueConfirmed("m-summit", "Elmendorf");

    public static TheoryData<string, string?, DomainEvent[]> Combinations => new()
    {
        { "None/Undisclosed", null, [] },
        { "InPrinciple/Undisclosed", null, [InPrinciple] },
        { "InPrinciple/Disclosed", "Alaska", [InPrincipleAlaska] },
        { "Announced/Disclosed", "Anchorage", [Disclosed] },
        { "InPrinciple/Disclosed", "Anchorage", [InPrinciple, Disclosed] },
        { "InPrinciple/Disclosed", "Anchorage", [InPrincipleAlaska, Disclosed] },
        { "InPrinciple/Disclosed", "Anchorage", [Disclosed, InPrinciple] },
        { "InPrinciple/Disclosed", "Alaska", [Disclosed, InPrincipleAlaska] },
        { "Confirmed/Disclosed", "Anchorage", [Disclosed, Confirmed] },
        { "Confirmed/Disclosed", "Elmendorf", [ConfirmedThere] },
        { "Confirmed/Disclosed", "Elmendorf", [InPrinciple, ConfirmedThere] },
        { "Confirmed/Disclosed", "Alaska", [InPrincipleAlaska, Confirmed] },
        { "Confirmed/Disclosed", "Anchorage", [ConfirmedThere, Disclosed] },
    };

    [Theory]
    [MemberData(nameof(Combinations))]
    public void each_event_leads_to(string expected, string? place, DomainEvent[] facts)
    {
        var meeting = Given([.. Agreed, .. facts]).Meeting();

        $"{meeting.Venue.Agreement}/{meeting.Venue.Disclosure}".ShouldBe(expected);
        meeting.Venue.Place.ShouldBe(place);
        meeting.Sequence.ShouldBe(facts.Length);
    }

    public static TheoryData<Command> Commands =>
    [
        new AgreeVenueInPrinciple("m-summit", "Anchorage"),
        new DiscloseVenue("m-summit", "Anchorage"),
        new ConfirmVenue("m-summit", "Anchorage"),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void the_meeting_is_known_live_and_not_cancelled(Command command)
    {
        Given(Opened).When(command).ThenRefused("meeting-unknown");
        Given([.. Agreed, SummitHeld]).When(command).ThenRefused("meeting-closed");
        Given(Opened, SummitProposed, SummitRejected).When(command).ThenRefused("meeting-closed");
        Given([.. Agreed, SummitCancelled]).When(command).ThenRefused("meeting-cancelled");
    }
}
