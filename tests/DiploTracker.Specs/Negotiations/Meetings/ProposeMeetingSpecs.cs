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
            .Then(new MeetingProposed("m-call", ["USA"], ["RUS"], MeetingKind.Call, "Envoy", ["USA", "RUS", "TUR"], "Video", Formality.Floated)
            {
                Given = ["kind", "level", "participants", "format"],
            });

    [Fact]
    public void it_may_have_a_title_and_an_agenda()
    {
        var titled = SummitProposed with { Title = "Alaska summit", Agenda = "terms" };
        var meeting = Given(Opened).When(Proposing with { Title = "Alaska summit", Agenda = "terms" }).Then(titled).AndAgain().After().Meeting();

        (meeting.Title, meeting.Agenda).ShouldBe(("Alaska summit", "terms"));
    }

    [Fact]
    public void what_is_given_as_it_is_by_default_makes_no_other_fact() =>
        Given(Opened, SummitProposed.On("2025-08-06"))
            .When(new ProposeSummit("m-summit", ["USA"], ["RUS"], Kind: MeetingKind.Summit, Level: "Leaders", Format: "Bilateral").On("2025-08-06"))
            .ThenNothing();

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

    [Theory]
    [MemberData(nameof(GivenUp))]
    public void one_that_was_rejected_withdrawn_or_lapsed_is_proposed_anew(MeetingStatus status, DomainEvent[] facts)
    {
        var given = Given([Opened, SummitProposed.On("2025-08-01"), .. facts]);
        given.Meeting().Status.ShouldBe(status);

        var anew = given.When(Proposing.On("2025-08-08")).Then(SummitProposed).After();
        (anew.Meeting().Status, anew.Meeting().Reiterated).ShouldBe((MeetingStatus.Proposed, 1));
        (anew.Proposal("m-summit").Status, anew.Proposal("m-summit").OpenSince).ShouldBe((ProposalStatus.Open, Date("2025-08-08")));
        anew.Meeting().DeclinedBy.ShouldBeEmpty();
        anew.And(SummitAccepted.On("2025-08-09")).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        given.And(SummitFloated).Meeting().Status.ShouldBe(MeetingStatus.Floated);
    }

    [Fact]
    public void proposed_anew_it_has_no_date_and_keeps_its_venue()
    {
        var meeting = Given(
            Opened, SummitProposed, SummitNextWeek with { ConfirmedBy = ["USA"] }, new VenueDisclosed("m-summit", "Alaska"), SummitPostponed,
            SummitCancelled, SummitReinstated, SummitRejected, SummitProposed).Meeting();

        (meeting.Status, meeting.When, meeting.Tentative, meeting.Venue.Place).ShouldBe((MeetingStatus.Proposed, null, true, "Alaska"));
        meeting.ConfirmedBy.ShouldBeEmpty();
    }

    [Fact]
    public void proposed_anew_by_who_was_asked_the_other_owes_the_answer()
    {
        var invitation = Given(Opened, SummitProposed, SummitRejected, SummitProposed with { By = ["RUS"], To = ["USA"] }).Proposal("m-summit");

        invitation.By.ShouldBe(["RUS"]);
        invitation.To.ShouldBe(["USA"]);
        invitation.Answers.ShouldBeEmpty();
    }

    [Fact]
    public void proposed_again_what_is_given_takes_effect()
    {
        var again = Given(Opened, SummitProposed)
            .When(Proposing with { To = ["UKR"], Kind = MeetingKind.TalksRound, Level = "Envoy", Format = "Trilateral", Title = "Talks", Agenda = "terms" })
            .After();

        var meeting = again.Meeting();
        (meeting.Kind, meeting.Level, meeting.Format, meeting.Title, meeting.Agenda)
            .ShouldBe((MeetingKind.TalksRound, "Envoy", "Trilateral", "Talks", "terms"));
        meeting.Participants.ShouldBe(["USA", "RUS", "UKR"]);
        again.Proposal("m-summit").To.ShouldBe(["RUS", "UKR"]);
        again.When(new AnswerProposal("m-summit", "UKR", Answer.Accepted)).Then(new ProposalAnswered("m-summit", "UKR", Answer.Accepted, []));
    }

    [Fact]
    public void also_when_it_is_given_as_it_is_by_default()
    {
        var talks = new ProposeMeeting("m-summit", ["USA"], ["RUS"], MeetingKind.TalksRound, "Envoy", ["USA", "RUS", "TUR"], "Trilateral");
        var given = Given(Opened).When(talks).After();

        var same = given.When(Proposing).After().Meeting();
        (same.Kind, same.Level, same.Format).ShouldBe((MeetingKind.TalksRound, "Envoy", "Trilateral"));
        same.Participants.ShouldBe(["USA", "RUS", "TUR"]);

        var other = given.When(Proposing with { Kind = MeetingKind.Summit, Level = "Leaders", Participants = ["USA", "RUS"], Format = "Bilateral" }).After().Meeting();
        (other.Kind, other.Level, other.Format).ShouldBe((MeetingKind.Summit, "Leaders", "Bilateral"));
        other.Participants.ShouldBe(["USA", "RUS"]);
    }

    [Fact]
    public void the_same_by_whatever_order_the_proposals_are_recorded_in()
    {
        var first = SummitProposed.On("2025-08-01");
        var second = (SummitProposed with { Level = "Envoy", Given = ["level"] }).On("2025-08-02");

        StateOf.Text(Given(Opened, second).And(first).Now).ShouldBe(StateOf.Text(Given(Opened, first, second).Now));
        Given(Opened, second).And(first).Meeting().Level.ShouldBe("Envoy");
    }

    [Fact]
    public void a_proposer_does_not_become_an_addressee_when_the_invited_repeat_it()
    {
        var invitation = Given(Opened, SummitProposed, SummitProposed with { By = ["RUS", "UKR"], To = ["USA"] }).Proposal("m-summit");

        invitation.By.ShouldBe(["USA", "UKR"]);
        invitation.To.ShouldBe(["RUS"]);
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
    public void one_given_up_is_proposed_anew_by_its_parties_only() =>
        Given(Opened, SummitProposed, SummitLapsed).When(new ProposeMeeting("m-summit", ["UKR"], ["RUS"])).ThenRefused("not-the-proposer");

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
        { MeetingStatus.UnderWay, [SummitBegun] },
    };

    public static TheoryData<MeetingStatus, DomainEvent[]> GivenUp => new()
    {
        { MeetingStatus.Rejected, [SummitRejected] },
        { MeetingStatus.Withdrawn, [SummitWithdrawn] },
        { MeetingStatus.Lapsed, [SummitLapsed] },
    };
}
