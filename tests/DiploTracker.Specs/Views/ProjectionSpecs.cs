using DiploTracker.ActorDiary;
using DiploTracker.AgreementRegister;
using DiploTracker.ForecastLedger;
using DiploTracker.NegotiationList;
using DiploTracker.Projections;
using DiploTracker.ProposalBoard;
using DiploTracker.Statements;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>Given facts, then the rows of a view.</summary>
internal static class Shown
{
    public static IReadOnlyList<T> In<T>(this Specification given, Projection<T> view) where T : class, IProjectionRow =>
        [.. view.Project("ukraine-2025", given.Timeline)];

    public static T Only<T>(this Specification given, Projection<T> view) where T : class, IProjectionRow => given.In(view).ShouldHaveSingleItem();

    public static T Row<T>(this Specification given, Projection<T> view, string id) where T : class, IProjectionRow => given.In(view).Single(row => row.Id == id);

    /// <summary>The value of a column of the only row.</summary>
    public static object? Stored(this Specification given, Projection view, string column) =>
        view.Rows("ukraine-2025", new FactIndex(given.Timeline)).ShouldHaveSingleItem().Values[view.Columns.Index().Single(one => one.Item.Name == column).Index];

    public static DomainEvent Said(this DomainEvent @event, string phrase, string language) => @event with { Phrase = new Phrase(phrase, language) };
}

public sealed class MeetingCalendarSpecs
{
    private static readonly MeetingCalendar.MeetingProjection Calendar = new();

    [Fact]
    public void a_window_is_shown_whole_with_its_words()
    {
        var meeting = Given([.. Agreed, SummitNextWeek.Said("الأسبوع المقبل", "ar")]).Only(Calendar);
        meeting.Uid.ShouldBe("m-summit.ukraine-2025@diplotracker");
        (meeting.FirstDay, meeting.LastDay).ShouldBe((new DateOnly(2025, 8, 11), new DateOnly(2025, 8, 17)));
        meeting.CalendarStatus.ShouldBe("TENTATIVE");
        meeting.Phrases.ShouldBe(["الأسبوع المقبل"]);
        meeting.Title.ShouldBe("Ukraine war settlement");
    }

    [Fact]
    public void a_moved_meeting_says_from_where_and_keeps_its_uid()
    {
        var meeting = Given([.. Agreed, SummitOnThe15th, SummitMoved]).Only(Calendar);
        meeting.MovedFrom.ShouldBe(Date("2025-08-15"));
        meeting.Uid.ShouldBe("m-summit.ukraine-2025@diplotracker");
        meeting.Sequence.ShouldBe(2);
    }

    [Fact]
    public void a_meeting_without_a_date_has_no_days() => Given(Agreed).Only(Calendar).ShouldSatisfyAllConditions(
        meeting => meeting.FirstDay.ShouldBeNull(), meeting => meeting.LastDay.ShouldBeNull(), meeting => meeting.CalendarStatus.ShouldBeNull());

    [Fact]
    public void its_days_are_those_of_its_own_place()
    {
        var meeting = Given([.. Agreed, SummitHeld with { When = Date("2025-08-15T23:30-08:00/..") }]).Only(Calendar);
        (meeting.FirstDay, meeting.LastDay).ShouldBe((new DateOnly(2025, 8, 15), null));
    }

    [Fact]
    public void a_late_fact_stands_where_it_occurred() =>
        Given([.. Agreed, SummitMoved.On("2025-08-12")]).And(SummitOnThe15th.On("2025-08-10")).Only(Calendar).When.ShouldBe(Date("2025-08-16"));

    [Fact]
    public void what_is_retracted_is_not_shown() =>
        Given(Opened, SummitProposed).And(new RecordCorrected(Fact(2), CorrectionMode.Retracted, Replacement: null, "an error")).In(Calendar).ShouldBeEmpty();
}

public sealed class NegotiationListSpecs
{
    private static readonly NegotiationListProjection List = new();

    [Fact]
    public void it_has_one_line_that_counts_every_fact()
    {
        var given = Given(Opened, SummitProposed, new PhaseEntered(Phase.Agreement, null));
        var line = given.Only(List);
        (line.Key, line.Title, line.Subject, line.Phase, line.Version)
            .ShouldBe(("ukraine-2025", Opened.Title, Opened.Subject, Phase.Agreement, 3));
        line.RecordedAt.ShouldBe(given.Timeline.Recorded[2].RecordedAt);
        var retracted = given.And(new RecordCorrected(Fact(3), CorrectionMode.Retracted, Replacement: null, "an error"));
        (retracted.Only(List).Phase, retracted.Only(List).Version).ShouldBe((Opened.Phase, 4));
    }

