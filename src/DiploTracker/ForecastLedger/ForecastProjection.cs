using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;

namespace DiploTracker.ForecastLedger;

/// <summary>The result of a forecast.</summary>
public enum ForecastResult
{
    /// <summary>Not decided yet.</summary>
    Open,

    /// <summary>It happened as expected.</summary>
    Came,

    /// <summary>It did not happen, or not when it was expected.</summary>
    DidNotCome,

    /// <summary>It happened, but when is not known exactly enough to say whether that was expected.</summary>
    Undecided,
}

/// <summary>What a forecast is of.</summary>
public enum ForecastSubject
{
    /// <summary>It comes true when the meeting is held.</summary>
    Meeting,

    /// <summary>It comes true when the agreement is signed, enters into force or is extended.</summary>
    Agreement,

    /// <summary>It comes true when the deadline is met.</summary>
    Deadline,
}

/// <summary>Somebody expects a meeting, an agreement or that a deadline is met, with a likelihood.</summary>
/// <param name="Id">The statement and what it is about.</param>
/// <param name="Probability">The middle of the range that ICD 203 gives to the word; null without a likelihood.</param>
/// <param name="Expects">When it is expected (EDTF); null for at any time.</param>
/// <param name="About">The id of the meeting, the agreement or the deadline.</param>
/// <param name="Meeting">The id of the meeting; null if it is of something else.</param>
/// <param name="MeetingStatus">The status of the meeting; null if it is of something else.</param>
/// <param name="Held">When it happened (EDTF): a meeting was held, an agreement signed, a deadline met.</param>
/// <param name="Brier">
/// The squared distance of probability and result, 0 (best) to 1; null while open or undecided, or without a
/// likelihood.
/// </param>
public sealed record Forecast(
    string Negotiation, string Id, string Title, string Statement, string Speaker, string Party, Likelihood? Likelihood, double? Probability,
    Edtf Occurred, Edtf? Expects, ForecastSubject Subject, string About, string? Meeting, MeetingStatus? MeetingStatus,
    Edtf? Held, ForecastResult Result, double? Brier) : IProjectionRow
{
    IEnumerable<string> IProjectionRow.RestsOn => [About, Statement];
}

/// <summary>The forecasts, scored against what happened.</summary>
public sealed class ForecastProjection : Projection<Forecast>
{
    public override string Name => "forecasts";

    public override int Revision => 4;

    public override string Meaning =>
        "Expectations of meetings, agreements and deadlines, scored against what became of them.";

    internal override IReadOnlyList<string> Indexes => ["using hash (speaker)"];

    internal override string Thing => "t.about";

    protected override IReadOnlyList<Column<Forecast>> Flat =>
    [
        Column<Forecast>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<Forecast>.Text("statement", row => row.Statement, "The id of the statement."),
        Column<Forecast>.Text("speaker", row => row.Speaker, "Who expects it."),
        Column<Forecast>.Text("party", row => row.Party, "For whom the speaker speaks."),
        Column<Forecast>.Word<Likelihood>("likelihood", row => row.Likelihood, "How likely the speaker holds it, in the words of ICD 203."),
        Column<Forecast>.Number("probability", row => row.Probability, "The middle of the range that ICD 203 gives to the word."),
        Column<Forecast>.Text("occurred", row => row.Occurred.Text, "When it was said (EDTF)."),
        .. Column<Forecast>.Days("occurred_", row => row.Occurred, "that"),
        Column<Forecast>.Text("expects", row => row.Expects?.Text, "When it is expected (EDTF)."),
        Column<Forecast>.Passed("expects_passed_at", row => row.Expects, "that"),
        Column<Forecast>.Word<ForecastSubject>(
            "subject", row => row.Subject, "What it is of: Meeting, Agreement or Deadline."),
        Column<Forecast>.Text("about", row => row.About, "The id of that."),
        Column<Forecast>.Text("meeting", row => row.Meeting, "The id of the meeting; null if it is of something else."),
        Column<Forecast>.Word<MeetingStatus>("meeting_status", row => row.MeetingStatus, "What became of it."),
        Column<Forecast>.Word<ForecastResult>("result", row => row.Result, "Open, Came, DidNotCome or Undecided."),
        Column<Forecast>.Number("brier", row => row.Brier, "The squared distance of probability and result; null while open."),
    ];

