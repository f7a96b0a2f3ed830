using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class AnswerProposalSpecs
{
    private static AnswerProposal By(string party, Answer answer) => new("p-ceasefire", party, answer);

    private static ProposalAnswered Answered(string party, Answer answer) => new("p-ceasefire", party, answer, []);

    [Theory]
    [InlineData(Answer.Accepted)]
    [InlineData(Answer.AcceptedInPrinciple)]
    [InlineData(Answer.Rejected)]
    [InlineData(Answer.Deferred)]
    [InlineData(Answer.NoComment)]
    [InlineData(Answer.NoResponse)]
    public void an_addressee_answers(Answer answer) =>
        Given(Opened, CeasefireProposed).When(By("RUS.Ushakov", answer)).Then(Answered("RUS.Ushakov", answer))
            .AndAgain()
            .After().Proposal("p-ceasefire").AnswerOf("RUS")!.Answer.ShouldBe(answer);

    [Fact]
    public void a_conditional_acceptance_names_its_conditions()
    {
        Given(Opened, CeasefireProposed).When(By("RUS", Answer.AcceptedConditionally))
            .ThenRefused("conditions-required");
        Given(Opened, CeasefireProposed)
            .When(By("RUS", Answer.AcceptedConditionally) with { Conditions = ["no arms"] })
            .Then(Answered("RUS", Answer.AcceptedConditionally) with { Conditions = ["no arms"] });
    }

    [Fact]
    public void a_later_answer_takes_the_place_of_an_earlier_one()
    {
        Given(Opened, CeasefireProposed, Answered("RUS", Answer.Rejected)).When(By("RUS", Answer.Accepted))
            .Then(Answered("RUS", Answer.Accepted));

        Given(Opened, CeasefireProposed, Answered("RUS", Answer.Rejected), Answered("UKR", Answer.Accepted), Answered("RUS.Putin", Answer.Accepted))
            .Proposal("p-ceasefire").Answers.Select(given => (given.By, given.Answer))
            .ShouldBe([("RUS", Answer.Accepted), ("UKR", Answer.Accepted)]);
    }

    [Theory]
    [InlineData(Answer.Accepted)]
    [InlineData(Answer.AcceptedInPrinciple)]
    [InlineData(Answer.AcceptedConditionally)]
    [InlineData(Answer.Rejected)]
    public void silence_cannot_follow_an_answer_in_substance(Answer substance)
    {
        var answered = Given(Opened, CeasefireProposed, Answered("RUS", substance));

        answered.When(By("RUS", Answer.NoComment)).ThenRefused("already-answered");
        answered.When(By("RUS", Answer.NoResponse)).ThenRefused("already-answered");
    }

    [Fact]
    public void silence_can_follow_a_deferral() =>
        Given(Opened, CeasefireProposed, Answered("RUS", Answer.Deferred))
            .When(By("RUS", Answer.NoResponse)).Then(Answered("RUS", Answer.NoResponse))
            .After().Proposal("p-ceasefire").Status.ShouldBe(ProposalStatus.Unanswered);

    [Fact]
    public void somebody_may_carry_it() =>
        Given(Opened, CeasefireProposed).When(By("RUS", Answer.Accepted) with { Through = ["CHE", "OMN.Busaidi"] })
            .Then(Answered("RUS", Answer.Accepted) with { Through = ["CHE", "OMN.Busaidi"] }).AndAgain()
            .After().Proposal("p-ceasefire").AnswerOf("RUS")!.Through.ShouldBe(["CHE", "OMN.Busaidi"]);

    [Fact]
    public void a_successor_answers_what_was_put_to_its_predecessors()
    {
        var given = Given(
            Opened, CeasefireProposed, Answered("RUS", Answer.Deferred), new PartyLeft("RUS", null),
            new PartyJoined("RUA", "Principal", ["RUS"]), new PartyJoined("RUB", "Principal", ["RUA"]));

        var proposal = given.When(By("RUB", Answer.Accepted)).Then(Answered("RUB", Answer.Accepted)).After()
            .And(Answered("UKR", Answer.Accepted)).Proposal("p-ceasefire");
        proposal.Status.ShouldBe(ProposalStatus.Accepted);
        proposal.Answers.Select(answer => (answer.By, string.Join(' ', answer.For))).ShouldBe([("RUB", "RUS"), ("UKR", "")]);
        proposal.AnswerOf("RUS")!.By.ShouldBe("RUB");

        given.When(By("RUA", Answer.NoComment)).Then(Answered("RUA", Answer.NoComment));
        given.And(Answered("RUB", Answer.Rejected)).When(By("RUA", Answer.NoComment)).ThenRefused("already-answered");
        given.And(new PartyJoined("EGY", "Mediator")).When(By("EGY", Answer.Accepted)).ThenRefused("not-an-addressee");
    }

    [Fact]
    public void silence_can_follow_silence() =>
        Given(Opened, CeasefireProposed, Answered("RUS", Answer.NoComment))
            .When(By("RUS", Answer.NoResponse)).Then(Answered("RUS", Answer.NoResponse));

    [Fact]
    public void only_addressees_answer() =>
        Given(Opened, CeasefireProposed).When(By("TUR", Answer.Accepted)).ThenRefused("not-an-addressee");

    [Fact]
    public void what_is_answered_is_known_and_open()
    {
        Given(Opened).When(By("RUS", Answer.Accepted)).ThenRefused("proposal-unknown");
        Given(Opened, CeasefireProposed, new ProposalClosed("p-ceasefire", Closing.Superseded, null, null))
            .When(By("RUS", Answer.Accepted)).ThenRefused("proposal-closed");
    }

    [Fact]
    public void the_invitation_to_a_meeting_that_was_or_was_not_held_is_not_answered()
    {
        var accepting = new AnswerProposal("m-summit", "RUS", Answer.Accepted);

        Given(Opened, SummitProposed, SummitHeld).When(accepting).ThenRefused("meeting-closed");
        Given(Opened, SummitProposed, SummitNextWeek, SummitNotHeld).When(accepting).ThenRefused("meeting-closed");
    }

    [Fact]
    public void answers_are_words_of_the_language() =>
        Given(Opened, CeasefireProposed)
            .When(new AnswerProposal("p-ceasefire", "RUS", new Word<Answer>("Maybe"))).ThenRefused("answer-unknown");
}