    [Fact]
    public void a_party_that_has_left_is_named_but_not_counted()
    {
        var given = Given(Opened, new PartyLeft("UKR", null));
        given.Only(List).Parties.Single(party => party.Code == "UKR").Left.ShouldBeTrue();
        ValueOf("parties", given).ShouldBe(new[] { "USA", "RUS", "TUR" });
    }

    [Fact]
    public void it_is_marked_as_the_highest_fact_even_if_a_thing_has_its_key()
    {
        var given = Given(Opened, Denied with { Id = "ukraine-2025" }, Denied with { Marking = Marking.RED });
        ValueOf("marking", given).ShouldBe("RED");
    }

    [Fact]
    public void a_title_under_embargo_is_withheld_with_its_version_and_time_right()
    {
        var until = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var whole = Given(Opened with { EmbargoUntil = until }, SummitProposed).Timeline;
        var line = List.Project("ukraine-2025", whole.Embargo.SeenBy(new Audience(until.AddSeconds(-1)))).ShouldHaveSingleItem();
        line.Title.ShouldBe("[under embargo until 2099-01-01T00:00:00Z]");
        (line.Version, line.RecordedAt).ShouldBe((2, whole.Recorded[1].RecordedAt));
    }

    private static object? ValueOf(string column, Specification given) =>
        List.Rows("ukraine-2025", new FactIndex(given.Timeline)).ShouldHaveSingleItem()
            .Values[List.Columns.ToList().FindIndex(one => one.Name == column)];
}

public sealed class ProposalBoardSpecs
{
    private static readonly ProposalBoard.ProposalProjection Board = new();

    [Fact]
    public void silence_no_comment_and_nothing_are_told_apart()
    {
        var given = Given(Opened, CeasefireProposed.On("2025-08-01"), new ProposalAnswered("p-ceasefire", "RUS", Answer.NoComment, []).On("2025-08-03"));
        given.Only(Board).Owed.Select(owed => (owed.By, owed.Silence, owed.LastHeard?.Text))
            .ShouldBe([("RUS", Silence.NoComment, "2025-08-03"), ("UKR", Silence.Nothing, null)]);
        given.And(new ProposalAnswered("p-ceasefire", "UKR", Answer.NoResponse, [])).Only(Board).Owed[1].Silence.ShouldBe(Silence.NoResponse);
        given.And(new ProposalAnswered("p-ceasefire", "UKR", Answer.Deferred, [])).Only(Board).Owed[1].Silence.ShouldBe(Silence.Deferred);
    }

    [Fact]
    public void who_has_answered_owes_nothing() =>
        Given(Opened, CeasefireProposed, new ProposalAnswered("p-ceasefire", "UKR", Answer.Accepted, [])).Only(Board).Owed.ShouldHaveSingleItem().By.ShouldBe("RUS");

    [Fact]
    public void nobody_owes_an_answer_to_what_is_closed_rejected_or_held()
    {
        Given(Opened, CeasefireProposed, new ProposalClosed("p-ceasefire", Closing.Lapsed, null, null)).Only(Board).Owed.ShouldBeEmpty();
        Given(Opened, CeasefireProposed, new ProposalAnswered("p-ceasefire", "UKR", Answer.Rejected, [])).Only(Board).Owed.ShouldBeEmpty();
        Given(Opened, SummitProposed, SummitHeld.On("2025-08-16")).Only(Board).Owed.ShouldBeEmpty();
    }

    [Fact]
    public void who_countered_owes_nothing_and_nobody_does_once_the_counter_is_accepted()
    {
        var counter = new ProposalMade("p-counter", ["RUS.Ushakov"], ["USA"], "Terms", null, Formality.Formal, "p-ceasefire", null).On("2025-08-09");
        var another = new ProposalMade("p-another", ["USA"], ["RUS"], "Terms", null, Formality.Formal, "p-counter", null).On("2025-08-10");
        var countered = Given(Opened, CeasefireProposed, counter);

        countered.Row(Board, "p-ceasefire").Owed.ShouldHaveSingleItem().By.ShouldBe("UKR");
        var accepted = countered.And(new ProposalAnswered("p-counter", "USA", Answer.Accepted, []).On("2025-08-12")).Row(Board, "p-ceasefire");
        (accepted.Owed.Count, accepted.Status, accepted.Settled?.Text).ShouldBe((0, ProposalStatus.Countered, "2025-08-12"));
        countered.And(another).And(new ProposalAnswered("p-another", "RUS", Answer.AcceptedInPrinciple, []).On("2025-08-13"))
            .Row(Board, "p-ceasefire").Settled?.Text.ShouldBe("2025-08-13");
        countered.And(new ProposalAnswered("p-counter", "USA", Answer.Rejected, [])).Row(Board, "p-ceasefire").Owed.ShouldHaveSingleItem();
    }

