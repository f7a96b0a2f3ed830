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

    [Theory]
    [InlineData("Mediator")]
    [InlineData(" mediator")]
    [InlineData("ＭＥＤＩＡＴＯＲ")]
    public void the_role_that_it_has_is_no_other_role_however_it_is_spelt(string role) =>
        Given(Opened).When(new AddParty("USA", role)).ThenRefused("already-a-party");

    [Fact]
    public void it_may_belong_to_a_group()
    {
        Given(Opened).When(new AddParty("FRA", MemberOf: " ")).ThenRefused("malformed");
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

        left.Now.Parties["USA"].ShouldBe(new Party("USA", "Mediator") { LeftOn = TheDay });
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

    [Fact]
    public void nobody_waits_for_its_answer()
    {
        DomainEvent[] asked = [Opened, SummitProposed with { To = ["RUS", "UKR"] }, CeasefireProposed, Accepted("m-summit"), Accepted("p-ceasefire")];
        var left = Given([.. asked, new PartyLeft("UKR", null)]);

        left.Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        left.Proposal("m-summit").Status.ShouldBe(ProposalStatus.Accepted);
        left.Proposal("p-ceasefire").Status.ShouldBe(ProposalStatus.Accepted);

        static ProposalAnswered Accepted(string proposal) => new(proposal, "RUS", Answer.Accepted, []);
    }

    [Fact]
    public void once_it_is_back_it_is_waited_for_again_but_what_was_agreed_stays_so()
    {
        DomainEvent[] left = [Opened, SummitProposed with { To = ["RUS", "UKR"] }, new PartyLeft("UKR", null)];
        var joined = new PartyJoined("UKR", "Principal");

        Given([.. left, SummitAccepted]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        Given([.. left, SummitAccepted, joined]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        Given([.. left, joined, SummitAccepted]).Meeting().Status.ShouldBe(MeetingStatus.Proposed);
    }

    [Fact]
    public void an_invitation_to_nobody_else_is_refused_so_and_no_longer_open()
    {
        var left = Given(Opened, SummitProposed, new PartyLeft("RUS", null));

        (left.Meeting().Status, left.Proposal("m-summit").Status).ShouldBe((MeetingStatus.Rejected, ProposalStatus.Unanswered));
        left.And(new PartyJoined("RUS", "Principal")).Meeting().Status.ShouldBe(MeetingStatus.Proposed);
        Given([.. Agreed, new PartyLeft("RUS", null)]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        Given([.. Agreed, new PartyLeft("RUS", null)]).Proposal("m-summit").Status.ShouldBe(ProposalStatus.Accepted);
    }

    [Fact]
    public void who_takes_its_place_is_waited_for_as_if_it_had_returned()
    {
        DomainEvent[] left = [Opened, SummitProposed with { To = ["RUS", "UKR"] }, new PartyLeft("UKR", null)];
        var joined = new PartyJoined("UNR", "Principal", ["UKR"]);
        var accepted = new ProposalAnswered("m-summit", "UNR", Answer.Accepted, []);

        Given([.. left, SummitAccepted, joined]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        Given([.. left, joined, SummitAccepted]).Meeting().Status.ShouldBe(MeetingStatus.Proposed);
        Given([.. left, joined, SummitAccepted, accepted]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        Given([.. left, joined, SummitAccepted, new PartyLeft("UNR", null)]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);

        var alone = Given(Opened, SummitProposed, new PartyLeft("RUS", null), new PartyJoined("SUN", "Principal", ["RUS"]));
        alone.Meeting().Status.ShouldBe(MeetingStatus.Proposed);
        alone.And(new PartyLeft("SUN", null)).Meeting().Status.ShouldBe(MeetingStatus.Rejected);
    }

    [Theory]
    [InlineData("2025-08-15T23:30-08:00", "2025-08-15", false)] // still the 15th there
    [InlineData("2025-08-14T23:30-08:00", "2025-08-15", false)]
    [InlineData("2025-08-16T00:30+09:00", "2025-08-15", true)] // the 16th already, though the 15th in UTC
    [InlineData("2025-08-15T12:00Z", "2025-08-15T13:00+03:00", true)]
    [InlineData("2025-08-15T12:00Z", "2025-08-15T16:00+03:00", false)]
    public void who_left_before_the_day_of_a_meeting_was_not_there(string left, string held, bool wasThere)
    {
        var state = Given(Opened, SummitProposed with { Participants = ["USA", "RUS", "UKR"] }, new PartyLeft("UKR", null).On(left)).Now;
        (SummitHeld with { When = Date(held) }).Apply(state).Meetings["m-summit"]!.Participants.Contains("UKR").ShouldBe(wasThere);
    }

    [Fact]
    public void it_cannot_act_but_may_be_named_as_absent_or_as_present()
    {
        var left = Given([.. Agreed, SummitOnThe15th, new PartyLeft("RUS", null)]);

        left.When(new ConfirmDate("m-summit", "RUS")).ThenRefused("unknown-party");
        left.When(new RecordMeetingHeld("m-summit", Date("2025-08-15"), MeetingOutcome.NoAgreement, ["RUS"])).Then(SummitHeld with { Absent = ["RUS"] });
        left.When(new RecordMeetingHeld("m-summit", Date("2025-08-15"), MeetingOutcome.NoAgreement, Participants: ["USA", "RUS"]))
            .Then(SummitHeld with { Participants = ["USA", "RUS"] });
    }
}
