using System.Text;
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
        var read = (StatementRecorded)Told.Open(Before).Recorded[2].Event;
        (read.Quote, read.Speaker, read.Language, read.Kind, read.About).ShouldBe((Said, "RUS.under-embargo", "en", StatementKind.Denial, Quote.About));
        read.Basis[0].Via.ShouldBe(["TASS", Said]);
        Told.Open(Before).Head.Meetings["m-summit"]!.ContestedBy.ShouldBe(["RUS"]);
        Told.Open(Before).Recorded[1].ShouldBe(Told.Recorded[1]);
        Told.Open(Before).Version.ShouldBe(Told.Version);
    }

    [Fact]
    public void it_opens_by_itself()
    {
        Told.NextOpening(Before).ShouldBe(Until);
        Told.NextOpening(Until).ShouldBeNull();
        Told.Open(Until).ShouldBeSameAs(Told);
        var early = Told.Open(Before.AddHours(-1));
        Told.Open(Before).ShouldBeSameAs(early); // kept as long as it holds
    }

    [Fact]
    public void of_several_each_opens_at_its_time()
    {
        var later = Told.With(Recorded(Quote with { Id = "s-later", EmbargoUntil = Until.AddDays(1) }, 4));
        later.NextOpening(Until).ShouldBe(Until.AddDays(1));
        ((StatementRecorded)later.Open(Until).Recorded[2].Event).Quote.ShouldBe("never");
        ((StatementRecorded)later.Open(Until).Recorded[3].Event).Quote.ShouldNotBe("never");
    }

    [Fact]
    public void the_latest_change_of_its_disclosure_holds()
    {
        var lifted = Told.With(Recorded(new DisclosureChanged(Fact(3).ToString()) { Marking = Marking.CLEAR }, 4));
        lifted.NextOpening(Before).ShouldBeNull();
        var prolonged = Told.With(Recorded(new DisclosureChanged(Fact(3).ToString()) { Marking = Marking.RED, EmbargoUntil = Until.AddDays(2) }, 4));
        prolonged.NextOpening(Until).ShouldBe(Until.AddDays(2));
    }

    [Fact]
    public void what_corrects_it_is_withheld_with_it()
    {
        var corrected = Told.With(Recorded(new RecordCorrected(Fact(3), CorrectionMode.Amended, Quote with { Quote = "never ever", Occurred = TheDay }, "he said more"), 4));
        var history = string.Concat(corrected.Open(Before).Recorded.Select(fact => Encoding.UTF8.GetString(EventJson.Write(fact.Event))));
        foreach (var word in (string[])["never", "he said more", "Peskov"])
            history.ShouldNotContain(word);
        corrected.Open(Until).ShouldBeSameAs(corrected);
    }

    [Fact]
    public void a_timeline_without_embargoes_is_read_as_it_is()
    {
        var timeline = Given(Opened, SummitProposed).Timeline;
        timeline.Open(Before).ShouldBeSameAs(timeline);
    }
}
