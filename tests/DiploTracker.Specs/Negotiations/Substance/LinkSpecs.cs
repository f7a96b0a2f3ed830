using System.Text;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>A proposal, a position, a deadline and an agreement say what else they concern.</summary>
public sealed class LinkSpecs
{
    private static readonly EquatableArray<Link> Links = [new("p-ceasefire", "implements"), new("negotiation")];

    private static readonly EquatableArray<Link> Unheard = [new("p-ceasefire"), new("a-nothing", "ends")];

    [Fact]
    public void what_they_concern_is_shown()
    {
        Given(Opened, CeasefireProposed).When(new MakeProposal("p-terms", ["USA"], ["RUS"], "Terms") { Concerns = Links }).AndAgain()
            .After().Proposal("p-terms").Concerns.ShouldBe(Links);
        Given(Opened, CeasefireProposed).When(new StatePosition("d-first", "RUS", PositionKind.Demand) { Concerns = Links }).AndAgain()
            .After().Position("d-first").Concerns.ShouldBe(Links);
        Given(Opened, CeasefireProposed).When(new SetDeadline("t-first", Date("2025-08-08")) { Concerns = Links }).AndAgain()
            .After().Deadline("t-first").Concerns.ShouldBe(Links);
        Given(Opened, CeasefireProposed).When(new RecordAgreementStage("a-first", AgreementStage.Signed, "Ceasefire") { Concerns = Links }).AndAgain()
            .After().Agreement("a-first").Concerns.ShouldBe(Links);
    }

    [Fact]
    public void what_is_named_later_adds_to_it()
    {
        var (first, more) = (FrameworkSigned with { Concerns = Links }, new Link("m-summit", "part-of"));
        Given(Opened, CeasefireProposed, SummitProposed, first, first with { Stage = AgreementStage.InForce, Concerns = [Links[0], more] })
            .Agreement("a-framework").Concerns.ShouldBe([.. Links, more]);
        Given(Opened, CeasefireProposed, SummitProposed, CeasefireBy8August with { Concerns = Links }, CeasefireBy8August with { When = Date("2025-08-09"), Concerns = [more] })
            .Deadline("t-ceasefire").Concerns.ShouldBe([.. Links, more]);
    }

    [Fact]
    public void what_they_concern_is_known()
    {
        Given(Opened, CeasefireProposed).When(new MakeProposal("p-terms", ["USA"], ["RUS"], "Terms") { Concerns = Unheard }).ThenRefused("concerns-unknown");
        Given(Opened, CeasefireProposed).When(new StatePosition("d-first", "RUS", PositionKind.Demand) { Concerns = Unheard }).ThenRefused("concerns-unknown");
        Given(Opened, CeasefireProposed).When(new SetDeadline("t-first", Date("2025-08-08")) { Concerns = Unheard }).ThenRefused("concerns-unknown");
        Given(Opened, CeasefireProposed).When(new RecordAgreementStage("a-first", AgreementStage.Signed, "Ceasefire") { Concerns = Unheard })
            .ThenRefused("concerns-unknown").Refusal.MayPass.ShouldBeTrue();
    }

    [Fact]
    public void a_link_is_sent_as_an_id_or_with_how()
    {
        var (command, refusal) = CommandJson.Read(typeof(SetDeadline), """{"id":"t","when":"2025-08-08","concerns":["p-one",{"id":"p-two","how":"ends"}]}"""u8);
        refusal.ShouldBeNull();
        ((SetDeadline)command!).Concerns.ShouldBe([new Link("p-one"), new Link("p-two", "ends")]);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""[{"how":"ends"}]""")]
    [InlineData("""[{"id":"p-one","how":" "}]""")]
    [InlineData("""[{"id":"p-one","why":"ends"}]""")]
    public void and_in_no_other_way(string concerns) =>
        CommandJson.Read(typeof(SetDeadline), Encoding.UTF8.GetBytes($$"""{"id":"t","when":"2025-08-08","concerns":{{concerns}}}"""))
            .Refusal!.Code.ShouldBe("malformed");

    [Fact]
    public void a_request_without_them_is_written_as_ever() =>
        Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new SetDeadline("t", Date("2025-08-08")), CommandJson.Options))
            .ShouldNotContain("concerns");
}

/// <summary>What is over is not blocked.</summary>
public sealed class BlockedSpecs
{
    private static readonly PositionStated First = TermsFirst with { Blocks = ["m-summit", "p-ceasefire", "a-framework"] };

    private static readonly DomainEvent[] Blocked = [.. Agreed, CeasefireProposed, FrameworkSigned, First];

    [Fact]
    public void what_goes_on_is_blocked()
    {
        var (meeting, invitation, proposal, agreement) = BlockedBy(Blocked);
        (meeting, invitation, proposal, agreement).ShouldBe((["d-terms-first"], ["d-terms-first"], ["d-terms-first"], ["d-terms-first"]));
    }

    public static TheoryData<string> Ends => [.. Ending.Keys];

    private static readonly Dictionary<string, DomainEvent[]> Ending = new()
    {
        ["held"] = [SummitHeld],
        ["not held"] = [SummitOnThe15th, SummitNotHeld],
        ["rejected"] = [SummitRejected],
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void a_meeting_that_is_over_is_not_and_nor_is_its_invitation(string end)
    {
        var (meeting, invitation, proposal, _) = BlockedBy([.. Blocked, .. Ending[end]]);
        (meeting, invitation, proposal).ShouldBe(([], [], ["d-terms-first"]));
    }

    [Fact]
    public void nor_is_one_that_was_given_up()
    {
        BlockedBy([Opened, SummitProposed, CeasefireProposed, FrameworkSigned, First, SummitWithdrawn]).Meeting.ShouldBeEmpty();
        BlockedBy([Opened, SummitProposed, CeasefireProposed, FrameworkSigned, First, SummitLapsed]).Meeting.ShouldBeEmpty();
    }

    [Fact]
    public void nor_a_closed_proposal_nor_an_ended_agreement()
    {
        BlockedBy([.. Blocked, new ProposalClosed("p-ceasefire", Closing.Lapsed, null, null)]).Proposal.ShouldBeEmpty();
        BlockedBy([.. Blocked, FrameworkSigned with { Stage = AgreementStage.Terminated }]).Agreement.ShouldBeEmpty();
    }

    private static (EquatableArray<string> Meeting, EquatableArray<string> Invitation, EquatableArray<string> Proposal, EquatableArray<string> Agreement) BlockedBy(DomainEvent[] facts)
    {
        var status = Statuses.NegotiationStatus.Of("talks", Given(facts).Timeline);
        return (status.Meetings.Single().BlockedBy, status.Proposals.Single(proposal => proposal.Id == "m-summit").BlockedBy,
            status.Proposals.Single(proposal => proposal.Id == "p-ceasefire").BlockedBy, status.Agreements.Single().BlockedBy);
    }
}
