using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RecordAgreementStageSpecs
{
    private static RecordAgreementStage Reaching(AgreementStage stage) => new("a-framework", stage);

    private static AgreementStageReached Reached(AgreementStage stage) => new("a-framework", stage, null, null, default, []);

    private static AgreementStageReached Reached(AgreementStage stage, params string[] by) => Reached(stage) with { By = [.. by] };

    private static readonly AgreementStageReached Announced = FrameworkSigned with { Stage = AgreementStage.Announced, ContingentOn = default };

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

    [Fact]
    public void it_goes_by_the_name_that_it_was_given_last()
    {
        var titled = Given(Opened).When(Reaching(AgreementStage.Signed) with { Type = "Framework", Title = "Alaska framework" })
            .Then(FrameworkSigned with { Title = "Alaska framework" });
        titled.AndAgain();
        Reached(AgreementStage.Signed, "UKR").Describe().ShouldBe("The agreement a-framework reaches the stage Signed by UKR.");
        (FrameworkSigned with { ContingentOn = default, Title = "Alaska framework" }).Describe()
            .ShouldBe("The agreement a-framework (“Alaska framework”) reaches the stage Signed.");

        var inForce = titled.After().And(Reached(AgreementStage.InForce).On("2025-08-21"));
        inForce.Agreement("a-framework").Title.ShouldBe("Alaska framework");
        inForce.And((Reached(AgreementStage.Signed, "UKR") with { Title = "Alaska accords" }).On("2025-08-22")).Agreement("a-framework").Title
            .ShouldBe("Alaska accords");
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

    [Theory]
    [InlineData(AgreementStage.Terminated)]
    [InlineData(AgreementStage.Lapsed)]
    [InlineData(AgreementStage.Superseded)]
    [InlineData(AgreementStage.Rejected)]
    [InlineData(AgreementStage.Fulfilled)]
    public void nothing_follows_the_end(AgreementStage end)
    {
        var ended = Given(Opened, Announced).When(Reaching(end)).Then(Reached(end)).After();

        (ended.Agreement("a-framework").Stage, ended.Agreement("a-framework").Ended).ShouldBe((end, new AgreementEnd(end, Date("2025-08-20"))));
        ended.When(Reaching(AgreementStage.InForce)).ThenRefused("agreement-ended");
        ended.When(Reaching(AgreementStage.InPrinciple)).ThenRefused("agreement-ended");
        ended.When(Reaching(end).On("2025-08-21")).ThenRefused("agreement-ended");
        ended.When(Reaching(AgreementStage.Terminated).On("2025-08-21")).ThenRefused("agreement-ended");
    }

    [Fact]
    public void a_correction_changes_how_it_ended()
    {
        var ended = Given(Opened, FrameworkSigned, Reached(AgreementStage.Terminated));

        ended.When(CorrectSpecs.Amending(3, """{ "stage": "Superseded" }""")).After().Agreement("a-framework").Ended
            .ShouldBe(new AgreementEnd(AgreementStage.Superseded, TheDay));
    }

    [Fact]
    public void each_party_has_reached_its_own_stage()
    {
        var agreement = Given(Opened, Announced with { By = ["USA", "RUS"] }, Reached(AgreementStage.Signed, "USA.Rubio")).Agreement("a-framework");

        agreement.Stage.ShouldBe(AgreementStage.Signed);
        agreement.Parties.ShouldBe([new("USA", AgreementStage.Signed), new("RUS", AgreementStage.Announced)]);
        agreement.By.ShouldBe(["USA", "RUS"]);
    }

    [Fact]
    public void a_suspension_is_no_stage_of_a_party_on_the_way_into_force() =>
        Given(Opened, FrameworkSigned with { By = ["USA"] }, Reached(AgreementStage.Suspended, "USA")).Agreement("a-framework")
            .Parties.ShouldBe([new("USA", AgreementStage.Signed)]);

    [Fact]
    public void signing_after_entry_into_force_is_accession()
    {
        var inForce = Given(Opened, FrameworkSigned with { By = ["USA", "RUS"] }, Reached(AgreementStage.InForce, "USA", "RUS"));

        var acceded = inForce.When(Reaching(AgreementStage.Signed) with { By = ["UKR"], Effective = Date("2026") })
            .Then(Reached(AgreementStage.Signed, "UKR") with { Effective = Date("2026") }).After().Agreement("a-framework");
        (acceded.Stage, acceded.InForce, acceded.Effective).ShouldBe((AgreementStage.InForce, true, null));
        acceded.StageOf("UKR").ShouldBe(AgreementStage.Signed);
        acceded.StageOf("USA").ShouldBe(AgreementStage.InForce);
        acceded.By.ShouldBe(["USA", "RUS", "UKR"]);

        var together = inForce.When(Reaching(AgreementStage.Signed) with { By = ["USA", "UKR"] }).After().Agreement("a-framework");
        (together.StageOf("USA"), together.StageOf("UKR")).ShouldBe((AgreementStage.InForce, AgreementStage.Signed));

        inForce.When(Reaching(AgreementStage.Signed)).ThenRefused("stage-goes-backwards");
        inForce.When(Reaching(AgreementStage.Signed) with { By = ["USA"] }).ThenRefused("stage-goes-backwards");
        inForce.When(Reaching(AgreementStage.Initialled) with { By = ["UKR"] }).ThenRefused("stage-goes-backwards");
    }

    [Fact]
    public void it_is_in_force_from_entry_to_end_also_while_suspended()
    {
        bool InForce(params DomainEvent[] further) => Given([Opened, FrameworkSigned, .. further]).Agreement("a-framework").InForce;

        InForce().ShouldBeFalse();
        InForce(Reached(AgreementStage.InForce)).ShouldBeTrue();
        InForce(Reached(AgreementStage.InForce), Reached(AgreementStage.Suspended)).ShouldBeTrue();
        InForce(Reached(AgreementStage.InForce), Reached(AgreementStage.Lapsed)).ShouldBeFalse();
    }

    [Fact]
    public void who_suspends_it_resumes_it()
    {
        var suspended = Given(
            Opened, FrameworkSigned with { By = ["USA", "RUS", "UKR"] }, Reached(AgreementStage.InForce),
            Reached(AgreementStage.Suspended, "USA.Rubio"), Reached(AgreementStage.Suspended, "RUS"));
        suspended.Agreement("a-framework").SuspendedBy.ShouldBe(["USA", "RUS"]);

        var again = suspended.When(Reaching(AgreementStage.InForce) with { By = ["USA"] }).Then(Reached(AgreementStage.InForce, "USA")).After();
        again.Agreement("a-framework").SuspendedBy.ShouldBe(["RUS"]);
        again.When(Reaching(AgreementStage.InForce).On("2025-08-21")).After().Agreement("a-framework").SuspendedBy.ShouldBeEmpty();
    }

    [Fact]
    public void suspended_by_nobody_in_particular_it_is_suspended_by_all()
    {
        Given(Opened, FrameworkSigned with { By = ["USA", "RUS"] }, Reached(AgreementStage.Suspended)).Agreement("a-framework")
            .SuspendedBy.ShouldBe(["USA", "RUS"]);
        Given(Opened, FrameworkSigned, new PartyLeft("TUR", null), Reached(AgreementStage.Suspended)).Agreement("a-framework")
            .SuspendedBy.ShouldBe(["USA", "RUS", "UKR"]);
    }

    [Fact]
    public void extensions_are_counted_and_breaches_listed()
    {
        var agreement = Given(
            Opened, FrameworkSigned, Reached(AgreementStage.Extended), Reached(AgreementStage.Breached, "RUS.Putin").On("2025-08-08"),
            Reached(AgreementStage.Extended).On("2025-08-09"), Reached(AgreementStage.Breached).On("2025-08-10")).Agreement("a-framework");

        agreement.Extensions.ShouldBe(2);
        agreement.Breaches.ShouldBe([new(["RUS"], Date("2025-08-08")), new([], Date("2025-08-10"))]);
    }

    [Theory]
    [InlineData(AgreementStage.Extended)]
    [InlineData(AgreementStage.Suspended)]
    [InlineData(AgreementStage.Breached)]
    public void what_has_not_begun_is_not_extended_suspended_or_breached(AgreementStage stage)
    {
        var announced = Given(Opened, Announced with { Effective = Date("2025-08-15") });

        announced.When(Reaching(stage).On("2025-08-14")).ThenRefused("agreement-not-begun");
        announced.When(Reaching(stage).On("2025-08-15")).Then(Reached(stage));
        Given(Opened, Announced).When(Reaching(stage)).ThenRefused("agreement-not-begun");
        Given(Opened).When(Reaching(stage) with { Type = "Ceasefire" }).ThenRefused("agreement-not-begun");
        Given(Opened).When(Reaching(stage) with { Type = "Ceasefire", Effective = Date("2025-08-01") })
            .Then(Reached(stage) with { Type = "Ceasefire", Effective = Date("2025-08-01") });
        Given(Opened, Reached(stage) with { Type = "Ceasefire", Effective = Date("2026") })
            .When(Reaching(stage).On("2025-08-14")).Then(Reached(stage));
    }

    [Fact]
    public void effect_begins_at_its_hour_where_both_have_one()
    {
        var announced = Given(Opened, Announced with { Effective = Date("2025-08-15T12:00+03:00") });

        announced.When(Reaching(AgreementStage.Breached).On("2025-08-15T08:59Z")).ThenRefused("agreement-not-begun");
        announced.When(Reaching(AgreementStage.Breached).On("2025-08-15T09:00Z")).Then(Reached(AgreementStage.Breached));
        announced.When(Reaching(AgreementStage.Breached).On("2025-08-15")).Then(Reached(AgreementStage.Breached));
    }

    [Fact]
    public void what_it_depends_on_stays_until_something_else_is_given_or_nothing()
    {
        var contingent = Given(Opened, FrameworkSigned with { ContingentOn = ["ratification"] });
        Agreement After(RecordAgreementStage next) => contingent.When(next).After().Agreement("a-framework");

        After(Reaching(AgreementStage.Signed)).ContingentOn.ShouldBe(["ratification"]);
        After(Reaching(AgreementStage.Signed) with { ContingentOn = ["p-ceasefire"] }).ContingentOn.ShouldBe(["p-ceasefire"]);
        After(Reaching(AgreementStage.Signed) with { ContingentOn = [] }).ContingentOn.ShouldBeEmpty();
    }

    [Fact]
    public void conditions_are_met_by_what_they_name()
    {
        var contingent = FrameworkSigned with { ContingentOn = ["ratification", "d-terms-first", "p-ceasefire", "m-summit", "t-ceasefire", "a-truce"] };
        var given = Given(
            Opened, SummitProposed, TermsFirst, CeasefireProposed, CeasefireBy8August,
            new AgreementStageReached("a-truce", AgreementStage.Signed, "Truce", null, [], []), contingent);
        string[] Met(Specification now) => [.. now.Now.ConditionsMetOf(now.Agreement("a-framework"))];

        Met(given).ShouldBeEmpty();
        Met(given.And(new PositionChanged("d-terms-first", PositionChange.Met, null))).ShouldBe(["d-terms-first"]);
        Met(given.And(new ProposalAnswered("p-ceasefire", "RUS", Answer.Accepted, []))
            .And(new ProposalAnswered("p-ceasefire", "UKR", Answer.AcceptedInPrinciple, []))).ShouldBe(["p-ceasefire"]);
        Met(given.And(SummitHeld)).ShouldBe(["m-summit"]);
        Met(given.And(new DeadlineClosed("t-ceasefire", true))).ShouldBe(["t-ceasefire"]);
        Met(given.And(new AgreementStageReached("a-truce", AgreementStage.InForce, null, null, [], []))).ShouldBe(["a-truce"]);
        Met(given.And(new AgreementStageReached("a-truce", AgreementStage.Fulfilled, null, null, [], []))).ShouldBe(["a-truce"]);
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
