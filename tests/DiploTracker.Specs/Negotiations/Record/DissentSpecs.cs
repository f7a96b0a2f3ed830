using DiploTracker.Kernel;
using DiploTracker.Specs.Views;
using DiploTracker.Statuses;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Whatever has an id can be denied; who denies it stands beside it until they admit it or act on it.</summary>
public sealed class DissentSpecs
{
    private const string Summit = "m-summit";

    private static readonly DomainEvent[] Everything =
        [Opened, SummitProposed, CeasefireProposed, TermsFirst, FrameworkSigned, CeasefireBy8August, Denied with { Id = "s-first", About = [] }];

    private static readonly StatementRecorded Admitted = Denied with { Id = "s-admission", Speaker = "RUS.Putin", Kind = StatementKind.Admission };

    private static StatementRecorded Deny(Aspect? aspect, string about = Summit) =>
        Denied with { Id = $"s-{aspect}".ToLowerInvariant(), Aspect = aspect, About = [about] };

    [Theory]
    [InlineData("negotiation")]
    [InlineData(Summit)]
    [InlineData("p-ceasefire")]
    [InlineData("d-terms-first")]
    [InlineData("a-framework")]
    [InlineData("t-ceasefire")]
    [InlineData("s-first")]
    public void whatever_has_an_id_can_be_denied(string about) => Given(Everything)
        .When(new RecordStatement("s-denial", "RUS.Peskov", StatementKind.Denial, About: [about]))
        .Then(Deny(null, about) with { Id = "s-denial" }).AndAgain()
        .After().Now.ContestedBy(about).ShouldBe(["RUS"]);

    [Fact]
    public void the_status_shows_who_contests_what()
    {
        string[] all = [Summit, "p-ceasefire", "d-terms-first", "a-framework", "t-ceasefire", "negotiation"];
        var status = NegotiationStatus.Of("talks", Given([.. Everything, Denied with { About = [.. all], Aspect = Aspect.Terms }]).Timeline);

        status.Meetings.Single().ContestedBy.ShouldBe(["RUS"]);
        status.Proposals.ShouldAllBe(proposal => proposal.ContestedBy.Contains("RUS"));
        status.Positions.Single().ContestedBy.ShouldBe(["RUS"]);
        status.Agreements.Single().ContestedBy.ShouldBe(["RUS"]);
        status.Deadlines.Single().ContestedBy.ShouldBe(["RUS"]);
        status.ContestedBy!.Value.ShouldBe(["RUS"]);
        EquatableArray<Dissent> dissent = [new("RUS", Aspect.Terms)];
        (status.Meetings.Single().Dissent, status.Agreements.Single().Dissent, status.Positions.Single().Dissent).ShouldBe((dissent, dissent, dissent));
        status.Proposals.ShouldAllBe(proposal => proposal.Dissent.Equals(dissent));
        status.Deadlines.Single().Dissent.ShouldBe(dissent);
    }

    [Theory]
    [InlineData("RUS.Peskov", "RUS")]
    [InlineData("RUS", "RUS")]
    [InlineData("AFP", "AFP")]
    [InlineData("Ushakov", "Ushakov")]
    public void it_is_contested_by_the_party_or_by_who_speaks_for_none(string speaker, string by) =>
        Given(Opened, SummitProposed, Denied with { Speaker = speaker }).Now.ContestedBy(Summit).ShouldBe([by]);

    [Fact]
    public void an_admission_by_the_same_party_lifts_it()
    {
        Given([.. Agreed, Denied, Admitted]).Now.ContestedBy(Summit).ShouldBeEmpty();
        Given([.. Agreed, Denied, Admitted with { Speaker = "USA.Trump" }]).Now.ContestedBy(Summit).ShouldBe(["RUS"]);
        Given([.. Agreed, Denied with { About = ["m-summit", "negotiation"] }, Admitted]).Now.ContestedBy("negotiation").ShouldBe(["RUS"]);
        Given([.. Agreed, Denied, Admitted, Denied with { Id = "s-anew" }]).Now.ContestedBy(Summit).ShouldBe(["RUS"]);
    }

