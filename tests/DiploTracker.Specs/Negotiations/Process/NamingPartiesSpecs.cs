using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary><c>USA.Witkoff</c> is Witkoff speaking for the party <c>USA</c>; anybody may speak, but only parties act.</summary>
public sealed class NamingPartiesSpecs
{
    public static TheoryData<Command> NamingChina =>
    [
        new AnswerProposal("p-ceasefire", "CHN.Wang", Answer.Accepted),
        new CloseProposal("p-ceasefire", Closing.Lapsed, "CHN"),
        new MakeProposal("p-new", ["CHN"], ["RUS"], "Terms"),
        new MakeProposal("p-new", ["USA"], ["CHN"], "Terms"),
        new StatePosition("d-new", "CHN", PositionKind.Goal),
        new StatePosition("d-new", "USA", PositionKind.Goal, ["CHN"]),
        new ChangePosition("d-terms-first", PositionChange.Softened, "CHN"),
        new RecordAgreementStage("a-new", AgreementStage.Signed, "Framework", By: ["CHN"]),
        new RemoveParty("CHN"),
    ];

    [Theory]
    [MemberData(nameof(NamingChina))]
    public void who_is_not_a_party_does_not_act(Command command) =>
        Given(Opened, SummitProposed, CeasefireProposed, TermsFirst).When(command).ThenRefused("unknown-party")
            .Hint<string>("party").ShouldStartWith("CHN");

    [Fact]
    public void who_has_left_is_no_party() =>
        Given(Opened, CeasefireProposed, new PartyLeft("UKR", null))
            .When(new AnswerProposal("p-ceasefire", "UKR.Zelensky", Answer.Accepted)).ThenRefused("unknown-party");

    [Fact]
    public void who_leaves_later_was_one_before() =>
        Given(Opened, CeasefireProposed, new PartyLeft("UKR", null).On("2025-08-12"))
            .When(new AnswerProposal("p-ceasefire", "UKR.Zelensky", Answer.Accepted).On("2025-08-10"))
            .Then(new ProposalAnswered("p-ceasefire", "UKR.Zelensky", Answer.Accepted, []));

    [Fact]
    public void anybody_may_speak() =>
        Given(Opened).When(new RecordStatement("s-toll", "AFP", StatementKind.Context))
            .Then(new StatementRecorded("s-toll", "AFP", StatementKind.Context, null, null, null, null, null, null, []));
}
