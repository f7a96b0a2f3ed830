using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RecordStatementSpecs
{
    private static readonly RecordStatement Denying = new("s-denial", "RUS.Peskov", StatementKind.Denial, About: ["m-summit"]);

    [Fact]
    public void somebody_says_something()
    {
        var expecting = new RecordStatement(
            "s-soon", "USA.Trump", StatementKind.Expectation, "قريبا جدا", "ar", "very soon", "Optimistic", Likelihood.Likely,
            Date("2025-08-07/.."), ["m-summit"]);

        Given(Opened, SummitProposed).When(expecting).Then(new StatementRecorded(
            "s-soon", "USA.Trump", StatementKind.Expectation, "قريبا جدا", "ar", "very soon", "Optimistic", Likelihood.Likely,
            Date("2025-08-07/.."), ["m-summit"])).AndAgain().After().Now.Statements.Contains("s-soon").ShouldBeTrue();
    }

    [Fact]
    public void a_denial_about_a_meeting_contests_it() =>
        Given(Opened, SummitProposed).When(Denying).Then(Denied)
            .After().Now.ContestedBy("m-summit").ShouldBe(["RUS"]);

    [Fact]
    public void each_party_contests_once_and_the_status_stays()
    {
        var given = Given([.. Agreed, Denied, Denied with { Id = "s-2" }, Denied with { Id = "s-3", Speaker = "AFP" }]);

        given.Now.ContestedBy("m-summit").ShouldBe(["RUS", "AFP"]);
        (given.Meeting().Status, given.Meeting().Sequence).ShouldBe((MeetingStatus.AgreedInPrinciple, 0));
    }

    [Theory]
    [InlineData(StatementKind.Announcement)]
    [InlineData(StatementKind.Claim)]
    [InlineData(StatementKind.Expectation)]
    [InlineData(StatementKind.Threat)]
    [InlineData(StatementKind.Context)]
    [InlineData(StatementKind.Admission)]
    [InlineData(StatementKind.Act)]
    public void other_statements_contest_nothing(StatementKind kind) =>
        Given(Opened, SummitProposed, Denied with { Kind = kind }).Now.ContestedBy("m-summit").ShouldBeEmpty();

    [Theory]
    [InlineData("negotiation")]
    [InlineData("m-summit")]
    [InlineData("p-ceasefire")]
    [InlineData("d-terms-first")]
    [InlineData("a-framework")]
    [InlineData("t-ceasefire")]
    [InlineData("s-denial")]
    public void it_is_about_what_is_known(string about) =>
        Given(Opened, SummitProposed, CeasefireProposed, TermsFirst, FrameworkSigned, CeasefireBy8August, Denied)
            .When(new RecordStatement("s-new", "AFP", StatementKind.Context, About: [about]))
            .Then(new StatementRecorded("s-new", "AFP", StatementKind.Context, null, null, null, null, null, null, [about]));

    [Fact]
    public void not_about_what_nobody_has_heard_of() => Given(Opened).When(Denying).ThenRefused("about-unknown");

    [Fact]
    public void a_retracted_thing_can_be_denied() =>
        Given(Opened, SummitProposed, new RecordCorrected(Fact(2), CorrectionMode.Retracted, null, "a hoax"))
            .When(Denying).Then(Denied);

    [Fact]
    public void an_id_is_used_once() =>
        Given(Opened, SummitProposed, Denied).When(Denying with { Quote = "no" }).ThenRefused("statement-exists");

    [Fact]
    public void it_is_well_formed()
    {
        Given(Opened, SummitProposed).When(Denying with { Id = "S 1" }).ThenRefused("malformed");
        Given(Opened, SummitProposed).When(Denying with { Speaker = "" }).ThenRefused("malformed");
        Given(Opened, SummitProposed).When(Denying with { Speaker = null }).ThenRefused("malformed");
        Given(Opened, SummitProposed).When(Denying with { By = ["RUS"] }).ThenRefused("malformed");
        Given(Opened, SummitProposed).When(Denying with { Kind = new Word<StatementKind>("Rumour") })
            .ThenRefused("statement-kind-unknown");
        Given(Opened, SummitProposed).When(Denying with { Expects = NotADate }).ThenRefused("edtf-invalid");
    }
}
