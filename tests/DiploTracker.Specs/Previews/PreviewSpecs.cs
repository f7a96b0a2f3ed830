using DiploTracker.Diffs;
using DiploTracker.Previews;
using DiploTracker.Recording;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Previews;

/// <summary>What a preview says: the place, what changes, unblocks, waits and is altered, and what may be a slip.</summary>
public sealed class PreviewSpecs
{
    private static readonly Basis Agency = new() { Speaker = "RUS.Ushakov", Via = ["TASS"] };

    private static readonly Timeline Known = Given(
        Opened.On("2025-08-01"), SummitProposed.On("2025-08-02"), SummitAccepted.On("2025-08-03"),
        SummitOnThe15th.On("2025-08-08")).Timeline;

    [Fact]
    public void a_late_fact_stands_between_those_of_its_days()
    {
        var place = Of(Known, SummitNextWeek.AsSent().On("2025-08-05")).Facts.ShouldHaveSingleItem().Place.ShouldNotBeNull();
        (place.Number, place.Of, place.Late).ShouldBe((4, 5, true));
        (place.Behind?.Version, place.Ahead?.Version).ShouldBe((3, 4));
    }

    [Fact]
    public void the_newest_fact_is_not_late_and_its_value_changes_from_before_to_after()
    {
        var preview = Of(Known, SummitMoved.AsSent().On("2025-08-09"));
        var fact = preview.Facts.ShouldHaveSingleItem();
        (fact.Place!.Late, fact.Place.Ahead, fact.Place.Behind!.Version).ShouldBe((false, null, 4));
        var when = preview.Changes.Single(change => change.Path == "meetings/m-summit/when");
        (when.Before?.ToString(), when.After?.ToString(), when.Cause).ShouldBe(("2025-08-15", "2025-08-16", Cause.Learned));
        when.Facts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            behind => behind.Id.ShouldBeNull(), behind => behind.Version.ShouldBe(5));
        (preview.Version, preview.NextVersion, preview.Outcome).ShouldBe((4, 5, PreviewOutcome.WouldRecord));
    }

    [Fact]
    public void a_fact_of_today_changes_the_world() =>
        Of(Known, SummitMoved.AsSent().On("2025-08-20")).Changes.ShouldAllBe(change => change.Cause == Cause.WorldChanged);

    [Fact]
    public void a_precondition_blocks_and_one_that_is_met_unblocks()
    {
        Of(Known, TermsFirst.AsSent().On("2025-08-09")).Blocks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(block => block.Path.ShouldBe("meetings/m-summit"), block => block.By.ShouldBe(["d-terms-first"]));

        var blocked = Given(Opened, SummitProposed, TermsFirst).Timeline;
        Of(blocked, new ChangePosition("d-terms-first", PositionChange.Met)).Unblocks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(block => block.Path.ShouldBe("meetings/m-summit"), block => block.By.ShouldBe(["d-terms-first"]));
    }

    [Fact]
    public void a_meeting_that_is_over_is_not_unblocked()
    {
        var blocked = Given(Opened, SummitProposed, SummitAccepted, TermsFirst).Timeline;
        var held = Of(blocked, SummitHeld.AsSent().On("2025-08-15"));
        held.Changes.ShouldContain(change => change.Path == "meetings/m-summit/blockedBy");
        held.Unblocks.ShouldBeEmpty();
    }

    [Fact]
    public void what_waits_is_named_with_the_fact_that_it_becomes()
    {
        var (before, waiting) = (Given(Opened, SummitProposed).Timeline, Waiting(SummitOnThe15th.AsSent().On("2025-08-08")));
        var preview = Of(before, SummitAccepted.AsSent().On("2025-08-07"), waiting: waiting);
        var unparked = preview.Unparks.ShouldHaveSingleItem();
        (unparked.Parked, unparked.Command, unparked.Fact!.Version).ShouldBe((waiting.Id, "ScheduleMeeting", 4));
        preview.NextVersion.ShouldBe(4);
        preview.Changes.Single(change => change.Path == "meetings/m-summit/when").Facts.ShouldHaveSingleItem().Id.ShouldBe(waiting.Id);
    }

    [Fact]
    public void a_command_that_would_wait_says_for_what()
    {
        var preview = Of(Given(Opened).Timeline, SummitOnThe15th.AsSent().On("2025-08-08"), parks: true);
        (preview.Outcome, preview.WaitsFor?.Code, preview.NextVersion).ShouldBe((PreviewOutcome.WouldPark, "meeting-unknown", 1));
        preview.Facts.ShouldBeEmpty();
    }

    [Fact]
    public void the_very_same_fact_is_recorded_already() =>
        Of(Known, SummitAccepted.AsSent().On("2025-08-03")).ShouldSatisfyAllConditions(
            preview => preview.Outcome.ShouldBe(PreviewOutcome.AlreadyRecorded),
            preview => preview.Changes.ShouldBeEmpty(),
            preview => preview.NextVersion.ShouldBe(4));

    [Fact]
    public void a_correction_says_what_it_corrects_where_that_moves_and_what_changes()
    {
        var amended = new Correct(Fact(4), CorrectionMode.Amended, "a misprint", new Replacement
        {
            Command = SummitOnThe15th.AsSent().On("2025-08-02"),
        });
        Tried(Given(Opened, SummitProposed.On("2025-08-01"), SummitAccepted.On("2025-08-03")).Timeline, new Correct(Fact(2), CorrectionMode.Retracted, "a hoax"))
            .Decision.Refused!.Refusal.Code.ShouldBe("correction-breaks-history");

        var known = Given(Opened.On("2025-08-01"), SummitProposed.On("2025-08-01"), SummitAccepted.On("2025-08-01"), SummitOnThe15th.On("2025-08-08"), CeasefireBy8August.On("2025-08-05")).Timeline;
        var preview = Of(known, amended);
        var fact = preview.Facts.ShouldHaveSingleItem();
        (fact.About?.Version, fact.Was?.Number, fact.Place?.Number).ShouldBe((4, 5, 4));
        fact.Corrected!.Fields["occurred"].Before!.ToString().ShouldBe("2025-08-08");

        var retracted = Of(known, new Correct(Fact(4), CorrectionMode.Retracted, "a hoax"));
        retracted.Facts[0].Place.ShouldBeNull();
        retracted.Facts[0].Was!.Number.ShouldBe(5);
        retracted.Changes.Single(change => change.Path == "meetings/m-summit/when").Cause.ShouldBe(Cause.Corrected);
    }

    [Fact]
    public void a_late_fact_says_which_facts_it_alters()
    {
        var known = Given(Opened.On("2025-08-01"), SummitProposed.On("2025-08-05")).Timeline;
        var altered = Of(known, SummitProposed.AsSent().On("2025-08-03")).Alters.ShouldHaveSingleItem();
        altered.Fact.Version.ShouldBe(2);
        altered.NoLonger.ShouldContain("meetings/m-summit");
        altered.Now.ShouldContain("meetings/m-summit/reiterated");
    }

    [Fact]
    public void a_default_marking_and_a_restriction_are_values_that_change()
    {
        Of(Known, new SetDefaultMarking { Marking = Marking.AMBER }).Changes.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                change => change.Path.ShouldBe("defaultMarking"), change => change.Before.ShouldBeNull(),
                change => change.After!.ToString().ShouldBe("AMBER"), change => change.Facts.ShouldHaveSingleItem().Version.ShouldBe(5));
        Of(Known, new RestrictNegotiation(["desk"])).Changes.ShouldHaveSingleItem().Path.ShouldBe("restrictedTo");
    }

    [Theory]
    [InlineData("2025-08-05", "late", "new-name")]
    [InlineData("2025-08-09", "new-name")]
    [InlineData("2025-08-27", "after-today", "new-name")]
    public void what_may_be_a_slip_is_a_warning(string occurred, params string[] codes) =>
        Codes(Denied.AsSent().On(occurred) with { Basis = [Agency] }).ShouldBe(codes);

    [Fact]
    public void a_fact_without_a_source_and_one_that_changes_nothing_are_named_too()
    {
        Codes(SummitMoved.AsSent().On("2025-08-09")).ShouldBe(["no-source"]);
        var known = Given(Opened, CeasefireProposed with { Basis = [Agency] }).Timeline;
        Codes(new Corroborate(Fact(2)) { Basis = [Agency with { Via = ["TASS", "RIA"] }] }, known).ShouldBe(["same-source", "no-change"]);
        Codes(new Corroborate(Fact(2)) { Basis = [new Basis { Speaker = "USA.Rubio", Via = ["AFP"] }] }, known).ShouldBe(["new-name", "no-change"]);
    }

    [Fact]
    public void a_batch_names_the_index_of_each_command()
    {
        var tried = Tried(Known, [SummitAccepted.AsSent().On("2025-08-03"), SummitMoved.AsSent().On("2025-08-09")]);
        var preview = Previewing.Of(tried);
        preview.Facts.ShouldHaveSingleItem().Index.ShouldBe(1);
        preview.Warnings.ShouldHaveSingleItem().Index.ShouldBe(1);
    }

    [Fact]
    public void words_under_embargo_are_withheld()
    {
        var secret = Denied.AsSent().On("2025-08-09") with { EmbargoUntil = Specification.Received.AddDays(1), Basis = [Agency] };
        var preview = Of(Known, secret);
        preview.Facts[0].Text.ShouldNotContain("Peskov");
        preview.Warnings.ShouldAllBe(warning => !warning.Text.Contains("Peskov") && !warning.Text.Contains("Ushakov"));
    }

    private static IEnumerable<string> Codes(Command command, Timeline? known = null) =>
        Of(known ?? Known, command).Warnings.Select(warning => warning.Code);

    private static Parked Waiting(Command command) => new(
        Guid.NewGuid(), command, Specification.Received, new DiploTracker.Negotiations.EventMetadata(command.GetType().Name, Guid.NewGuid(), "local"));

    private static Preview Of(Timeline known, Command command, bool parks = false, params Parked[] waiting)
    {
        var tried = Tried(known, [command], parks, waiting);
        tried.Decision.Refused.ShouldBeNull();
        return Previewing.Of(tried);
    }

    private static Preview Of(Timeline known, Command command, Parked waiting) => Of(known, command, parks: false, [waiting]);

    private static Tried Tried(Timeline known, params Command[] commands) => Tried(known, commands, parks: false);

    private static Tried Tried(Timeline known, Command[] commands, bool parks, params Parked[] waiting) =>
        new DryRun("ukraine-2025", new NegotiationSnapshot(known, [.. waiting], ParkedChange.None), Specification.Received, new Audience(Specification.Received))
            .Decide(new Submission("ukraine-2025", commands, Caller.Local, MayPark: parks)).GetAwaiter().GetResult();
}