    [Fact]
    public void an_admission_lifts_the_side_that_it_is_about()
    {
        DomainEvent[] denied = [.. Agreed, Deny(Aspect.Place), Deny(null)];

        Given([.. denied, Admitted]).Now.DissentOn(Summit).ShouldBe([new Dissent("RUS", Aspect.Place)]);
        Given([.. denied, Admitted with { Aspect = Aspect.Existence }]).Now.DissentOn(Summit).ShouldBe([new Dissent("RUS", Aspect.Place)]);
        Given([.. denied, Admitted with { Aspect = Aspect.Place }]).Now.DissentOn(Summit).ShouldBe([new Dissent("RUS", Aspect.Existence)]);
        Given([.. denied, Admitted with { Aspect = Aspect.Place }]).Now.ContestedBy(Summit).ShouldBe(["RUS"]);
        Given([.. denied, Admitted, Admitted with { Id = "s-place", Aspect = Aspect.Place }]).Now.ContestedBy(Summit).ShouldBeEmpty();
    }

    public static TheoryData<string> Acts => [.. Acting.Keys];

    private static readonly Dictionary<string, (string About, DomainEvent[] Given, DomainEvent Act)> Acting = new()
    {
        ["proposes"] = (Summit, [Opened, SummitProposed], SummitProposed with { By = ["RUS"], To = ["USA"] }),
        ["counters"] = ("p-ceasefire", [Opened, CeasefireProposed], CeasefireProposed with { Id = "p-other", By = ["RUS"], To = ["USA"], CounterTo = "p-ceasefire" }),
        ["answers"] = (Summit, [Opened, SummitProposed], SummitAccepted with { By = "RUS.Putin", Answer = Answer.Deferred }),
        ["confirms"] = (Summit, [.. Agreed, SummitNextWeek], new MeetingDateConfirmed(Summit, "RUS")),
        ["is named as confirming"] = (Summit, Agreed, SummitOnThe15th with { ConfirmedBy = ["RUS"] }),
        ["confirms another date"] = (Summit, [.. Agreed, SummitOnThe15th], SummitMoved with { ConfirmedBy = ["RUS"] }),
        ["reinstates"] = (Summit, [.. Agreed, SummitCancelled], SummitReinstated with { By = "RUS" }),
        ["signs"] = ("a-framework", [Opened, FrameworkSigned], FrameworkSigned with { Type = null, By = ["RUS", "USA"] }),
        ["attends"] = (Summit, Agreed, SummitHeld),
        ["changes what it wants"] = ("d-terms-first", [Opened, SummitProposed, TermsFirst], new PositionChanged("d-terms-first", PositionChange.Softened, null)),
        ["sets it anew"] = ("t-ceasefire", [Opened, CeasefireBy8August], CeasefireBy8August with { When = Date("2025-08-09"), By = "RUS" }),
        ["announces"] = (Summit, Agreed, Denied with { Id = "s-announced", Kind = StatementKind.Announcement }),
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public void who_acts_on_it_denies_neither_that_it_is_nor_when(string act)
    {
        var (about, given, done) = Acting[act];
        DomainEvent[] denied = [.. Enum.GetValues<Aspect>().Select(aspect => Deny(aspect, about))];
        var later = Given([.. given, .. denied, Denied with { Id = "s-other", Speaker = "UKR.Yermak", About = [about] }, done]).Now;

        later.DissentOn(about).ShouldBe(
        [
            new("RUS", Aspect.Place), new("RUS", Aspect.Format), new("RUS", Aspect.Terms), new("RUS", Aspect.Outcome), new("UKR", Aspect.Existence),
        ]);
        Given([.. given, Deny(null, about), done]).Now.ContestedBy(about).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Answer.Rejected)]
    [InlineData(Answer.NoComment)]
    [InlineData(Answer.NoResponse)]
    public void who_rejects_or_is_silent_admits_nothing(Answer answer) =>
        Given(Opened, SummitProposed, Denied, SummitAccepted with { Answer = answer }).Now.ContestedBy(Summit).ShouldBe(["RUS"]);

