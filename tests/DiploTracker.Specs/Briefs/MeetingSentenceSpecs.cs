using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Briefs;

/// <summary>The sentence of a meeting in each of its statuses.</summary>
public sealed class MeetingSentenceSpecs
{
    public static TheoryData<string, DomainEvent[], string> Statuses => new()
    {
        { "floated", [SummitFloated], "The summit of USA and RUS has been floated by USA to RUS; nobody has proposed it formally, no venue named." },
        { "proposed", [SummitProposed], "The summit of USA and RUS is proposed by USA to RUS; it is not agreed; no date is set, no venue named." },
        { "silence", [SummitProposed, SummitAccepted with { Answer = Answer.NoResponse }],
            "The summit of USA and RUS is proposed by USA to RUS; it is not agreed; no date is set, no venue named. RUS has not responded." },
        { "no comment", [SummitProposed, SummitAccepted with { Answer = Answer.NoComment }],
            "The summit of USA and RUS is proposed by USA to RUS; it is not agreed; no date is set, no venue named. RUS does not comment." },
        { "agreed in principle", [SummitProposed, SummitAccepted],
            "The summit of USA and RUS is agreed in principle; no date is set, no venue named. RUS accepted." },
        { "a window", [SummitProposed, SummitAccepted, SummitNextWeek with { ConfirmedBy = ["RUS"] }, new VenueAgreedInPrinciple("m-summit", Place: null)],
            "The summit of USA and RUS is tentatively set for one day between 11 and 17 August 2025, venue agreed in principle but undisclosed. RUS confirmed; USA has not." },
        { "a day", [SummitProposed, SummitAccepted, SummitOnThe15th with { ConfirmedBy = ["USA", "RUS"] }, new VenueConfirmed("m-summit", "Alaska")],
            "The summit of USA and RUS is set for Friday 15 August 2025, at Alaska (venue confirmed). All have confirmed the date." },
        { "nobody confirmed", [SummitProposed, SummitAccepted, SummitOnThe15th],
            "The summit of USA and RUS is set for Friday 15 August 2025, no venue named. Nobody has confirmed the date." },
        { "moved", [SummitProposed, SummitAccepted, SummitOnThe15th, SummitMoved],
            "The summit of USA and RUS is set for Saturday 16 August 2025, moved from an earlier date, no venue named. Nobody has confirmed the date." },
        { "under way", [SummitProposed, SummitAccepted, SummitOnThe15th, SummitBegun.On("2025-08-15")],
            "The summit of USA and RUS is under way, on Friday 15 August 2025, no venue named." },
        { "postponed", [SummitProposed, SummitAccepted, SummitOnThe15th, SummitPostponed with { Reason = "manoeuvres" }],
            "The summit of USA and RUS is postponed by RUS (manoeuvres); no new date is set, no venue named." },
        { "cancelled", [SummitProposed, SummitAccepted, SummitOnThe15th, SummitCancelled], "The summit of USA and RUS is cancelled by USA." },
        { "reinstated", [SummitProposed, SummitAccepted, SummitOnThe15th, SummitCancelled, SummitReinstated],
            "The summit of USA and RUS is set for Friday 15 August 2025, no venue named. Nobody has confirmed the date. It had been called off and was reinstated." },
        { "held", [SummitProposed, SummitAccepted, SummitOnThe15th, SummitHeld.On("2025-08-15")],
            "The summit of USA and RUS was held on Friday 15 August 2025; without agreement." },
        { "not held", [SummitProposed, SummitAccepted, SummitNextWeek, SummitNotHeld.On("2025-08-18")],
            "The summit of USA and RUS was not held: the time for it passed." },
        { "rejected", [SummitProposed, SummitRejected], "The summit of USA and RUS is rejected by RUS." },
        { "withdrawn", [SummitProposed, SummitWithdrawn], "The summit of USA and RUS is no longer proposed: the proposal was withdrawn." },
        { "lapsed", [SummitProposed, SummitLapsed], "The summit of USA and RUS is no longer proposed: the proposal lapsed." },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void a_meeting_is_told_as_it_stands(string _, DomainEvent[] events, string sentence)
    {
        var brief = Briefed.Of(Given([Opened, .. events]).Timeline);

        brief.Stands.Concat(brief.Over).Single(line => line.About == "meetings/m-summit").Text.Text.ShouldBe(sentence);
    }

    [Fact]
    public void a_title_is_followed_by_a_colon_for_it_may_be_of_any_number() => Briefed.Of(
        Given(Opened, SummitProposed with { Title = "Alaska talks" }, SummitAccepted, SummitOnThe15th).Timeline)
        .Stands[1].Text.Text.ShouldBe("Alaska talks: set for Friday 15 August 2025, no venue named. Nobody has confirmed the date.");

    [Fact]
    public void every_status_has_a_sentence() => Statuses.Select(row => Given([Opened, .. row.Data.Item2]).Meeting().Status).Distinct()
        .ShouldBe(Enum.GetValues<MeetingStatus>(), ignoreOrder: true);

    [Fact]
    public void the_source_s_own_words_stand_beside_the_date() => Briefed.Of(
        Given(Opened, SummitProposed, SummitAccepted, SummitNextWeek with { Phrase = new Phrase("الأسبوع المقبل", "ar") }).Timeline)
        .Stands[1].Text.Text.ShouldContain("one day between 11 and 17 August 2025 (“الأسبوع المقبل”), no venue named");
}
