using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class AddPartySpecs
{
    [Fact]
    public void a_party_joins() =>
        Given(Opened).When(new AddParty("EGY", "Mediator")).Then(new PartyJoined("EGY", "Mediator")).AndAgain();

    [Fact]
    public void it_joins_as_a_principal_unless_told()
    {
        Given(Opened).When(new AddParty("EGY")).Then(new PartyJoined("EGY", "Principal")).AndAgain();
        Given(Opened, new PartyJoined("EGY", "Observer")).Now.Parties["EGY"].ShouldBe(new Party("EGY", "Observer"));
    }

    [Fact]
    public void a_party_is_a_party_once()
    {
        Given(Opened).When(new AddParty("USA")).ThenRefused("already-a-party");
        Given(Opened).When(new AddParty("USA", "Mediator")).ThenRefused("already-a-party");
        Given(Opened, new PartyJoined("EGY", "Principal")).When(new AddParty("EGY").On("2025-08-08")).ThenRefused("already-a-party");
    }

    [Fact]
    public void it_may_take_another_role() =>
        Given(Opened).When(new AddParty("USA", "Guarantor")).Then(new PartyJoined("USA", "Guarantor")).AndAgain()
            .After().Now.Parties["USA"].ShouldBe(new Party("USA", "Guarantor"));

    [Fact]
    public void it_may_belong_to_a_group()
    {
        Given(Opened).When(new AddParty("FRA", MemberOf: "E3")).Then(new PartyJoined("FRA", "Principal", default, "E3"));
        Given(Opened).When(new AddParty("USA", MemberOf: "P5")).Then(new PartyJoined("USA", "Mediator", default, "P5"))
            .After().When(new AddParty("USA", "Guarantor")).After().Now.Parties["USA"].ShouldBe(new Party("USA", "Guarantor") { MemberOf = "P5" });
    }

    [Fact]
    public void it_may_take_the_place_of_others_that_left_or_not()
    {
        var left = Given(Opened, new PartyLeft("RUS", null));

        left.When(new AddParty("RUA", Succeeds: ["RUS", "UKR"])).Then(new PartyJoined("RUA", "Principal", ["RUS", "UKR"])).AndAgain()
            .After().Now.Parties["RUA"]!.Succeeds.ShouldBe(["RUS", "UKR"]);
        left.When(new AddParty("RUA", Succeeds: ["SUN"])).ThenRefused("unknown-party");
        left.When(new AddParty("USA", Succeeds: ["USA"])).ThenRefused("malformed");
        left.When(new AddParty("USA", Succeeds: ["RUS"])).Then(new PartyJoined("USA", "Mediator", ["RUS"]));
    }

    [Fact]
    public void one_that_left_can_come_back() =>
        Given(Opened, new PartyLeft("USA", null)).When(new AddParty("USA", "Observer"))
            .Then(new PartyJoined("USA", "Observer"))
            .After().Now.IsParty("USA").ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("USA.Witkoff")]
    public void it_has_a_code(string code) => Given(Opened).When(new AddParty(code)).ThenRefused("malformed");
}

public sealed class RemovePartySpecs
{
    [Fact]
    public void a_party_leaves() =>
        Given(Opened).When(new RemoveParty("USA", "withdrawal")).Then(new PartyLeft("USA", "withdrawal")).AndAgain();

    [Fact]
    public void one_that_has_left_is_no_party()
    {
        var left = Given(Opened, SummitProposed, new PartyLeft("USA", null));

        left.Now.Parties["USA"].ShouldBe(new Party("USA", "Mediator") { Left = true });
        left.When(new RemoveParty("USA")).ThenRefused("unknown-party");
        left.When(new ProposeMeeting("m-other", ["USA.Witkoff"], ["RUS"])).ThenRefused("unknown-party");
    }

    [Fact]
    public void what_it_did_stays() =>
        Given(Opened, SummitProposed, new PartyLeft("USA", null)).Proposal("m-summit").By.ShouldBe(["USA"]);

    [Fact]
    public void who_is_none_does_not_leave() => Given(Opened).When(new RemoveParty("CHN")).ThenRefused("unknown-party");

    [Fact]
    public void who_speaks_for_a_party_counts_as_the_party() =>
        Given(Opened).When(new RemoveParty("USA.Witkoff")).Then(new PartyLeft("USA.Witkoff", null))
            .After().Now.IsParty("USA").ShouldBeFalse();
}
