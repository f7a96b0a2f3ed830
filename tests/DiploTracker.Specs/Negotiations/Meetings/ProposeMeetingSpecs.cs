using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class ProposeMeetingSpecs
{
    [Fact]
    public void somebody_may_carry_the_invitation()
    {
        var carried = Given(Opened).When(new ProposeMeeting("m-summit", ["USA"], ["RUS"], Through: ["CHE"]))
            .Then(SummitProposed with { Through = ["CHE"] }).AndAgain().After();

        carried.Proposal("m-summit").Through.ShouldBe(["CHE"]);
        carried.When(new ProposeSummit("m-summit", ["USA"], ["RUS"], Through: ["OMN"]).On("2025-08-21")).After()
            .Proposal("m-summit").Through.ShouldBe(["CHE", "OMN"]);
    }

    private static readonly ProposeMeeting Proposing = new("m-summit", ["USA"], ["RUS"]);

    [Fact]
    public void a_meeting_can_be_proposed() =>
        Given(Opened).When(Proposing).Then(SummitProposed).AndAgain();

    [Fact]
    public void a_summit_is_a_meeting_of_kind_summit_at_level_leaders() =>
        Given(Opened).When(new ProposeSummit("m-summit", ["USA"], ["RUS"])).Then(SummitProposed).AndAgain();

    [Fact]
    public void the_same_summit_proposed_as_a_meeting_is_the_same_fact() =>
        Given(Opened, SummitProposed.On("2025-08-06")).When(Proposing.On("2025-08-06")).ThenNothing();

    [Fact]
    public void kind_level_participants_format_and_formality_can_be_named() =>
        Given(Opened)
            .When(new ProposeMeeting("m-call", ["USA"], ["RUS"], MeetingKind.Call, "Envoy", ["USA", "RUS", "TUR"], "Video", Formality.Floated))
            .Then(new MeetingProposed("m-call", ["USA"], ["RUS"], MeetingKind.Call, "Envoy", ["USA", "RUS", "TUR"], "Video", Formality.Floated));

    [Fact]
    public void a_new_meeting_is_tentative_without_a_date_or_a_venue()
    {
        var meeting = Given(Opened, SummitProposed).Meeting();

        (meeting.Status, meeting.Tentative, meeting.When, meeting.Venue, meeting.Sequence)
            .ShouldBe((MeetingStatus.Proposed, true, null, Venue.None, 0));
        meeting.Participants.ShouldBe(["USA", "RUS"]);
    }

    [Fact]
    public void a_meeting_spoken_of_informally_is_floated() =>
        Given(Opened, SummitFloated).Meeting().Status.ShouldBe(MeetingStatus.Floated);

    [Fact]
    public void its_invitation_is_a_proposal_with_its_id()
    {
        var invitation = Given(Opened, SummitProposed with { By = ["USA.Witkoff"] }).Proposal("m-summit");

        (invitation.About, invitation.Status).ShouldBe(("Meeting", ProposalStatus.Open));
        invitation.By.ShouldBe(["USA"]);
        invitation.To.ShouldBe(["RUS"]);
    }

    [Fact]
    public void proposed_again_it_is_reiterated()
    {
        Given(Opened, SummitProposed).When(Proposing).Then(SummitProposed);

        var again = Given(Opened, SummitProposed, SummitProposed, SummitProposed).Meeting();
        (again.Reiterated, again.Status, again.Sequence).ShouldBe((2, MeetingStatus.Proposed, 0));
    }

    [Fact]
    public void a_floated_meeting_proposed_formally_becomes_proposed() =>
        Given(Opened, SummitFloated, SummitProposed).Meeting().Status.ShouldBe(MeetingStatus.Proposed);

    [Fact]
    public void a_floated_meeting_floated_again_stays_floated() =>
        Given(Opened, SummitFloated, SummitFloated).Meeting().Status.ShouldBe(MeetingStatus.Floated);

    [Fact]
    public void a_proposed_meeting_floated_again_stays_proposed() =>
        Given(Opened, SummitProposed, SummitFloated).Meeting().Status.ShouldBe(MeetingStatus.Proposed);

    [Fact]
    public void a_rejected_meeting_proposed_again_stays_rejected_until_an_answer_changes()
    {
        Given(Opened, SummitProposed, SummitRejected).When(Proposing).Then(SummitProposed);

        var again = Given(Opened, SummitProposed, SummitRejected, SummitProposed).Meeting();
        (again.Reiterated, again.Status).ShouldBe((1, MeetingStatus.Rejected));
    }

    [Fact]
    public void the_invited_can_repeat_it_too() =>
        Given(Opened, SummitProposed)
            .When(new ProposeMeeting("m-summit", ["RUS.Ushakov"], ["USA"]))
            .Then(new MeetingProposed("m-summit", ["RUS.Ushakov"], ["USA"], MeetingKind.Summit, "Leaders", ["RUS.Ushakov", "USA"], "Bilateral", Formality.Formal));

    [Fact]
    public void others_cannot_repeat_it() =>
        Given(Opened, SummitProposed).When(new ProposeMeeting("m-summit", ["UKR"], ["RUS"]))
            .ThenRefused("not-the-proposer");

    [Theory]
    [MemberData(nameof(BeyondProposing))]
    public void a_meeting_that_has_got_further_is_not_proposed_again(MeetingStatus status, DomainEvent[] facts)
    {
        var given = Given([Opened, SummitProposed, .. facts]);

        given.Meeting().Status.ShouldBe(status);
        given.When(Proposing).ThenRefused("meeting-exists");
    }

    [Fact]
    public void the_id_of_another_proposal_is_taken() =>
        Given(Opened, CeasefireProposed).When(new ProposeMeeting("p-ceasefire", ["USA"], ["RUS"]))
            .ThenRefused("proposal-exists");

    [Theory]
    [InlineData("")]
    [InlineData("M Summit")]
    [InlineData("m_summit")]
    public void its_id_is_a_slug(string id) =>
        Given(Opened).When(Proposing with { Id = id }).ThenRefused("malformed");

    [Fact]
    public void somebody_proposes_it() =>
        Given(Opened).When(new ProposeMeeting("m-summit", [], ["RUS"])).ThenRefused("malformed");

    [Fact]
    public void by_to_and_participants_are_parties()
    {
        Given(Opened).When(Proposing with { By = ["CHN"] }).ThenRefused("unknown-party");
        Given(Opened).When(Proposing with { To = ["CHN"] }).ThenRefused("unknown-party");
        Given(Opened).When(Proposing with { Participants = ["USA", "CHN"] }).ThenRefused("unknown-party");
        Given(Opened).When(new ProposeSummit("m-summit", ["CHN"], ["RUS"])).ThenRefused("unknown-party");
    }

    [Fact]
    public void a_summit_is_refused_as_any_meeting_is()
    {
        Given(Opened, SummitProposed).When(new ProposeSummit("m-summit", ["UKR"], ["RUS"])).ThenRefused("not-the-proposer");
        Given(Opened, SummitProposed, SummitHeld).When(new ProposeSummit("m-summit", ["USA"], ["RUS"])).ThenRefused("meeting-exists");
        Given(Opened, CeasefireProposed).When(new ProposeSummit("p-ceasefire", ["USA"], ["RUS"])).ThenRefused("proposal-exists");
    }

    public static TheoryData<MeetingStatus, DomainEvent[]> BeyondProposing => new()
    {
        { MeetingStatus.AgreedInPrinciple, [SummitAccepted] },
        { MeetingStatus.Scheduled, [SummitAccepted, SummitOnThe15th] },
        { MeetingStatus.Postponed, [SummitAccepted, SummitOnThe15th, SummitPostponed] },
        { MeetingStatus.Cancelled, [SummitAccepted, SummitCancelled] },
        { MeetingStatus.Held, [SummitHeld] },
        { MeetingStatus.NotHeld, [SummitOnThe15th, SummitNotHeld] },
        { MeetingStatus.Withdrawn, [SummitWithdrawn] },
        { MeetingStatus.Lapsed, [SummitLapsed] },
    };
}
