using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class DiscloseVenueSpecs
{
    [Fact]
    public void a_place_is_named_in_public() =>
        Given(Agreed).When(new DiscloseVenue("m-summit", "US")).Then(new VenueDisclosed("m-summit", "US")).AndAgain();

    [Fact]
    public void it_may_get_finer_also_once_confirmed()
    {
        Given([.. Agreed, new VenueDisclosed("m-summit", "US")])
            .When(new DiscloseVenue("m-summit", "Anchorage, US")).Then(new VenueDisclosed("m-summit", "Anchorage, US"));
        Given([.. Agreed, new VenueConfirmed("m-summit", "Anchorage, US")])
            .When(new DiscloseVenue("m-summit", "Elmendorf, Anchorage, US"))
            .Then(new VenueDisclosed("m-summit", "Elmendorf, Anchorage, US"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void it_is_named(string? place) => Given(Agreed).When(new DiscloseVenue("m-summit", place))
        .ThenRefused("place-required");
}
