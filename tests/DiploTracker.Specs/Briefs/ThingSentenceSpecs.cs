using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Briefs;

/// <summary>The sentences of proposals, positions, agreements and deadlines, of what is owed, blocked and contested.</summary>
public sealed class ThingSentenceSpecs
{
    private static readonly AgreementStageReached Framework = FrameworkSigned with { By = ["USA", "RUS"] };

    public static TheoryData<string, DomainEvent[], string> Things => new()
    {
        { "proposals/p-ceasefire", [CeasefireProposed], "The proposal of USA to RUS and UKR about ceasefire is open." },
        { "proposals/p-ceasefire", [CeasefireProposed with { Summary = "thirty days." }, Answered("RUS", Answer.NoComment), Answered("UKR", Answer.Accepted)],
            "The proposal of USA to RUS and UKR about ceasefire, thirty days, is unanswered. RUS does not comment. UKR accepted." },
        { "proposals/p-ceasefire", [CeasefireProposed, Answered("RUS", Answer.AcceptedConditionally, "no weapons"), Answered("UKR", Answer.Accepted)],
            "The proposal of USA to RUS and UKR about ceasefire is accepted on conditions. RUS accepted on condition: no weapons. UKR accepted." },
        { "positions/d-terms-first", [SummitProposed, TermsFirst], "RUS sets a precondition to UKR; its words are not on record." },
        { "positions/d-terms-first", [SummitProposed, TermsFirst with { Text = "Terms first." }, new PositionChanged("d-terms-first", PositionChange.Softened, By: null)],
            "RUS sets a precondition to UKR: Terms first (softened since)." },
        { "agreements/a-framework", [Framework], "The agreement (framework) of USA and RUS is signed." },
        { "agreements/a-framework", [Framework with { Title = "Alaska framework", Effective = Date("2025-09-01") }],
            "Alaska framework is signed, to take effect on Monday 1 September 2025." },
        { "deadlines/t-ceasefire", [CeasefireBy8August, new DeadlineClosed("t-ceasefire", Met: false) { Occurred = Date("2025-08-09") }],
            "The deadline for ceasefire was missed; it was Friday 8 August 2025." },
    };

    [Theory]
    [MemberData(nameof(Things))]
    public void a_thing_is_told_as_it_stands(string about, DomainEvent[] events, string sentence)
    {
        var brief = Briefed.Of(Given([Opened, .. events]).Timeline);

        brief.Stands.Concat(brief.Over).Single(line => line.About == about).Text.Text.ShouldBe(sentence);
    }

    [Theory]
    [InlineData(null, "nothing has been heard")]
    [InlineData(Answer.NoResponse, "no response, as reported on Saturday 9 August 2025")]
    [InlineData(Answer.NoComment, "no comment, said on Saturday 9 August 2025")]
    [InlineData(Answer.Deferred, "put off on Saturday 9 August 2025")]
    public void the_kinds_of_silence_are_told_apart(Answer? answer, string silence) => Briefed.Of(Given(
        [Opened, CeasefireProposed with { To = ["RUS"] }, .. answer is { } given ? [Answered("RUS", given).On("2025-08-09")] : Array.Empty<DomainEvent>()]).Timeline)
        .Owed.ShouldHaveSingleItem().Text.Text
        .ShouldBe($"RUS owes USA an answer to the proposal of USA about ceasefire, asked on Thursday 7 August 2025, 3 days ago: {silence}.");

    [Fact]
    public void what_is_next_is_sorted_by_date_and_what_has_passed_says_so()
    {
        var next = Briefed.Of(Given(Opened, SummitProposed, SummitAccepted, SummitOnThe15th, CeasefireBy8August).Timeline).Next;

        next.Select(line => (line.Date, line.Overdue, line.Text.Text)).ShouldBe(
        [
            ("Fri 8 August 2025", true, "The deadline for ceasefire runs out. The date has passed, and nobody has recorded what became of it."),
            ("Fri 15 August 2025", false, "The summit of USA and RUS is set."),
        ]);
    }

    [Fact]
    public void what_blocks_what_is_a_tree_of_positions_and_unmet_conditions()
    {
        var blocks = Briefed.Of(Given(Opened, SummitProposed, CeasefireProposed, TermsFirst with { Blocks = ["p-ceasefire"], Text = "Terms first" },
            Framework with { ContingentOn = ["p-ceasefire"] }).Timeline).Blocks;

        blocks.Select(Told).ShouldBe(
        [
            "The proposal of USA about ceasefire is open < RUS sets a precondition to UKR: Terms first.",
            "The agreement (framework) of USA and RUS is at the stage signed < The proposal of USA about ceasefire is open < RUS sets a precondition to UKR: Terms first.",
        ]);

        static string Told(DiploTracker.Briefs.BlockLine line) => string.Join(" < ", line.By.Select(Told).Prepend(line.Text.Text));
    }

    [Fact]
    public void dissent_stands_beside_the_value_with_the_sources_of_both()
    {
        var contested = Briefed.Of(Given(
            Opened, SummitProposed, SummitAccepted,
            SummitOnThe15th with { Basis = [new Basis { Speaker = "USA.Trump", Via = ["AP"] }, new Basis { Speaker = "USA.Rubio", Via = ["Reuters"] }] },
            Denied with { Aspect = Aspect.Date, Quote = "Nothing is set", Language = "en", Basis = [new Basis { Speaker = "RUS.Peskov", Via = ["TASS"] }] }).Timeline)
            .Contested.ShouldHaveSingleItem();

        contested.Text.Text.ShouldBe("The summit of USA and RUS: that it is on Friday 15 August 2025");
        contested.Dissent.Text.ShouldBe("RUS denies the date: “Nothing is set”");
        (contested.Independent, contested.DissentIndependent).ShouldBe((2, 1));
        contested.Sources.ShouldNotBe(contested.DissentSources);
    }

    private static ProposalAnswered Answered(string by, Answer answer, params string[] conditions) =>
        new("p-ceasefire", by, answer, [.. conditions]);
}
