using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RecordAgreementStageSpecs
{
    private static RecordAgreementStage Reaching(AgreementStage stage) => new("a-framework", stage);

    private static AgreementStageReached Reached(AgreementStage stage) => new("a-framework", stage, null, null, [], []);

    [Fact]
    public void the_first_stage_names_the_type()
    {
        Given(Opened).When(Reaching(AgreementStage.Signed) with { Type = "Framework" }).Then(FrameworkSigned)
            .AndAgain();
        Given(Opened).When(Reaching(AgreementStage.Signed)).ThenRefused("agreement-unknown");
    }

    [Fact]
    public void an_agreement_says_when_it_holds_and_on_what()
    {
        var agreement = Given(
            Opened, FrameworkSigned with { ContingentOn = ["ratification"], By = ["USA.Rubio"] },
            Reached(AgreementStage.InForce) with { Effective = Date("2025-09-01"), By = ["RUS"] }).Agreement("a-framework");

        (agreement.Type, agreement.Stage, agreement.Effective)
            .ShouldBe(("Framework", AgreementStage.InForce, Date("2025-09-01")));
        agreement.ContingentOn.ShouldBe(["ratification"]);
        agreement.By.ShouldBe(["USA", "RUS"]);
    }

    [Theory]
    [InlineData(AgreementStage.InPrinciple)]
    [InlineData(AgreementStage.Announced)]
    [InlineData(AgreementStage.Initialled)]
    public void stages_do_not_go_back(AgreementStage earlier) =>
        Given(Opened, FrameworkSigned).When(Reaching(earlier)).ThenRefused("stage-goes-backwards");

    [Theory]
    [InlineData(AgreementStage.Signed)]
    [InlineData(AgreementStage.InForce)]
    [InlineData(AgreementStage.Extended)]
    [InlineData(AgreementStage.Suspended)]
    [InlineData(AgreementStage.Breached)]
    [InlineData(AgreementStage.Terminated)]
    public void they_stay_or_go_on(AgreementStage later) =>
        Given(Opened, FrameworkSigned).When(Reaching(later)).Then(Reached(later))
            .After().Agreement("a-framework").Stage.ShouldBe(later);

    [Fact]
    public void a_suspended_agreement_comes_into_force_again_but_does_not_go_back()
    {
        var suspended = Given(Opened, FrameworkSigned, Reached(AgreementStage.Suspended));

        suspended.When(Reaching(AgreementStage.InForce)).Then(Reached(AgreementStage.InForce));
        suspended.When(Reaching(AgreementStage.Announced)).ThenRefused("stage-goes-backwards");
    }

    [Fact]
    public void nothing_follows_the_end()
    {
        var terminated = Given(Opened, FrameworkSigned, Reached(AgreementStage.Terminated));

        terminated.When(Reaching(AgreementStage.InForce)).ThenRefused("agreement-terminated");
        terminated.When(Reaching(AgreementStage.InPrinciple)).ThenRefused("agreement-terminated");
        terminated.When(Reaching(AgreementStage.Terminated)).ThenRefused("agreement-terminated");
    }

    [Fact]
    public void it_is_well_formed()
    {
        Given(Opened).When(new RecordAgreementStage("a-framework", new Word<AgreementStage>("Nearly"), "Framework"))
            .ThenRefused("stage-unknown");
        Given(Opened).When(Reaching(AgreementStage.Signed) with { Type = "Framework", Id = "A 1" })
            .ThenRefused("malformed");
        Given(Opened).When(Reaching(AgreementStage.Signed) with { Type = "Framework", Effective = NotADate })
            .ThenRefused("edtf-invalid");
    }
}
