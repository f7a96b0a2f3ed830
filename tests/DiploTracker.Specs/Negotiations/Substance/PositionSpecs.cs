using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class StatePositionSpecs
{
    private static readonly StatePosition Stating = new("d-terms-first", "RUS", PositionKind.Precondition, ["UKR"], Blocks: ["m-summit"]);

    [Fact]
    public void a_party_states_what_it_wants() =>
        Given(Opened, SummitProposed).When(Stating).Then(TermsFirst).AndAgain();

    [Fact]
    public void it_stands_then_and_blocks_what_it_names()
    {
        var given = Given(Opened, SummitProposed, TermsFirst with { By = "RUS.Lavrov" });

        (given.Position("d-terms-first").Status, given.Position("d-terms-first").By)
            .ShouldBe((PositionStatus.Standing, "RUS"));
        given.Now.Blocking("m-summit").Select(position => position.Id).ShouldBe(["d-terms-first"]);
        given.Now.Blocking("p-ceasefire").ShouldBeEmpty();
    }

    [Fact]
    public void it_can_block_proposals_and_agreements_too()
    {
        Given(Opened, CeasefireProposed).When(Stating with { Blocks = ["p-ceasefire"] })
            .Then(TermsFirst with { Blocks = ["p-ceasefire"] });
        Given(Opened, FrameworkSigned).When(Stating with { Blocks = ["a-framework"] })
            .Then(TermsFirst with { Blocks = ["a-framework"] });
    }

    [Fact]
    public void what_it_blocks_is_known()
    {
        Given(Opened).When(Stating).ThenRefused("blocks-unknown");
        Given(Opened, CeasefireBy8August).When(Stating with { Blocks = ["t-ceasefire"] }).ThenRefused("blocks-unknown");
    }

    [Fact]
    public void a_precondition_has_a_target() =>
        Given(Opened).When(Stating with { Blocks = [] }).ThenRefused("precondition-needs-target");

    [Theory]
    [InlineData(PositionKind.Demand)]
    [InlineData(PositionKind.RedLine)]
    [InlineData(PositionKind.Offer)]
    [InlineData(PositionKind.Goal)]
    [InlineData(PositionKind.Claim)]
    public void other_kinds_need_none(PositionKind kind) =>
        Given(Opened).When(Stating with { Kind = kind, Blocks = [] })
            .Then(TermsFirst with { Kind = kind, Blocks = [] });

    [Fact]
    public void an_id_is_used_once() =>
        Given(Opened, SummitProposed, TermsFirst).When(Stating with { Text = "again" }).ThenRefused("position-exists");

    [Fact]
    public void it_is_well_formed()
    {
        Given(Opened, SummitProposed).When(Stating with { Kind = new Word<PositionKind>("Wish") })
            .ThenRefused("position-kind-unknown");
        Given(Opened, SummitProposed).When(Stating with { Id = "D 1" }).ThenRefused("malformed");
    }
}

public sealed class ChangePositionSpecs
{
    private static readonly DomainEvent[] Stated = [Opened, SummitProposed, TermsFirst];

    private static PositionChanged Changed(PositionChange change) => new("d-terms-first", change, null);

    private static ChangePosition Changing(PositionChange change) => new("d-terms-first", change);

    [Theory]
    [InlineData(PositionChange.Softened, PositionStatus.Softened, true)]
    [InlineData(PositionChange.Hardened, PositionStatus.Hardened, true)]
    [InlineData(PositionChange.Restated, PositionStatus.Standing, true)]
    [InlineData(PositionChange.Met, PositionStatus.Met, false)]
    [InlineData(PositionChange.Dropped, PositionStatus.Dropped, false)]
    public void a_position_changes(PositionChange change, PositionStatus status, bool blocks)
    {
        var changed = Given(Stated).When(Changing(change)).Then(Changed(change)).AndAgain().After();

        changed.Position("d-terms-first").Status.ShouldBe(status);
        changed.Now.Blocking("m-summit").Any().ShouldBe(blocks);
    }

    [Theory]
    [InlineData(PositionChange.Met)]
    [InlineData(PositionChange.Dropped)]
    public void once_met_or_dropped_it_comes_back_only_restated_or_hardened(PositionChange end)
    {
        var ended = Given([.. Stated, Changed(end)]);

        ended.When(Changing(PositionChange.Softened)).ThenRefused("position-closed");
        ended.When(Changing(PositionChange.Met) with { By = "USA" }).ThenRefused("position-closed");
        ended.When(Changing(PositionChange.Dropped) with { By = "USA" }).ThenRefused("position-closed");
        ended.When(Changing(PositionChange.Restated)).Then(Changed(PositionChange.Restated))
            .After().Position("d-terms-first").Status.ShouldBe(PositionStatus.Standing);
        ended.When(Changing(PositionChange.Hardened)).Then(Changed(PositionChange.Hardened))
            .After().Position("d-terms-first").Status.ShouldBe(PositionStatus.Hardened);
    }

    [Theory]
    [InlineData(PositionChange.Softened)]
    [InlineData(PositionChange.Hardened)]
    [InlineData(PositionChange.Restated)]
    [InlineData(PositionChange.Dropped)]
    public void only_its_owner_changes_it(PositionChange change)
    {
        Given(Stated).When(Changing(change) with { By = "UKR" }).ThenRefused("not-the-owner").Hint<string>("current").ShouldBe("RUS");
        Given(Stated).When(Changing(change) with { By = "RUS.Lavrov" }).Then(Changed(change) with { By = "RUS.Lavrov" });
    }

    [Fact]
    public void others_can_have_met_it() =>
        Given(Stated).When(Changing(PositionChange.Met) with { By = "UKR" }).Then(Changed(PositionChange.Met) with { By = "UKR" });

    [Fact]
    public void it_says_from_then_on_what_it_was_changed_to()
    {
        var softened = Given(Stated).When(Changing(PositionChange.Softened) with { Text = "terms soon" })
            .Then(Changed(PositionChange.Softened) with { Text = "terms soon" }).AndAgain().After();

        softened.Position("d-terms-first").Text.ShouldBe("terms soon");
        softened.And(Changed(PositionChange.Hardened)).Position("d-terms-first").Text.ShouldBe("terms soon");
    }

    [Fact]
    public void restated_a_softened_one_stands_as_before() =>
        Given([.. Stated, Changed(PositionChange.Softened), Changed(PositionChange.Restated)])
            .Position("d-terms-first").Status.ShouldBe(PositionStatus.Standing);

    [Fact]
    public void it_is_known_and_so_is_the_change()
    {
        Given(Opened).When(Changing(PositionChange.Met)).ThenRefused("position-unknown");
        Given(Stated).When(new ChangePosition("d-terms-first", new Word<PositionChange>("Forgotten")))
            .ThenRefused("change-unknown");
    }
}