    [Fact]
    public void its_age_stops_when_it_is_settled()
    {
        static string? Settled(params DomainEvent[] further) => Given([Opened, CeasefireProposed, .. further]).Only(Board).Settled?.Text;
        static DomainEvent By(string party, Answer answer, string on) => new ProposalAnswered("p-ceasefire", party, answer, ["none"]).On(on);

        Settled().ShouldBeNull();
        Settled(By("RUS", Answer.Accepted, "2025-08-09")).ShouldBeNull();
        Settled(By("RUS", Answer.Accepted, "2025-08-09"), By("UKR", Answer.Deferred, "2025-08-10")).ShouldBeNull();
        Settled(By("RUS", Answer.Accepted, "2025-08-11"), By("UKR", Answer.AcceptedConditionally, "2025-08-10")).ShouldBe("2025-08-11");
        Settled(By("RUS", Answer.Rejected, "2025-08-09")).ShouldBe("2025-08-09");
        Settled(new ProposalClosed("p-ceasefire", Closing.Lapsed, null, null).On("2025-08-12")).ShouldBe("2025-08-12");
        Settled(By("RUS", Answer.Accepted, "2025-08-09"), By("UKR", Answer.Accepted, "2025-08-10"),
            new ProposalClosed("p-ceasefire", Closing.Superseded, null, null).On("2025-08-12")).ShouldBe("2025-08-10");
        Given(Opened, SummitProposed, SummitHeld.On("2025-08-16")).Only(Board).Settled?.Text.ShouldBe("2025-08-15");
    }

    [Fact]
    public void the_others_still_owe_an_answer_when_one_of_several_rejects_a_meeting()
    {
        DomainEvent[] refused = [Opened, SummitProposed with { To = ["RUS", "UKR"] }, SummitRejected];

        Given(refused).Only(Board).Owed.ShouldHaveSingleItem().By.ShouldBe("UKR");
        Given([.. refused, SummitBegun]).Only(Board).Owed.ShouldBeEmpty();
    }

    [Fact]
    public void who_has_left_owes_nothing() =>
        Given(Opened, CeasefireProposed, new PartyLeft("UKR", null)).Only(Board).Owed.ShouldHaveSingleItem().By.ShouldBe("RUS");

    [Fact]
    public void nobody_owes_an_answer_to_himself() =>
        Given(Opened, SummitProposed with { By = ["USA", "TUR"], To = ["USA", "RUS"] }).Only(Board).Owed
            .Select(owed => $"{owed.By} to {string.Join(", ", owed.To)}").ShouldBe(["USA to TUR", "RUS to USA, TUR"]);

    [Fact]
    public void its_age_counts_from_when_it_had_been_made_for_certain()
    {
        MadeBy("2025-08").ShouldBe("2025-09-01T12:00:00Z"); // August ends last at UTC-12
        MadeBy("../2025-08-07").ShouldBe("2025-08-08T12:00:00Z");
        MadeBy("2025-08-07/..").ShouldBe("2025-08-08T12:00:00Z");
        MadeBy("2025-08-07T23:30-08:00").ShouldBe("2025-08-08T07:30:00Z");
        MadeBy("9999").ShouldBeNull();

        static string? MadeBy(string occurred) =>
            $"{Given(Opened, CeasefireProposed.On(occurred)).Stored(Board, "made_by"):yyyy-MM-dd'T'HH:mm:ss'Z'}" is { Length: > 0 } time ? time : null;
    }

    [Theory]
    [InlineData("2025-08-03", "2025-08-05", 2 * 24)]
    [InlineData("2025-08-03T23:00-08:00", "2025-08-05", 2 * 24)]
    [InlineData("2025-08-03", "2025-08-03T23:00-08:00", 0)]
    [InlineData("2025-08-03T10:00Z", "2025-08-05T10:00+02:00", 46)]
    [InlineData("2025-08-03", "9999", null)]
    public void it_is_days_that_are_counted_where_one_has_no_time(string made, string settled, int? hours)
    {
        var given = Given(Opened, CeasefireProposed.On(made), new ProposalClosed("p-ceasefire", Closing.Lapsed, null, null).On(settled));
        ((given.Stored(Board, "settled_by") as DateTime?) - (DateTime)given.Stored(Board, "made_by")!)?.TotalHours.ShouldBe(hours!.Value);
        (given.Stored(Board, "settled_by") is null).ShouldBe(hours is null);
    }

