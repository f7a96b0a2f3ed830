using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class AgreeVenueInPrincipleSpecs
{
    [Fact]
    public void an_undisclosed_venue_can_be_agreed_in_principle() =>
        Given(Opened, SummitProposed)
            .When(new AgreeVenueInPrinciple("m-summit", Place: null))
            .Then(new VenueAgreedInPrinciple("m-summit", Place: null)).AndAgain();

    [Fact]
    public void the_place_may_be_named() =>
        Given(Agreed).When(new AgreeVenueInPrinciple("m-summit", "Alaska"))
            .Then(new VenueAgreedInPrinciple("m-summit", "Alaska"));

    [Fact]
    public void a_confirmed_venue_is_more_than_that() =>
        Given([.. Agreed, new VenueConfirmed("m-summit", "Anchorage")])
            .When(new AgreeVenueInPrinciple("m-summit")).ThenRefused("venue-already-confirmed");
}
