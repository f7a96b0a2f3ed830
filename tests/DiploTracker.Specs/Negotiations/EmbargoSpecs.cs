using System.Text;
using CsCheck;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>What is under embargo is recorded and counts, but what was said is not read until its time comes.</summary>
public sealed class EmbargoSpecs
{
    private const string Said = "[under embargo until 2025-08-15T00:00:00Z]";

    private static readonly DateTimeOffset Until = new(2025, 8, 15, 3, 0, 0, TimeSpan.FromHours(3));

    private static readonly DateTimeOffset Before = Until.AddSeconds(-1);

    private static readonly StatementRecorded Quote = new(
        "s-denial", "RUS.Peskov", StatementKind.Denial, "never", "en", null, null, null, null, ["m-summit"])
    {
        EmbargoUntil = Until,
        Basis = [new() { Speaker = "RUS.Peskov", Via = ["TASS", "Izvestia"] }],
    };

    private static readonly Timeline Told = Given(Opened, SummitProposed, Quote).Timeline;

    [Fact]
    public void persons_and_words_are_withheld_and_everything_else_stands()
    {
        var read = (StatementRecorded)Told.Embargo.SeenBy(new Audience(Before)).Recorded[2].Event;
        (read.Quote, read.Speaker, read.Language, read.Kind, read.About).ShouldBe((Said, "RUS.under-embargo", "en", StatementKind.Denial, Quote.About));
        read.Basis[0].Via.ShouldBe(["TASS", Said]);
        Told.Embargo.SeenBy(new Audience(Before)).Head.ContestedBy("m-summit").ShouldBe(["RUS"]);
        Told.Embargo.SeenBy(new Audience(Before)).Recorded[1].ShouldBe(Told.Recorded[1]);
        Told.Embargo.SeenBy(new Audience(Before)).Version.ShouldBe(Told.Version);
    }

    [Fact]
    public void it_opens_by_itself()
    {
        Told.Embargo.NextOpening(new Audience(Before)).ShouldBe(Until);
        Told.Embargo.NextOpening(new Audience(Until)).ShouldBeNull();
        Told.Embargo.SeenBy(new Audience(Until)).ShouldBeSameAs(Told);
        var early = Told.Embargo.SeenBy(new Audience(Before.AddHours(-1)));
        Told.Embargo.SeenBy(new Audience(Before)).ShouldBeSameAs(early); // kept as long as it holds
    }

    [Fact]
    public void of_several_each_opens_at_its_time()
    {
        var later = Told.With(Recorded(Quote with { Id = "s-later", EmbargoUntil = Until.AddDays(1) }, 4));
        later.Embargo.NextOpening(new Audience(Until)).ShouldBe(Until.AddDays(1));
        ((StatementRecorded)later.Embargo.SeenBy(new Audience(Until)).Recorded[2].Event).Quote.ShouldBe("never");
        ((StatementRecorded)later.Embargo.SeenBy(new Audience(Until)).Recorded[3].Event).Quote.ShouldNotBe("never");
    }

    [Fact]
    public void the_latest_change_of_its_disclosure_holds()
    {
        var lifted = Told.With(Recorded(new DisclosureChanged(Fact(3).ToString()) { Marking = Marking.CLEAR }, 4));
        lifted.Embargo.NextOpening(new Audience(Before)).ShouldBeNull();
        var prolonged = Told.With(Recorded(new DisclosureChanged(Fact(3).ToString()) { Marking = Marking.RED, EmbargoUntil = Until.AddDays(2) }, 4));
        prolonged.Embargo.NextOpening(new Audience(Until)).ShouldBe(Until.AddDays(2));
    }

    [Fact]
    public void what_corrects_it_is_withheld_with_it()
    {
        var corrected = Told.With(Recorded(new RecordCorrected(Fact(3), CorrectionMode.Amended, Quote with { Quote = "never ever", Occurred = TheDay }, "he said more"), 4));
        var history = string.Concat(corrected.Embargo.SeenBy(new Audience(Before)).Recorded.Select(fact => Encoding.UTF8.GetString(EventJson.Write(fact.Event))));
        foreach (var word in (string[])["never", "he said more", "Peskov"])
            history.ShouldNotContain(word);
        corrected.Embargo.SeenBy(new Audience(Until)).ShouldBeSameAs(corrected);
    }