    [Fact]
    public void who_succeeds_a_party_that_left_owes_the_answer_in_its_place()
    {
        var left = Given(Opened, CeasefireProposed.On("2025-08-01"), new ProposalAnswered("p-ceasefire", "UKR", Answer.Deferred, []).On("2025-08-02"),
            new PartyLeft("UKR", null).On("2025-08-03"));
        var successor = left.And(new PartyJoined("UNR", "Principal", ["UKR"]).On("2025-08-04"));

        left.Only(Board).Owed.Select(owed => owed.By).ShouldBe(["RUS"]);
        successor.Only(Board).Owed.Select(owed => (owed.By, owed.Silence)).ShouldBe([("RUS", Silence.Nothing), ("UNR", Silence.Nothing)]);
        Given(Opened, CeasefireProposed, new PartyJoined("UNR", "Principal", ["UKR"])).Only(Board).Owed.Select(owed => owed.By).ShouldBe(["RUS", "UKR"]);
        successor.And(new PartyLeft("UNR", null).On("2025-08-05")).Only(Board).Owed.Select(owed => owed.By).ShouldBe(["RUS"]);
        successor.And(new PartyLeft("UNR", null).On("2025-08-05")).And(new PartyJoined("UKO", "Principal", ["UNR"]).On("2025-08-06")).Only(Board).Owed
            .Select(owed => owed.By).ShouldBe(["RUS", "UKO"]);

        var answered = successor.And(new ProposalAnswered("p-ceasefire", "UNR", Answer.Accepted, []).On("2025-08-05"));
        answered.Only(Board).Owed.Select(owed => owed.By).ShouldBe(["RUS"]);
        answered.And(new ProposalAnswered("p-ceasefire", "RUS", Answer.Accepted, []).On("2025-08-06")).Only(Board)
            .ShouldSatisfyAllConditions(
                row => row.Status.ShouldBe(ProposalStatus.Accepted), row => row.Owed.ShouldBeEmpty(), row => row.Settled?.Text.ShouldBe("2025-08-06"));
    }

    [Fact]
    public void it_is_settled_when_the_last_who_owed_an_answer_left()
    {
        var answered = Given(Opened, CeasefireProposed.On("2025-08-01"), new ProposalAnswered("p-ceasefire", "RUS", Answer.Accepted, []).On("2025-08-02"));

        answered.And(new PartyLeft("UKR", null).On("2025-08-05")).Only(Board)
            .ShouldSatisfyAllConditions(row => row.Owed.ShouldBeEmpty(), row => row.Settled?.Text.ShouldBe("2025-08-05"));
        Given(Opened, CeasefireProposed.On("2025-08-01"), new PartyLeft("UKR", null).On("2025-08-02"),
                new ProposalAnswered("p-ceasefire", "RUS", Answer.Accepted, []).On("2025-08-04")).Only(Board).Settled?.Text.ShouldBe("2025-08-04");
        answered.And(new ProposalClosed("p-ceasefire", Closing.Lapsed, null, null).On("2025-08-03")).And(new PartyLeft("UKR", null).On("2025-08-05"))
            .Only(Board).Settled?.Text.ShouldBe("2025-08-03");
    }

    [Fact]
    public void a_meeting_is_settled_by_the_last_answer_and_one_announced_jointly_at_once()
    {
        Given(Opened, (SummitProposed with { To = ["RUS", "UKR"] }).On("2025-08-01"), SummitRejected.On("2025-08-02"),
            new ProposalAnswered("m-summit", "UKR", Answer.Accepted, []).On("2025-08-04")).Only(Board).Settled?.Text.ShouldBe("2025-08-04");
        Given(Opened, (SummitProposed with { By = ["USA", "RUS"], To = [] }).On("2025-08-01")).Only(Board).Settled?.Text.ShouldBe("2025-08-01");
    }
}

public sealed class PositionLedgerSpecs
{
    private static readonly PositionLedger.PositionProjection Ledger = new();

    [Fact]
    public void what_depends_on_what_is_blocked_is_blocked_further()
    {
        var position = Given(
            Opened, CeasefireProposed,
            new AgreementStageReached("a-truce", AgreementStage.Announced, "Ceasefire", null, ["p-ceasefire"], []),
            new AgreementStageReached("a-peace", AgreementStage.InPrinciple, "Peace", null, ["a-truce"], []),
            new PositionStated("d-first", "RUS", PositionKind.Demand, ["UKR"], "first this", ["p-ceasefire"]).On("2025-08-05")).Only(Ledger);
        position.Chains.ShouldHaveSingleItem().ShouldBe(["p-ceasefire", "a-truce", "a-peace"]);
        (position.Standing, position.Since, position.Changed).ShouldBe((true, Date("2025-08-05"), null));
    }

