using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class CorrectSpecs
{
    private static readonly DomainEvent[] Scheduled =
    [
        Opened.On("2025-08-01"), SummitProposed.On("2025-08-02") with { Basis = [new Basis { Speaker = "AFP" }], Phrase = new("soon", "en") },
        SummitAccepted.On("2025-08-03"), SummitOnThe15th.On("2025-08-04"),
    ];

    private static Correct Retracting(int version) => new(Fact(version), CorrectionMode.Retracted, "a hoax");

    /// <summary>As it comes over the wire: the fields of the fact's command anew.</summary>
    internal static Correct Amending(int version, string replacement) =>
        (Correct)CommandJson.Read(typeof(Correct), new JsonObject
    {
        ["fact"] = Fact(version).ToString(),
        ["mode"] = "Amended",
        ["reason"] = "a misprint",
        ["replacement"] = JsonNode.Parse(replacement),
    }).Command.ShouldNotBeNull();

    private static RecordCorrected Retracted(int version) =>
        new(Fact(version), CorrectionMode.Retracted, null, "a hoax");

    private static RecordCorrected Amended(int version, DomainEvent replacement) =>
        new(Fact(version), CorrectionMode.Amended, replacement, "a misprint");

    [Fact]
    public void a_fact_is_retracted_and_left_out()
    {
        var after = Given(Scheduled).When(Retracting(4)).Then(Retracted(4)).AndAgain().After();

        after.Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        after.Meeting().When.ShouldBeNull();
        after.Timeline.Canonical.Count.ShouldBe(4);
    }

    [Fact]
    public void a_fact_is_amended_where_it_stands()
    {
        var replacement = SummitOnThe15th with { Occurred = Date("2025-08-04"), When = Date("2025-08-16") };
        var after = Given(Scheduled).When(Amending(4, """{ "meeting": "m-summit", "when": "2025-08-16" }""")).Then(Amended(4, replacement)).AndAgain().After();

        after.Meeting().When.ShouldBe(Date("2025-08-16"));
        after.Meeting().Sequence.ShouldBe(1);
    }

    [Fact]
    public void ids_need_not_be_repeated_and_circumstances_stay_unless_given()
    {
        var replacement = SummitProposed with { Occurred = Date("2025-08-02"), Basis = [new Basis { Speaker = "AFP" }], Phrase = new("soon", "en"), Level = "Envoy", Given = ["level"] };

        Given(Scheduled).When(Amending(2, """{ "by": ["USA"], "to": ["RUS"], "level": "Envoy" }""")).Then(Amended(2, replacement));
        Given(Scheduled).When(Amending(2, """{ "by": ["USA"], "to": ["RUS"], "level": "Envoy", "basis": [{ "speaker": "TASS" }] }"""))
            .Then(Amended(2, replacement with { Basis = [new Basis { Speaker = "TASS" }] }));
    }

    [Fact]
    public void a_fact_keeps_its_date_when_the_replacement_has_none() =>
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "occurred": null }"""))
            .Then(Amended(4, SummitOnThe15th with { Occurred = Date("2025-08-04"), When = Date("2025-08-16") }));

    [Fact]
    public void the_opening_keeps_its_key()
    {
        Given(Scheduled).When(Amending(1, """{ "key": "another-key" }""")).ThenRefused("malformed");
        Given(Scheduled).When(Amending(1, """{ "title": "Another title" }""")).After().Timeline.Head.Title.ShouldBe("Another title");
    }

    [Theory, InlineData(""), InlineData(" ")]
    public void a_correction_says_why(string reason) =>
        Given(Scheduled).When(new Correct(Fact(4), CorrectionMode.Retracted, reason)).ThenRefused("malformed");

    [Fact]
    public void other_fields_stay_unless_they_are_cleared()
    {
        var moved = SummitMoved with { Occurred = Date("2025-08-05"), Reason = "weather", Tentative = true };

        Given([.. Scheduled, moved]).When(Amending(5, """{ "when": "2025-08-17" }""")).Then(Amended(5, moved with { When = Date("2025-08-17") }));
        Given([.. Scheduled, moved]).When(Amending(5, """{ "reason": null, "tentative": null }"""))
            .Then(Amended(5, moved with { Reason = null, Tentative = null }));
        Given([.. Scheduled, moved]).When(Amending(5, """{ "when": null }""")).ThenRefused("malformed");
    }

    [Fact]
    public void amending_only_the_date_of_a_meeting_leaves_the_meeting()
    {
        var floated = SummitFloated with
        {
            Occurred = Date("2025-08-02"), Kind = MeetingKind.TalksRound, Level = "Envoy", Format = "Shuttle", Participants = ["USA", "RUS", "UKR"],
            Given = ["kind", "level", "participants", "format"],
        };

        Given(Opened.On("2025-08-01"), floated).When(Amending(2, """{ "occurred": "2025-08-03" }""")).Then(Amended(2, floated.On("2025-08-03")));
    }

    [Fact]
    public void a_basis_is_merged_by_member()
    {
        var afp = new Basis { Speaker = "AFP", Via = ["LeMonde"], Reliability = Reliability.B, Credibility = 2 };
        var tass = new Basis { Speaker = "TASS" };
        var stated = SummitProposed.On("2025-08-02") with { Basis = [afp, tass] };
        EquatableArray<Basis> After(string basis)
        {
            var verdict = Given(Opened.On("2025-08-01"), stated).When(Amending(2, $$"""{ "basis": {{basis}} }"""));
            return verdict.After().Timeline.Corrections.AmendedEvent(Fact(2))!.Basis;
        }

        After("""{ "reliability": "A" }""").ShouldBe([afp with { Reliability = Reliability.A }, tass]);
        After("""[{ "reliability": "A" }, { "credibility": 3 }]""").ShouldBe([afp with { Reliability = Reliability.A }, tass with { Credibility = 3 }]);
        After("""[{ "via": null, "credibility": null }]""").ShouldBe([afp with { Via = [], Credibility = null }]);
        After("""[{}, {}, { "speaker": "Reuters" }]""").ShouldBe([afp, tass, new Basis { Speaker = "Reuters" }]);
        After("null").ShouldBeEmpty();
    }

    [Fact]
    public void a_phrase_is_merged_by_member() =>
        Given(Scheduled).When(Amending(2, """{ "phrase": { "language": "fr" } }""")).After()
            .Timeline.Corrections.AmendedEvent(Fact(2))!.Phrase.ShouldBe(new Phrase("soon", "fr"));

    [Fact]
    public void the_two_ways_to_close_a_deadline_exclude_one_another()
    {
        var missed = Given(Opened, CeasefireBy8August, new DeadlineClosed("t-ceasefire", false).On("2025-08-08"));

        missed.When(Amending(3, """{ "how": "CalledOff" }""")).After().Deadline("t-ceasefire").Status.ShouldBe(DeadlineStatus.CalledOff);
        missed.When(Amending(3, """{ "how": "CalledOff" }""")).After().When(Amending(3, """{ "met": true }""")).After()
            .Deadline("t-ceasefire").Status.ShouldBe(DeadlineStatus.Met);
    }

    [Fact]
    public void an_amendment_becomes_a_retraction_or_is_of_another_fact()
    {
        var amended = Given([.. Scheduled, Amended(4, (SummitOnThe15th with { When = Date("2025-08-16") }).On("2025-08-04"))]);

        amended.When(Amending(5, """{ "mode": "Retracted" }""")).After().Meeting().When.ShouldBeNull();
        amended.When(Amending(5, $$"""{ "fact": "{{Fact(3)}}", "replacement": { "by": "RUS.Putin" } }""")).After()
            .Timeline.Corrections.AmendedEvent(Fact(3)).ShouldBe((SummitAccepted with { By = "RUS.Putin" }).On("2025-08-03"));
    }

    [Fact]
    public void the_answer_to_a_correction_has_every_field_before_and_after()
    {
        var given = Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "confirmedBy": ["USA"] }""")).After()
            .When(Retracting(4)).After();
        (string? Before, string? After) Field(int version, string name)
        {
            var corrected = CorrectedFact.Of(version, given.Timeline).ShouldNotBeNull();
            corrected.Fact.ShouldBe(Fact(4));
            return (corrected.Fields[name].Before?.ToJsonString(), corrected.Fields[name].After?.ToJsonString());
        }

        Field(5, "when").ShouldBe(("\"2025-08-15\"", "\"2025-08-16\""));
        Field(5, "confirmedBy").ShouldBe(("[]", "[\"USA\"]"));
        Field(5, "meeting").ShouldBe(("\"m-summit\"", "\"m-summit\""));
        Field(5, "occurred").ShouldBe(("\"2025-08-04\"", "\"2025-08-04\""));
        Field(6, "when").ShouldBe(("\"2025-08-16\"", null));
        CorrectedFact.Of(4, given.Timeline).ShouldBeNull();
    }

    [Fact]
    public void an_amended_fact_stands_at_its_amended_occurred_with_its_recording_rank()
    {
        var given = Given(Opened, SummitFloated.On("2025-08-05"), CeasefireProposed.On("2025-08-03"), CeasefireBy8August.On("2025-08-03"));
        given.Timeline.Canonical.Select(entry => entry.Fact.Version).ShouldBe([1, 3, 4, 2]);

        var after = given.When(Amending(2, """{ "formality": null, "occurred": "2025-08-03" }""")).After();

        after.Timeline.Canonical.Select(entry => entry.Fact.Version).ShouldBe([1, 2, 3, 4]);
        after.Meeting().Status.ShouldBe(MeetingStatus.Proposed);
    }

    [Fact]
    public void what_rests_on_a_fact_must_still_hold()
    {
        var verdict = Given(Scheduled).When(Retracting(3)).ThenRefused("correction-breaks-history");
        verdict.Hint<IEnumerable<Dependant>>("dependants").Select(dependant => (dependant.Fact, dependant.Code))
            .ShouldBe([(Fact(4), "not-agreed")]);

        Given(Scheduled).When(Retracting(2)).ThenRefused("correction-breaks-history")
            .Hint<IEnumerable<Dependant>>("dependants").Select(dependant => dependant.Code)
            .ShouldBe(["proposal-unknown", "meeting-unknown"]);
        Given(Scheduled).When(Retracting(1)).ThenRefused("correction-breaks-history")
            .Hint<IEnumerable<Dependant>>("dependants").Count().ShouldBe(3);
    }

    [Fact]
    public void so_with_an_amendment() =>
        Given(Scheduled).When(Amending(3, """{ "by": "RUS", "answer": "Deferred" }""")).ThenRefused("correction-breaks-history")
            .Hint<IEnumerable<Dependant>>("dependants").Select(dependant => dependant.Fact).ShouldBe([Fact(4)]);

    [Fact]
    public void from_the_last_to_the_first_all_can_be_retracted() =>
        Given(Scheduled).When(Retracting(4)).After().When(Retracting(3)).After().When(Retracting(2)).After()
            .Now.Meetings.ShouldBeEmpty();

    [Fact]
    public void a_replacement_is_judged_like_any_fact_in_that_place()
    {
        Given(Scheduled).When(Amending(4, """{ "when": "soon" }""")).ThenRefused("edtf-invalid");
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "occurred": "2025-08-01" }""")).ThenRefused("meeting-unknown");
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "confirmedBy": ["CHN"] }""")).ThenRefused("unknown-party");
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "occurred": "soon" }""")).ThenRefused("edtf-invalid");
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "marking": "PINK" }""")).ThenRefused("marking-unknown");
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16", "confirmed": ["USA"] }""")).ThenRefused("malformed")
            .Refusal.Detail.ShouldContain("confirmed");
    }

    [Fact]
    public void held_in_the_future_is_judged_by_when_the_fact_was_recorded() =>
        Given(Opened, SummitProposed, SummitHeld)
            .When(Amending(3, """{ "when": "2025-08-22", "outcome": "Progress" }"""), Received.AddYears(1)).ThenRefused("held-in-the-future");

    [Fact]
    public void the_fact_is_recorded_and_not_retracted()
    {
        Given(Scheduled).When(Retracting(9)).ThenRefused("correction-target-unknown");
        Given([.. Scheduled, Retracted(4)]).When(Retracting(4) with { Reason = "again" })
            .ThenRefused("already-retracted");
        Given([.. Scheduled, Retracted(4)]).When(Amending(4, """{ "when": "2025-08-16" }""")).ThenRefused("already-retracted");
    }

    [Fact]
    public void a_correction_amends_or_retracts()
    {
        Given(Scheduled).When(Retracting(4) with { Mode = new Word<CorrectionMode>("Erased") })
            .ThenRefused("correction-kind-unknown");
        Given(Scheduled).When(new Correct(Fact(4), CorrectionMode.Amended, "a misprint")).ThenRefused("malformed");
        Given(Scheduled).When(Amending(4, """{ "when": "2025-08-16" }""") with { Mode = CorrectionMode.Retracted }).ThenRefused("malformed");
    }

    [Fact]
    public void a_correction_can_be_retracted()
    {
        Given([.. Scheduled, Retracted(4)]).When(Retracting(5)).Then(Retracted(5)).AndAgain()
            .After().Meeting().When.ShouldBe(Date("2025-08-15"));
        Given([.. Scheduled, Amended(4, SummitOnThe15th.On("2025-08-04")), Retracted(5)]).Meeting().When
            .ShouldBe(Date("2025-08-15"));
    }

    [Fact]
    public void a_retraction_that_would_come_back_to_what_cannot_be_is_refused() =>
        Given([.. Scheduled, Retracted(4), SummitRejected.On("2025-08-03"), Retracted(3)])
            .When(Retracting(5)).ThenRefused("correction-breaks-history");

    [Fact]
    public void an_amendment_can_be_amended()
    {
        var first = SummitOnThe15th with { Occurred = Date("2025-08-04"), When = Date("2025-08-16") };
        var second = first with { When = Date("2025-08-17") };

        Given([.. Scheduled, Amended(4, first)]).When(Amending(4, """{ "when": "2025-08-17" }""")).Then(Amended(4, second))
            .After().Meeting().When.ShouldBe(Date("2025-08-17"));
        Given([.. Scheduled, Amended(4, first)])
            .When(Amending(5, $$"""{ "fact": "{{Fact(4)}}", "mode": "Amended", "reason": "better", "replacement": { "when": "2025-08-17" } }"""))
            .Then(new RecordCorrected(Fact(5), CorrectionMode.Amended, new RecordCorrected(Fact(4), CorrectionMode.Amended, second, "better") { Occurred = TheDay }, "a misprint"))
            .AndAgain().After().Meeting().When.ShouldBe(Date("2025-08-17"));
    }

    [Fact]
    public void retracting_the_second_amendment_leaves_the_first()
    {
        var first = SummitOnThe15th with { Occurred = Date("2025-08-04"), When = Date("2025-08-16") };

        Given([.. Scheduled, Amended(4, first), Amended(4, first with { When = Date("2025-08-17") }), Retracted(6)])
            .Meeting().When.ShouldBe(Date("2025-08-16"));
    }

    [Fact]
    public void a_stage_of_an_agreement_can_be_amended()
    {
        var amended = Given(Opened, FrameworkSigned).When(Amending(2, """{ "stage": "Announced", "type": "Framework" }""")).After();

        amended.Agreement("a-framework").Stage.ShouldBe(AgreementStage.Announced);
        amended.Timeline.Recorded
            .ShouldAllBe(fact => fact.Event == EventJson.Read(Language.NameOf(fact.Event), EventJson.Write(fact.Event)));
    }

    [Fact]
    public void the_opening_can_be_amended() =>
        Given(Scheduled).When(Amending(1, """{ "title": "Peace", "parties": ["USA", "RUS"], "phase": "Agreement" }""")).After()
            .Now.ShouldSatisfyAllConditions(
                now => now.Title.ShouldBe("Peace"),
                now => now.Phase.ShouldBe(Phase.Agreement),
                now => now.Parties.Count.ShouldBe(2));

    [Fact]
    public void a_retracted_id_stays_resolvable_but_is_free_again()
    {
        var retracted = Given([Opened, SummitProposed, Retracted(2)]);

        retracted.Now.Knows("m-summit").ShouldBeTrue();
        retracted.When(new ProposeMeeting("m-summit", ["USA"], ["RUS"]).On("2025-08-07")).Then(SummitProposed);
        retracted.When(new AnswerProposal("m-summit", "RUS", Answer.Accepted)).ThenRefused("proposal-unknown");
    }

    [Fact]
    public void a_correction_has_no_place_in_the_history_of_the_world() =>
        Given(Scheduled).When(Retracting(4).On("2025-08-02")).Then(Retracted(4)).After().Meeting().When.ShouldBeNull();
}