    [Fact]
    public void a_timeline_without_embargoes_is_read_as_it_is()
    {
        var timeline = Given(Opened, SummitProposed).Timeline;
        timeline.Embargo.SeenBy(new Audience(Before)).ShouldBeSameAs(timeline);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000003")]
    [InlineData("{00000000-0000-0000-0000-000000000003}")]
    [InlineData("s-denial")]
    [InlineData("negotiation")]
    public void it_can_come_later_by_the_fact_its_thing_or_the_whole_negotiation(string what)
    {
        var open = Given(Opened, SummitProposed, Quote with { EmbargoUntil = null }).Timeline;
        open.Embargo.NextOpening(new Audience(Before)).ShouldBeNull();
        var closed = open.With(Recorded(new DisclosureChanged(what) { Marking = Marking.RED, EmbargoUntil = Until }, 4));
        ((StatementRecorded)closed.Embargo.SeenBy(new Audience(Before)).Recorded[2].Event).Quote.ShouldBe(Said);
        closed.Embargo.NextOpening(new Audience(Before)).ShouldBe(Until);
    }

    [Fact]
    public void what_is_about_it_inherits_it()
    {
        var about = Told
            .With(Recorded(new FactCorroborated(Fact(3)) { Basis = [new() { Speaker = "UKR.Source" }] }, 4))
            .With(Recorded(new DisclosureChanged(Fact(4).ToString()) { Marking = Marking.CLEAR, Basis = [new() { Speaker = "UKR.Editor" }] }, 5))
            .With(Recorded(new RecordCorrected(Fact(5), CorrectionMode.Retracted, null, "Editor was wrong"), 6));
        var seen = about.Embargo.SeenBy(new Audience(Before));
        string.Concat(seen.Recorded.Select(fact => Encoding.UTF8.GetString(EventJson.Write(fact.Event)))).ShouldNotContain("Source");
        string.Concat(seen.Recorded.Select(fact => Encoding.UTF8.GetString(EventJson.Write(fact.Event)))).ShouldNotContain("Editor");
        seen.BasesOf(seen.Recorded[2]).Select(basis => basis.Speaker).ShouldBe(["RUS.under-embargo", "UKR.under-embargo"]);
    }

    [Fact]
    public void an_amendment_can_bring_one_and_cannot_shorten_one()
    {
        var open = Quote with { EmbargoUntil = null };
        var amended = Given(Opened, SummitProposed, open).And(new RecordCorrected(Fact(3), CorrectionMode.Amended, open with { Quote = "not yet", Occurred = TheDay, EmbargoUntil = Until }, "misheard")).Timeline;
        amended.Embargo.EmbargoOf(amended.Recorded[2]).ShouldBe(Until);
        amended.Embargo.EmbargoOf(amended.Recorded[3]).ShouldBe(Until);
        var shortened = Told.With(Recorded(new RecordCorrected(Fact(3), CorrectionMode.Amended, Quote with { Occurred = TheDay, EmbargoUntil = Until.AddDays(-1) }, "too long"), 4));
        shortened.Embargo.EmbargoOf(shortened.Recorded[2]).ShouldBe(Until);
    }

    [Fact]
    public void a_title_is_under_the_embargo_of_the_fact_that_gave_it()
    {
        var timeline = Given(Opened).And(new RecordCorrected(Fact(1), CorrectionMode.Amended, Opened with { Title = "Anchorage", Occurred = TheDay, EmbargoUntil = Until }, "another")).Timeline;
        timeline.Embargo.SeenBy(new Audience(Before)).Head.Title.ShouldBe(Said);
        timeline.Embargo.SeenBy(new Audience(Until)).Head.Title.ShouldBe("Anchorage");
        timeline.With(Recorded(new RecordCorrected(Fact(2), CorrectionMode.Retracted, null, "no"), 3))
            .Embargo.SeenBy(new Audience(Before)).Head.Title.ShouldBe(Opened.Title);
    }

    [Fact]
    public void who_sends_the_very_same_learns_no_more_than_who_guesses_wrong()
    {
        var sent = Quote.AsSent() with { Occurred = TheDay };
        var (right, wrong) = (Told.Decider.Decide(sent, Before), Told.Decider.Decide(((RecordStatement)sent) with { Quote = "always" }, Before));
        right.Refusal!.Code.ShouldBe("statement-exists");
        right.Refusal.ShouldBe(wrong.Refusal);
        Told.Decider.Decide(sent, Until).ShouldBe(Decision.Nothing); // once it is open it stands
        // Where nothing of it is withheld there is nothing to guess.
        var bare = Given(Opened, SummitProposed, SummitAccepted with { EmbargoUntil = Until }).Timeline;
        bare.Decider.Decide((SummitAccepted with { EmbargoUntil = Until }).AsSent() with { Occurred = TheDay }, Before).ShouldBe(Decision.Nothing);
    }

    [Fact]
    public void a_kept_refusal_says_no_more_once_something_was_closed_that_it_may_quote()
    {
        var open = Given(Opened, SummitProposed, Quote with { EmbargoUntil = null }).Timeline;
        var told = Problems.StatementExists.Because("quoting never").With("dependants", new[] { "never" });
        open.Embargo.RedactedAgain(told, 3, new Audience(Before)).ShouldBe(told);
        var closed = open.With(Recorded(new DisclosureChanged(Fact(3).ToString()) { Marking = Marking.RED, EmbargoUntil = Until }, 4));
        closed.Embargo.RedactedAgain(told, 3, new Audience(Before)).ShouldSatisfyAllConditions(
            again => again.Problem.ShouldBe(told.Problem), again => again.Detail.ShouldNotContain("never"), again => again.Hints.IsEmpty.ShouldBeTrue());
        closed.Embargo.RedactedAgain(told, 4, new Audience(Before)).ShouldBe(told); // it was closed already when that was told
        closed.Embargo.RedactedAgain(told, 3, new Audience(Until)).ShouldBe(told);
    }

    [Fact]
    public void a_command_says_which_thing_its_fact_is_of() => Generated.Plain.Sample(@event => @event.ToCommand().Thing.ShouldBe(@event is RecordEvent ? null : @event.Thing));
}
