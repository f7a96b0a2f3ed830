using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class ConfirmVenueSpecs
{
    [Fact]
    public void the_venue_is_confirmed() =>
        Given(Agreed).When(new ConfirmVenue("m-summit", "Anchorage"))
            .Then(new VenueConfirmed("m-summit", "Anchorage")).AndAgain();

    [Fact]
    public void a_known_place_needs_no_naming() =>
        Given([.. Agreed, new VenueDisclosed("m-summit", "Anchorage")]).When(new ConfirmVenue("m-summit"))
            .Then(new VenueConfirmed("m-summit", null));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void an_unknown_one_does(string? place)
    {
        Given(Agreed).When(new ConfirmVenue("m-summit", place)).ThenRefused("place-required");
        Given([.. Agreed, new VenueAgreedInPrinciple("m-summit", null)]).When(new ConfirmVenue("m-summit", place))
            .ThenRefused("place-required");
    }
}
