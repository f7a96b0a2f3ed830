using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class OpenNegotiationSpecs
{
    private static readonly OpenNegotiation Opening = new(
        Opened.Key, Opened.Title, Opened.Parties) { Phase = Phase.Negotiation };

    [Fact]
    public void a_negotiation_is_opened() => Given().When(Opening).Then(Opened).AndAgain();

    [Fact]
    public void its_record_begins_before_the_negotiation_unless_told() =>
        Given().When(new OpenNegotiation(Opened.Key, Opened.Title, Opened.Parties, "peace"))
            .Then(Opened with { Subject = "peace", Phase = Phase.PreNegotiation });

    [Fact]
    public void it_is_open_then_with_its_parties_and_phase()
    {
        var now = Given(Opened).Now;

        (now.IsOpen, now.Title, now.Phase).ShouldBe((true, "Ukraine war settlement", Phase.Negotiation));
        now.Parties.Select(party => $"{party.Code}:{party.Role}")
            .ShouldBe(["USA:Mediator", "RUS:Principal", "UKR:Principal", "TUR:Host"]);
    }

    [Fact]
    public void a_party_may_belong_to_a_group()
    {
        EquatableArray<PartyInRole> parties = [new("IRN"), new("FRA", "Mediator", "E3")];

        Given().When(Opening with { Parties = parties }).Then(Opened with { Parties = parties }).After().Now.Parties["FRA"]
            .ShouldBe(new Party("FRA", "Mediator") { MemberOf = "E3" });
        (Opening with { Parties = parties }).Mentioned.ShouldBe(["IRN", "FRA", "E3"]);
    }

    [Fact]
    public void once_is_enough() =>
        Given(Opened).When(Opening with { Title = "Another" }).ThenRefused("already-open");

    [Fact]
    public void it_takes_two_parties()
    {
        Given().When(Opening with { Parties = [] }).ThenRefused("two-parties-required");
        Given().When(Opening with { Parties = [new("USA")] }).ThenRefused("two-parties-required");
        Given().When(Opening with { Parties = [new("USA"), new("USA", "Mediator")] })
            .ThenRefused("two-parties-required");
    }

    [Theory]
    [InlineData("us")]
    [InlineData("Ukraine-2025")]
    [InlineData("ukraine 2025")]
    [InlineData("ukraine_2025")]
    public void its_key_is_a_slug_of_3_to_64(string key)
    {
        Given().When(Opening with { Key = key }).ThenRefused("malformed");
        Given().When(Opening with { Key = new string('a', 65) }).ThenRefused("malformed");
        Given().When(Opening with { Key = new string('a', 64) }).Then(Opened with { Key = new string('a', 64) });
    }

    [Fact]
    public void it_has_a_title() => Given().When(Opening with { Title = " " }).ThenRefused("malformed");

    [Fact]
    public void its_phase_is_known() =>
        Given().When(Opening with { Phase = new Word<Phase>("Warmup") }).ThenRefused("phase-unknown");

    [Fact]
    public void nothing_is_recorded_before_it()
    {
        Given().When(new ProposeMeeting("m-summit", ["USA"], ["RUS"])).ThenRefused("negotiation-not-open");
        Given().When(new EnterPhase(Phase.Agreement)).ThenRefused("negotiation-not-open");
    }
}