    protected override IEnumerable<Forecast> Project(string negotiation, FactIndex course)
    {
        var (head, said) = (course.Head, course.Gathered<Expectations>());
        return
        [
            .. from meeting in course.InScope(head.Meetings)
               from one in said.Of(meeting.Id)
               select Scored(one.Said, ForecastSubject.Meeting, meeting.Id, FateOf(meeting)) with
               {
                   Meeting = meeting.Id,
                   MeetingStatus = meeting.Status,
               },
            .. from agreement in course.InScope(head.Agreements)
               where head.Meetings[agreement.Id] is null // it has one row for each id
               from one in said.Of(agreement.Id)
               let fate = FateOf(course.Gathered<Stages>().Of(agreement.Id), one.Number)
               select Scored(one.Said, ForecastSubject.Agreement, agreement.Id, fate),
            .. from deadline in course.InScope(head.Deadlines)
               where head.Meetings[deadline.Id] is null && head.Agreements[deadline.Id] is null
               from one in said.Of(deadline.Id)
               let fate = FateOf(deadline, course.Last<DeadlineClosed>(deadline.Id))
               select Scored(one.Said, ForecastSubject.Deadline, deadline.Id, fate),
        ];

        Forecast Scored(StatementRecorded said, ForecastSubject subject, string about, Fate fate)
        {
            var probability = said.Likelihood is { } likelihood ? Probability(likelihood) : (double?)null;
            var result = ResultOf(fate, said.Expects);
            return new Forecast(
                negotiation, $"{said.Id}/{about}", head.Title, said.Id, said.Speaker!,
                Negotiation.PartyOf(said.Speaker!), said.Likelihood, probability, said.Occurred, said.Expects, subject,
                about, Meeting: null, MeetingStatus: null, fate.Came ? fate.When : null, result, Brier(probability, result));
        }
    }

    /// <summary>The middle of the range of the word: Intelligence Community Directive 203, D.6.e(2)(a).</summary>
    public static double Probability(Likelihood likelihood) => likelihood switch
    {
        Likelihood.AlmostNoChance => 0.03,     // 1 to 5 %
        Likelihood.VeryUnlikely => 0.125,      // 5 to 20 %
        Likelihood.Unlikely => 0.325,          // 20 to 45 %
        Likelihood.RoughlyEvenChance => 0.5,   // 45 to 55 %
        Likelihood.Likely => 0.675,            // 55 to 80 %
        Likelihood.VeryLikely => 0.875,        // 80 to 95 %
        _ => 0.97,                             // 95 to 99 %
    };

    /// <summary>
    /// A meeting that is off counts as not held until it is reinstated; a date that has merely passed decides nothing.
    /// </summary>
    private static Fate FateOf(Meeting meeting) => meeting.Status switch
    {
        MeetingStatus.Held => new Fate(Came: true, When: meeting.When),
        MeetingStatus.Cancelled or MeetingStatus.NotHeld or MeetingStatus.Rejected or MeetingStatus.Withdrawn
            or MeetingStatus.Lapsed => new Fate(IsOff: true),
        _ => default,
    };

    /// <summary>What an agreement came to after it was spoken of.</summary>
    private static Fate FateOf(IReadOnlyList<(int Number, AgreementStageReached Reached)> stages, int after) =>
        stages.Where(stage => stage.Number > after).Select(stage => stage.Reached.Stage switch
        {
            AgreementStage.Signed or AgreementStage.InForce or AgreementStage.Extended =>
                new Fate(Came: true, When: stage.Reached.Occurred),
            AgreementStage.Terminated or AgreementStage.Lapsed or AgreementStage.Superseded or AgreementStage.Rejected =>
                new Fate(IsOff: true),
            _ => default,
        }).FirstOrDefault(fate => fate != default);

    private static Fate FateOf(Deadline deadline, DeadlineClosed? closed) => deadline.Status switch
    {
        DeadlineStatus.Running => default,
        DeadlineStatus.Met => new Fate(Came: true, When: closed?.Occurred),
        _ => new Fate(IsOff: true),
    };

    private static ForecastResult ResultOf(Fate fate, Edtf? expects) =>
        fate is { Came: true, When: { } when } && expects is not null ? Compared(expects, when)
        : fate.Came ? expects is null ? ForecastResult.Came : ForecastResult.Undecided
        : fate.IsOff ? ForecastResult.DidNotCome
        : ForecastResult.Open;

    /// <summary>By the days named. What lasted several exact days was on each of them.</summary>
    private static ForecastResult Compared(Edtf expects, Edtf happened) =>
        expects.HoldsDaysOf(happened) || (happened.IsExact && expects.SharesDaysWith(happened)) ? ForecastResult.Came
        : expects.SharesDaysWith(happened) ? ForecastResult.Undecided
        : ForecastResult.DidNotCome;

    private readonly record struct Fate(bool Came = false, bool IsOff = false, Edtf? When = null);

    /// <summary>The expectations about each thing, with their numbers in canonical order.</summary>
    private sealed class Expectations : CollectedByThing<(int Number, StatementRecorded Said)>
    {
        private int _number;

        public override void Add(Entry entry)
        {
            _number++;
            if (entry.Event is StatementRecorded { Kind: StatementKind.Expectation, Speaker: not null } said)
                foreach (var about in said.About.Items.Distinct())
                    Add(about, (_number, said));
        }
    }

    /// <summary>The stages of each agreement, numbered alike.</summary>
    private sealed class Stages : CollectedByThing<(int Number, AgreementStageReached Reached)>
    {
        private int _number;

        public override void Add(Entry entry)
        {
            _number++;
            if (entry.Event is AgreementStageReached reached)
                Add(reached.Id, (_number, reached));
        }
    }

    private static double? Brier(double? probability, ForecastResult result) =>
        result is ForecastResult.Open or ForecastResult.Undecided || probability is not { } said ? null
        : Math.Round(Math.Pow(said - (result == ForecastResult.Came ? 1 : 0), 2), 6);
}