    [Fact]
    public void a_ring_of_conditions_ends() => Given(
        Opened,
        new AgreementStageReached("a-one", AgreementStage.Announced, "One", null, ["a-two"], []),
        new AgreementStageReached("a-two", AgreementStage.Announced, "Two", null, ["a-one"], []),
        new PositionStated("d-first", "RUS", PositionKind.Demand, [], null, ["a-one"])).Only(Ledger).Chains.ShouldHaveSingleItem().ShouldBe(["a-one", "a-two"]);

    [Fact]
    public void a_dropped_position_stands_no_longer() =>
        Given([.. Agreed, TermsFirst, new PositionChanged("d-terms-first", PositionChange.Dropped, null)]).Only(Ledger).Standing.ShouldBeFalse();
}

public sealed class AgreementRegisterSpecs
{
    [Fact]
    public void an_agreement_shows_the_way_it_has_come() => Given(
            Opened,
            new AgreementStageReached("a-framework", AgreementStage.Announced, "Framework", null, [], []).On("2025-07-01"),
            FrameworkSigned.On("2025-08-01"))
        .Only(new AgreementRegister.AgreementProjection()).Stages
        .ShouldBe([new StageReached(AgreementStage.Announced, Date("2025-07-01"), []), new StageReached(AgreementStage.Signed, Date("2025-08-01"), [])]);

    [Fact]
    public void it_shows_who_signed_and_who_acceded_later()
    {
        var register = new AgreementRegister.AgreementProjection();
        var given = Given(
            Opened, (FrameworkSigned with { By = ["USA.Rubio"] }).On("2025-08-01"), Stage(AgreementStage.InForce).On("2025-08-02"),
            (Stage(AgreementStage.Signed) with { By = ["UKR"] }).On("2025-08-03"));
        var agreement = given.Only(register);

        agreement.Stages[^1].ShouldBe(new StageReached(AgreementStage.Signed, Date("2025-08-03"), ["UKR"]));
        agreement.Parties.ShouldBe(new Dictionary<string, AgreementStage> { ["USA"] = AgreementStage.Signed, ["UKR"] = AgreementStage.Signed });
        given.Stored(register, "stage").ShouldBe("InForce");
        given.Stored(register, "stage_since").ShouldBe("2025-08-02");
    }

    [Fact]
    public void something_is_due_when_it_takes_effect_until_it_is_in_force_and_when_an_extension_ends()
    {
        static string? Due(params AgreementStageReached[] further) =>
            Given([Opened, FrameworkSigned with { Effective = Date("2025-09") }, .. further]).Only(new AgreementRegister.AgreementProjection()).Due?.Text;

        Due().ShouldBe("2025-09");
        Due(Stage(AgreementStage.InForce)).ShouldBeNull();
        Due(Stage(AgreementStage.InForce) with { Effective = Date("2025-09-01") }).ShouldBeNull();
        Due(Stage(AgreementStage.InForce), Stage(AgreementStage.Extended) with { Effective = Date("2025-12") }).ShouldBe("2025-12");
        Due(Stage(AgreementStage.InForce), Stage(AgreementStage.Extended) with { Effective = Date("2025-12") }, Stage(AgreementStage.Lapsed)).ShouldBeNull();
        Due(Stage(AgreementStage.Rejected)).ShouldBeNull();
    }

    [Fact]
    public void its_conditions_are_shown_with_those_that_are_met()
    {
        var agreement = Given(Opened, CeasefireBy8August, FrameworkSigned with { ContingentOn = ["ratification", "t-ceasefire"] }, new DeadlineClosed("t-ceasefire", true))
            .Only(new AgreementRegister.AgreementProjection());

        agreement.ContingentOn.ShouldBe(["ratification", "t-ceasefire"]);
        agreement.ConditionsMet.ShouldBe(["t-ceasefire"]);
    }

    [Fact]
    public void it_is_shown_with_its_own_title_beside_that_of_the_negotiation()
    {
        var register = new AgreementRegister.AgreementProjection();
        var given = Given(Opened, FrameworkSigned with { Title = "Alaska framework" });

        (given.Only(register).Title, given.Only(register).AgreementTitle).ShouldBe((Opened.Title, "Alaska framework"));
        given.Stored(register, "agreement_title").ShouldBe("Alaska framework");
        given.Stored(register, "words").ShouldBeAssignableTo<string[]>()!.ShouldContain("alaska");
    }

