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
}

/// <summary>Somebody expects a meeting, with a likelihood.</summary>
/// <param name="Id">The statement and the meeting that it is about.</param>
/// <param name="Probability">The middle of the range that ICD 203 gives to the word; null without a likelihood.</param>
/// <param name="Expects">When the meeting is expected (EDTF); null for at any time.</param>
/// <param name="Held">When it was held (EDTF); null if it was not.</param>
/// <param name="Brier">
/// The squared distance of probability and result, 0 (best) to 1; null while open or without a likelihood.
/// </param>
public sealed record Forecast(
    string Negotiation, string Id, string Title, string Statement, string Speaker, string Party, Likelihood? Likelihood, double? Probability,
    Edtf Occurred, Edtf? Expects, string Meeting, MeetingStatus MeetingStatus, Edtf? Held, ForecastResult Result, double? Brier) : IProjectionRow
{
    IEnumerable<string> IProjectionRow.RestsOn => [Meeting, Statement];
}

/// <summary>The forecasts of meetings, scored against what happened.</summary>
public sealed class ForecastProjection : Projection<Forecast>
{
    public override string Name => "forecasts";

    public override int Revision => 2;

    public override string Meaning => "Expectations of meetings, scored against what became of the meetings.";

    internal override IReadOnlyList<string> Indexes => ["(speaker)"];

    protected override IReadOnlyList<Column<Forecast>> Flat =>
    [
        Column<Forecast>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<Forecast>.Text("statement", row => row.Statement, "The id of the statement."),
        Column<Forecast>.Text("speaker", row => row.Speaker, "Who expects it."),
        Column<Forecast>.Text("party", row => row.Party, "For whom the speaker speaks."),
        Column<Forecast>.Word<Likelihood>("likelihood", row => row.Likelihood, "How likely the speaker holds it, in the words of ICD 203."),
        Column<Forecast>.Number("probability", row => row.Probability, "The middle of the range that ICD 203 gives to the word."),
        Column<Forecast>.Text("occurred", row => row.Occurred.Text, "When it was said (EDTF)."),
        Column<Forecast>.Time("occurred_earliest", row => row.Occurred.Earliest, "The first instant of that; -infinity when open."),
        Column<Forecast>.Time("occurred_latest", row => row.Occurred.Latest, "The last instant of that; infinity when open."),
        Column<Forecast>.Text("expects", row => row.Expects?.Text, "When the meeting is expected (EDTF)."),
        Column<Forecast>.Time("expects_latest", row => row.Expects?.Latest, "The last instant of that."),
        Column<Forecast>.Text("meeting", row => row.Meeting, "The id of the meeting."),
        Column<Forecast>.Word<MeetingStatus>("meeting_status", row => row.MeetingStatus, "What became of it."),
        Column<Forecast>.Word<ForecastResult>("result", row => row.Result, "Open, Came or DidNotCome."),
        Column<Forecast>.Number("brier", row => row.Brier, "The squared distance of probability and result; null while open."),
    ];

    protected override IEnumerable<Forecast> Project(string negotiation, FactIndex course) =>
        from meeting in course.Head.Meetings
        from said in course.Gathered<Expectations>().Of(meeting.Id)
        let result = ResultOf(meeting, said.Expects)
        let probability = said.Likelihood is { } likelihood ? Probability(likelihood) : (double?)null
        select new Forecast(
            negotiation, $"{said.Id}/{meeting.Id}", course.Head.Title, said.Id, said.Speaker!,
            Negotiation.PartyOf(said.Speaker!), said.Likelihood,
            probability, said.Occurred, said.Expects, meeting.Id, meeting.Status, meeting.Status == MeetingStatus.Held ? meeting.When : null,
            result, Brier(probability, result));

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
    private static ForecastResult ResultOf(Meeting meeting, Edtf? expects) => meeting.Status switch
    {
        MeetingStatus.Held when expects is null || meeting.When is not { } when || Overlap(expects, when) => ForecastResult.Came,
        MeetingStatus.Held or MeetingStatus.Cancelled or MeetingStatus.NotHeld or MeetingStatus.Rejected or MeetingStatus.Withdrawn
            or MeetingStatus.Lapsed => ForecastResult.DidNotCome,
        _ => ForecastResult.Open,
    };

    private static bool Overlap(Edtf one, Edtf other) => one.Earliest <= other.Latest && other.Earliest <= one.Latest;

    /// <summary>The expectations about each thing, in canonical order.</summary>
    private sealed class Expectations : CollectedByThing<StatementRecorded>
    {
        public override void Add(Entry entry)
        {
            if (entry.Event is StatementRecorded { Kind: StatementKind.Expectation, Speaker: not null } said)
                foreach (var about in said.About.Items.Distinct())
                    Add(about, said);
        }
    }

    private static double? Brier(double? probability, ForecastResult result) => result == ForecastResult.Open || probability is not { } said
        ? null
        : Math.Round(Math.Pow(said - (result == ForecastResult.Came ? 1 : 0), 2), 6);
}