    [Fact]
    public void nor_does_who_stays_away_or_is_said_to_breach_it()
    {
        Given([.. Agreed, Denied, SummitHeld with { Absent = ["RUS"] }]).Now.ContestedBy(Summit).ShouldBe(["RUS"]);
        Given(Opened, FrameworkSigned, Deny(null, "a-framework"), FrameworkSigned with { Stage = AgreementStage.Breached, By = ["RUS"] })
            .Now.ContestedBy("a-framework").ShouldBe(["RUS"]);
        Given(Opened, FrameworkSigned, Deny(null, "a-framework"), FrameworkSigned with { Stage = AgreementStage.Rejected, By = ["RUS"] })
            .Now.ContestedBy("a-framework").ShouldBe(["RUS"]);
        Given(Opened, SummitProposed, TermsFirst, Deny(null, "d-terms-first"), new PositionChanged("d-terms-first", PositionChange.Met, null))
            .Now.ContestedBy("d-terms-first").ShouldBe(["RUS"]);
    }

    [Fact]
    public void it_is_decided_where_it_stands_in_history() =>
        Given([Opened.On("2025-08-01"), SummitProposed.On("2025-08-02"), Admitted.On("2025-08-10"), Denied.On("2025-08-05")])
            .Now.ContestedBy(Summit).ShouldBeEmpty();

    [Fact]
    public void what_was_retracted_is_denied_and_not_contested() =>
        Given(Opened, SummitProposed, new RecordCorrected(Fact(2), CorrectionMode.Retracted, null, "a hoax"), Denied).Now.ContestedBy(Summit).ShouldBeEmpty();

    [Fact]
    public void a_statement_that_is_contested_shows_it() =>
        Given(Opened, Denied with { Id = "s-first", About = [], Speaker = "USA.Trump" }, Deny(null, "s-first"))
            .In(new Statements.StatementProjection()).Select(said => (said.Id, said.ContestedBy)).ShouldContain(("s-first", ["RUS"]));

    [Fact]
    public void the_cause_of_each_change_is_known()
    {
        var timeline = Given(Opened, FrameworkSigned, Deny(null, "a-framework"), Admitted with { About = ["a-framework"] }).Timeline;
        Provenance.Of(timeline).Of("agreements/a-framework/contestedBy").Select(entry => entry.Fact.Version).ShouldBe([2, 3, 4]);
    }
}

/// <summary>What is done on the ground.</summary>
public sealed class ActSpecs
{
    [Fact]
    public void an_act_has_doers_who_need_be_no_parties_and_no_speaker() => Given(Opened, CeasefireProposed)
        .When(new RecordStatement("s-strike", Kind: StatementKind.Act, About: ["p-ceasefire"]) { By = ["RUS", "Wagner.Prigozhin"] })
        .Then(new StatementRecorded("s-strike", null, StatementKind.Act, null, null, null, null, null, null, ["p-ceasefire"]) { By = ["RUS", "Wagner.Prigozhin"] })
        .AndAgain();

    [Fact]
    public void somebody_may_report_it_and_nobody_need_have_been_seen() => Given(Opened)
        .When(new RecordStatement("s-strike", "AFP", StatementKind.Act, "a blast"))
        .Then(new StatementRecorded("s-strike", "AFP", StatementKind.Act, "a blast", null, null, null, null, null, []));

    [Fact]
    public void it_is_well_formed() =>
        Given(Opened).When(new RecordStatement("s-strike", Kind: StatementKind.Act) { By = [" "] }).ThenRefused("malformed");

    [Fact]
    public void a_sentence_says_who_did_it()
    {
        var act = new StatementRecorded("s-strike", null, StatementKind.Act, "a blast", null, null, null, null, null, ["p-ceasefire"]);
        act.Describe().ShouldBe("(Act) on p-ceasefire: a blast.");
        (act with { By = ["RUS"], Speaker = "AFP" }).Describe().ShouldBe("RUS (Act, as AFP says) on p-ceasefire: a blast.");
    }
}