    [Fact]
    public void what_is_due_on_a_day_is_overdue_once_the_day_has_ended_everywhere()
    {
        Given(Opened, CeasefireBy8August).Stored(new DeadlineProjection(), "passed_at").ShouldBe(new DateTime(2025, 8, 9, 12, 0, 0, DateTimeKind.Utc));
        Given(Opened, CeasefireBy8August with { When = Date("2025-08-08T12:00+03:00") }).Stored(new DeadlineProjection(), "passed_at")
            .ShouldBe(new DateTime(2025, 8, 8, 9, 0, 0, DateTimeKind.Utc));
        Given(Opened, FrameworkSigned with { Effective = Date("2025-08-08") }).Stored(new AgreementRegister.AgreementProjection(), "due_passed_at")
            .ShouldBe(new DateTime(2025, 8, 9, 12, 0, 0, DateTimeKind.Utc));
        Given(Opened, CeasefireProposed with { RespondBy = Date("2025-08-08") }).Stored(new ProposalBoard.ProposalProjection(), "respond_passed_at")
            .ShouldBe(new DateTime(2025, 8, 9, 12, 0, 0, DateTimeKind.Utc));
    }

    private static AgreementStageReached Stage(AgreementStage stage) => new("a-framework", stage, null, null, default, []);

    [Fact]
    public void an_extended_deadline_shows_the_dates_before()
    {
        var deadline = Given(Opened, CeasefireBy8August, new DeadlineSet("t-ceasefire", Date("2025-08-20"), null)).Only(new DeadlineProjection());
        (deadline.When, deadline.Extensions).ShouldBe((Date("2025-08-20"), 1));
        deadline.Before.ShouldBe([Date("2025-08-08")]);
        deadline.Parties.ShouldBe(["USA", "RUS", "UKR", "TUR"]);
    }
}

public sealed class StatementBookSpecs
{
    [Fact]
    public void a_statement_shows_all_its_sources()
    {
        var statement = Given([.. Agreed, Denied with { Basis = [new Basis { Via = ["TASS"] }] }])
            .And(new FactCorroborated(Fact(4)) { Basis = [new Basis { Via = ["AFP"] }] }).Only(new StatementProjection());
        (statement.Speaker, statement.Party, statement.Kind).ShouldBe(("RUS.Peskov", "RUS", StatementKind.Denial));
        statement.Basis.SelectMany(basis => basis.Via).ShouldBe(["TASS", "AFP"]);
    }
}

public sealed class ActorDiarySpecs
{
    private static readonly ActorDiary.DiaryProjection Diary = new();

    [Fact]
    public void parties_and_the_persons_who_speak_for_them_take_part()
    {
        var held = SummitHeld with { Participants = ["USA.Trump", "RUS.Putin"], Basis = [new Basis { Speaker = "RUS.Ushakov" }] };
        var present = Given([.. Agreed, held.On("2025-08-16")]).In(Diary);
        present.Select(one => $"{one.Party}.{one.Actor}").ShouldBe(["USA.USA", "RUS.RUS", "USA.Trump", "RUS.Putin", "RUS.Ushakov"], ignoreOrder: true);
        present.ShouldAllBe(one => one.Held);
        present.Single(one => one.Presence == Presence.Speaker).Actor.ShouldBe("Ushakov");
    }

    [Fact]
    public void what_is_stored_of_a_contact_has_its_members()
    {
        static IEnumerable<string> MembersOf(Type type) => type.GetProperties().Select(property => property.Name);
        MembersOf(typeof(Attendance)).ShouldBe(MembersOf(typeof(Contact)), ignoreOrder: true);
    }

    [Fact]
    public void the_absent_met_nobody() =>
        Given([.. Agreed, (SummitHeld with { Absent = ["RUS"] }).On("2025-08-16")]).In(Diary).Select(one => one.Actor).ShouldBe(["USA"]);

    [Fact]
    public void a_contact_has_the_format_of_its_meeting_and_says_who_mediates()
    {
        var held = SummitHeld with { Meeting = "m-talks", Kind = MeetingKind.TalksRound, Participants = ["RUS", "UKR", "USA"], Format = "Proximity" };
        Given(Opened, held).In(Diary).Select(one => (one.Actor, one.Format, one.Mediates))
            .ShouldBe([("RUS", "Proximity", false), ("UKR", "Proximity", false), ("USA", "Proximity", true)]);
    }

    [Theory]
    [InlineData("Proximity", true)]
    [InlineData("shuttle ", true)]
    [InlineData("Indirect", true)]
    [InlineData("Bilateral", false)]
    [InlineData("Video", false)]
    public void some_formats_are_indirect(string format, bool indirect)
    {
        var contact = Given(Opened, SummitProposed with { Format = format }, SummitAccepted, SummitHeld).In(Diary)[0];
        Diary.Columns.OfType<DiploTracker.Projections.Column<Attendance>>().Single(column => column.Name == "indirect").Value(contact).ShouldBe(indirect);
    }

