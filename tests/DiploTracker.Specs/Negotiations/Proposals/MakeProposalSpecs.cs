using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class MakeProposalSpecs
{
    private static readonly MakeProposal Ceasefire = new("p-ceasefire", ["USA"], ["RUS", "UKR"], "Ceasefire");
    private static readonly MakeProposal Counter = new("p-counter", ["RUS.Ushakov"], ["USA"], "Terms", CounterTo: "p-ceasefire");
    private static readonly ProposalMade Countered = new(
        "p-counter", ["RUS.Ushakov"], ["USA"], "Terms", null, Formality.Formal, "p-ceasefire", null);

    [Fact]
    public void a_proposal_is_made() => Given(Opened).When(Ceasefire).Then(CeasefireProposed).AndAgain();

    [Fact]
    public void it_is_open_since_it_was_made()
    {
        var proposal = Given(Opened, CeasefireProposed.On("2025-08-05")).Proposal("p-ceasefire");

        (proposal.Status, proposal.OpenSince, proposal.About)
            .ShouldBe((ProposalStatus.Open, Date("2025-08-05"), "Ceasefire"));
    }

    [Fact]
    public void an_answer_can_be_asked_for_by_a_day() =>
        Given(Opened)
            .When(Ceasefire with { RespondBy = Date("2025-08-08"), Summary = "30 days", Formality = Formality.Floated })
            .Then(CeasefireProposed with { RespondBy = Date("2025-08-08"), Summary = "30 days", Formality = Formality.Floated });

    [Fact]
    public void an_addressee_counters_it() =>
        Given(Opened, CeasefireProposed).When(Counter).Then(Countered).AndAgain()
            .After().Proposal("p-ceasefire").ShouldSatisfyAllConditions(
                proposal => proposal.Status.ShouldBe(ProposalStatus.Countered),
                proposal => proposal.CounteredBy.ShouldBe("p-counter"));

    [Fact]
    public void so_does_the_successor_of_one() =>
        Given(Opened, CeasefireProposed, new PartyJoined("RUA", "Principal", ["RUS"])).When(Counter with { By = ["RUA"] })
            .Then(Countered with { By = ["RUA"] })
            .After().Proposal("p-ceasefire").IsAnsweredBy("RUS").ShouldBeTrue();

    [Fact]
    public void who_countered_has_answered()
    {
        var proposal = Given(Opened, CeasefireProposed, Countered).Proposal("p-ceasefire");

        proposal.IsAnsweredBy("RUS").ShouldBeTrue();
        proposal.IsAnsweredBy("UKR").ShouldBeFalse();
    }

    [Fact]
    public void somebody_may_carry_it() =>
        Given(Opened).When(Ceasefire with { Through = ["OMN"] }).Then(CeasefireProposed with { Through = ["OMN"] }).AndAgain()
            .After().Proposal("p-ceasefire").Through.ShouldBe(["OMN"]);

    [Fact]
    public void others_do_not() =>
        Given(Opened, CeasefireProposed).When(Counter with { By = ["TUR"] }).ThenRefused("not-an-addressee");

    [Fact]
    public void what_is_countered_is_known() => Given(Opened).When(Counter).ThenRefused("proposal-unknown");

    [Fact]
    public void an_id_is_used_once()
    {
        Given(Opened, CeasefireProposed).When(Ceasefire with { Summary = "again" }).ThenRefused("proposal-exists");
        Given(Opened, SummitProposed).When(Ceasefire with { Id = "m-summit" }).ThenRefused("proposal-exists");
    }

    [Fact]
    public void it_is_well_formed()
    {
        Given(Opened).When(Ceasefire with { Id = "P 1" }).ThenRefused("malformed");
        Given(Opened).When(Ceasefire with { By = [] }).ThenRefused("malformed");
        Given(Opened).When(Ceasefire with { RespondBy = NotADate }).ThenRefused("edtf-invalid");
    }

    [Fact]
    public void only_a_meeting_is_convened() =>
        Given(Opened).When(new MakeProposal("p-terms", ["USA"], ["RUS"], "Terms", Formality: Formality.Convened)).ThenRefused("malformed");
}
