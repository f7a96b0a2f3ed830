using DiploTracker.Briefs;
using DiploTracker.Kernel;

namespace DiploTracker.Specs.Briefs;

/// <summary>Briefings of timelines, without host and database.</summary>
internal static class Briefed
{
    public static readonly DateOnly TheDay = new(2025, 8, 10);

    public static Brief Of(Timeline timeline, DateOnly? day = null, SinceMoment? since = null) =>
        Page(timeline, day, since: since).Negotiations[0];

    /// <param name="asOf">The page is as of that date, and its day.</param>
    public static Briefing Page(
        Timeline timeline, DateOnly? day = null, string? asOf = null, SinceMoment? since = null, string key = "ukraine-2025")
    {
        var date = asOf is null ? null : Edtf.Parse(asOf);
        var seen = timeline.At(new Moment(AsOf: date));
        var sources = new BriefSources();
        var theDay = date?.Last.Date ?? day ?? TheDay;
        var brief = new BriefWriter(key, seen, theDay, sources)
            .Write($"/api/negotiations/{key}/brief?asOf={asOf}", since);
        return new Briefing(
            date, ReportedAt: null, new DateTimeOffset(theDay, new TimeOnly(21, 0), TimeSpan.Zero), theDay, brief.Position, Seal: null,
            [brief], sources.List(new Dictionary<string, DiploTracker.Reports.Report>()), Missing: []);
    }

    public static SinceMoment Since(string date) => new(date, "occurred", new Moment(AsOf: Edtf.Parse(date)));
}