    [Fact]
    public void who_came_counts_instead_of_who_was_expected()
    {
        DomainEvent[] expected =
        [
            Opened, SummitProposed with { By = ["USA.Trump"], To = ["RUS.Putin", "UKR"], Participants = ["USA.Trump", "RUS.Putin", "UKR"] }, SummitBegun,
        ];

        Given(expected).In(Diary).Select(one => one.Actor).ShouldBe(["USA", "RUS", "UKR", "Trump", "Putin"], ignoreOrder: true);
        Given([.. expected, (SummitHeld with { Participants = ["USA.Vance", "RUS"] }).On("2025-08-16")]).In(Diary).Select(one => one.Actor)
            .ShouldBe(["USA", "RUS", "Vance", "Putin"], ignoreOrder: true);
    }

    [Fact]
    public void who_left_before_met_nobody() =>
        Given(Opened, SummitProposed with { Participants = ["USA", "RUS", "UKR"] }, new PartyLeft("UKR", null), SummitHeld.On("2025-08-16")).In(Diary)
            .Select(one => one.Actor).ShouldBe(["USA", "RUS"]);

    [Fact]
    public void a_meeting_to_come_stands_in_the_diary_and_one_that_is_off_does_not()
    {
        Given([.. Agreed, SummitOnThe15th]).In(Diary).ShouldAllBe(contact => !contact.Held);
        Given([.. Agreed, SummitOnThe15th]).In(Diary).Count.ShouldBe(2);
        Given([.. Agreed, SummitOnThe15th, SummitCancelled]).In(Diary).ShouldBeEmpty();
    }
}

public sealed class ForecastLedgerSpecs
{
    private static readonly ForecastLedger.ForecastProjection Ledger = new();

    private static readonly StatementRecorded Likely = new(
        "s-soon", "USA.Trump", StatementKind.Expectation, null, null, null, null, Likelihood.Likely, Date("2025-08"), ["m-summit"]);

    [Fact]
    public void an_open_forecast_has_no_score() => (Given([.. Agreed, Likely]).Only(Ledger) is { Result: ForecastResult.Open, Brier: null }).ShouldBeTrue();

    [Fact]
    public void what_came_when_it_was_expected_scores_well() =>
        Given([.. Agreed, Likely, SummitHeld.On("2025-08-16")]).Only(Ledger).Brier.ShouldBe(0.105625);

    [Fact]
    public void what_came_at_another_time_did_not_come_as_expected() =>
        Given([.. Agreed, Likely with { Expects = Date("2025-07") }, SummitHeld.On("2025-08-16")]).Only(Ledger).Result.ShouldBe(ForecastResult.DidNotCome);

    [Theory]
    [InlineData("2025-08-15", "2025-08-15T23:30-08:00", ForecastResult.Came)]
    [InlineData("2025-08-16", "2025-08-15T23:30-08:00", ForecastResult.DidNotCome)]
    [InlineData("[2025-08-11,2025-08-14]", "2025-08-12", ForecastResult.DidNotCome)]
    [InlineData("[2025-08-11,2025-08-14]", "2025-08-14", ForecastResult.Came)]
    [InlineData("2025-08-15", "2025-08", ForecastResult.Undecided)]
    [InlineData("2025", "2025-08", ForecastResult.Came)]
    [InlineData("2025-07", "2025-08", ForecastResult.DidNotCome)]
    [InlineData("2025-08-15", "2025-08-14/2025-08-16", ForecastResult.Came)]
    [InlineData("2025-08-15", "[2025-08-14..2025-08-16]", ForecastResult.Undecided)]
    public void a_forecast_comes_true_on_the_days_that_it_named(string expects, string held, ForecastResult result)
    {
        var forecast = Given([.. Agreed, Likely with { Expects = Date(expects) }, (SummitHeld with { When = Date(held) }).On("2025-09-01")]).Only(Ledger);
        forecast.Result.ShouldBe(result);
        (forecast.Brier is null).ShouldBe(result == ForecastResult.Undecided);
    }

    [Fact]
    public void what_is_called_off_did_not_come_until_it_is_reinstated()
    {
        var cancelled = Given([.. Agreed, Likely, SummitOnThe15th, SummitCancelled]);
        cancelled.Only(Ledger).Brier.ShouldBe(0.455625);
        cancelled.And(SummitReinstated).Only(Ledger).Result.ShouldBe(ForecastResult.Open);
    }

    [Fact]
    public void an_agreement_comes_when_it_is_next_signed_or_enters_into_force()
    {
        var expected = Likely with { About = ["a-framework"], Expects = Date("2025-08-15") };
        DomainEvent[] announced = [Opened.On("2025-08-01"), (FrameworkSigned with { Stage = AgreementStage.Announced }).On("2025-08-02"), expected.On("2025-08-03")];
        (Given(announced).Only(Ledger) is { Subject: ForecastSubject.Agreement, About: "a-framework", Meeting: null, MeetingStatus: null, Result: ForecastResult.Open }).ShouldBeTrue();
        Given([.. announced, FrameworkSigned.On("2025-08-15T23:30-08:00")]).Only(Ledger).Result.ShouldBe(ForecastResult.Came);
        Given([.. announced, FrameworkSigned.On("2025-08")]).Only(Ledger).Result.ShouldBe(ForecastResult.Open, "signed before it was spoken of, for all that is known");
        Given([.. announced, FrameworkSigned.On("2025-08-16")]).Only(Ledger).Result.ShouldBe(ForecastResult.DidNotCome);
        Given([.. announced, (FrameworkSigned with { Stage = AgreementStage.Terminated }).On("2025-08-15")]).Only(Ledger).Result.ShouldBe(ForecastResult.DidNotCome);
    }

    [Fact]
    public void a_deadline_comes_when_it_is_met()
    {
        DomainEvent[] set = [Opened.On("2025-08-01"), CeasefireBy8August.On("2025-08-01"), (Likely with { About = ["t-ceasefire"], Expects = null }).On("2025-08-03")];
        (Given(set).Only(Ledger) is { Subject: ForecastSubject.Deadline, Result: ForecastResult.Open }).ShouldBeTrue();
        (Given([.. set, new DeadlineClosed("t-ceasefire", Met: true).On("2025-08-08")]).Only(Ledger) is { Result: ForecastResult.Came, Held.Text: "2025-08-08" }).ShouldBeTrue();
        Given([.. set, new DeadlineClosed("t-ceasefire", Met: false).On("2025-08-09")]).Only(Ledger).Result.ShouldBe(ForecastResult.DidNotCome);
    }

    [Fact]
    public void a_claim_is_no_forecast() => Given([.. Agreed, Likely with { Kind = StatementKind.Claim }]).In(Ledger).ShouldBeEmpty();

    [Fact]
    public void the_words_mean_the_middle_of_their_ranges() => Enum.GetValues<Likelihood>().Select(DiploTracker.ForecastLedger.ForecastProjection.Probability)
        .ShouldBe([0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97]);
}

public sealed class DyadActivitySpecs
{
    private static readonly DyadActivity.ActivityProjection Activity = new();

    [Fact]
    public void facts_count_by_pair_and_week()
    {
        var weeks = Given(Opened, SummitProposed.On("2025-08-04"), SummitAccepted.On("2025-08-10"), SummitHeld.On("2025-08-16")).In(Activity);
        weeks.Select(week => (week.Id, week.Proposals, week.Answers, week.Meetings, week.Total))
            .ShouldBe([("RUS-USA/2025-W32", 1, 1, 0, 2), ("RUS-USA/2025-W33", 0, 0, 1, 1)]);
        weeks[0].Starts.ShouldBe(new DateOnly(2025, 8, 4));
    }

    [Fact]
    public void a_completed_record_is_no_second_meeting()
    {
        var held = SummitHeld with { Outcome = MeetingOutcome.Unknown };
        var weeks = Given(Opened, SummitProposed.On("2025-08"), held.On("2025-08-16"), SummitHeld.On("2025-08-17")).In(Activity);
        weeks.Select(week => (week.Meetings, week.Arrangements)).ShouldBe([(1, 1)]);
    }

    [Fact]
    public void those_who_announce_a_meeting_jointly_deal_with_one_another() =>
        Given(Opened, SummitProposed with { By = ["USA", "RUS"], To = [] }).Only(Activity).Proposals.ShouldBe(1);

    [Fact]
    public void a_fact_that_is_not_dated_to_a_week_is_left_out() => Given(Opened, SummitProposed.On("2025-08"), CeasefireProposed.On("../2025-08-07")).In(Activity).ShouldBeEmpty();

    [Theory]
    [InlineData("2025-08-10T23:30-08:00", "2025-W32")] // a Sunday there, Monday in UTC
    [InlineData("2025-08-11T00:30+09:00", "2025-W33")]
    [InlineData("2025-08-10T24:00Z", "2025-W32")]
    public void it_counts_in_the_week_of_its_own_place(string occurred, string week) => Given(Opened, SummitProposed.On(occurred)).Only(Activity).Week.ShouldBe(week);

    [Fact]
    public void a_proposal_to_two_counts_for_both() => Given(Opened, CeasefireProposed).In(Activity).Select(week => (week.One, week.Other)).ShouldBe([("RUS", "USA"), ("UKR", "USA")]);

    [Fact]
    public void the_first_days_of_a_year_may_belong_to_the_last_week_of_the_one_before() =>
        Given(Opened, SummitProposed.On("2021-01-02")).Only(Activity).Week.ShouldBe("2020-W53");
}
