using System.Globalization;
using System.Text;
using DiploTracker.Audit;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Reports;

namespace DiploTracker.Briefs;

/// <summary>
/// Reads briefings, through the one place where facts are cut, and writes them in the form that is asked for.
/// </summary>
public sealed class BriefReader(
    NegotiationReader negotiations, ReportBook reports, Transparency log, LogClock clock, HtmlPage html)
{
    private const string ToTheTick = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private const string Verify = "diplo export --output log.jsonl && diplo verify log.jsonl --checkpoints DIR";

    /// <summary>A briefing in the form that the caller accepts.</summary>
    [Through(typeof(BriefReader), nameof(Find))]
    [SaysHeader("Vary", "The answer depends on `Accept`.")]
    internal async Task<IResult> Read(
        HttpContext context, IReadOnlyList<string> keys, bool isNamed = true, IReadOnlyList<string>? missing = null)
    {
        var (briefing, _, refusal) = await Find(context, keys, isNamed, missing);
        if (briefing is null)
            return new ProblemResult(refusal!);
        context.Response.Headers.Vary = "Accept";
        return Accepted.Of(context.Request, "application/json", "text/markdown", "text/html") switch
        {
            "text/markdown" => Text(MarkdownPage.Of(briefing), "text/markdown"),
            "text/html" => Text(await html.Of(briefing), "text/html"),
            _ => Results.Json(briefing, Json.Options),
        };
    }

    /// <summary>The briefing that a request asks for, and the negotiations as they were seen for it.</summary>
    /// <param name="isNamed">The caller named the keys, so one that is unknown is refused; else it is left out.</param>
    /// <param name="missing">Negotiations that the list of keys leaves out.</param>
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Look))]
    [Refuses("malformed", "edtf-invalid")]
    [TakesQuery(
        "since",
        "What changed since then: a time (RFC 3339), on the axis reported a day too, on the axis occurred a date.")]
    [TakesQuery("axis", "In which time `since` lies.", Words = ["known", "reported", "occurred"])]
    internal async Task<(Briefing? Briefing, IReadOnlyList<Sight> Seen, Refusal? Refusal)> Find(
        HttpContext context, IReadOnlyList<string> keys, bool isNamed = true, IReadOnlyList<string>? missing = null)
    {
        var query = context.Request.Query;
        var (moment, malformed) = MomentQuery.Read(query);
        var (since, badSince) = Since(query);
        if (moment is null || badSince is not null)
            return (null, [], malformed ?? badSince);

        List<(string Key, Sight Sight)> seen = [];
        foreach (var key in keys)
        {
            var (sight, refused) = await negotiations.Look(key, moment, context);
            if (sight is not null)
                seen.Add((key, sight));
            else if (isNamed || refused!.Problem != Problems.NegotiationUnknown)
                return (null, [], refused);
        }
        var briefing = await Brief(seen, moment, since, query, missing ?? [], context.RequestAborted);
        if (seen is not [])
            Freshness.Say(
                context.Response, seen.Min(one => one.Sight.LogPosition),
                (long)Math.Ceiling(seen.Max(one => one.Sight.Age).TotalMilliseconds));
        return (briefing, seen.ConvertAll(one => one.Sight), null);
    }

    private static IResult Text(string page, string type) =>
        Results.Bytes(Encoding.UTF8.GetBytes(page), $"{type}; charset=utf-8");

    private async Task<Briefing> Brief(
        List<(string Key, Sight Sight)> seen, Moment moment, SinceMoment? since, IQueryCollection query,
        IReadOnlyList<string> missing, CancellationToken cancellation)
    {
        var now = await clock.Now(cancellation);
        // A fact that was just recorded may be ahead of this node's clock.
        var knownAt = moment.KnownAt ?? seen.Select(one => one.Sight.Seen.Recorded[^1].KnownFrom).Append(now).Max();
        var day = moment.AsOf?.Last.Date ?? moment.ReportedAt?.Date ?? DateOnly.FromDateTime(knownAt.UtcDateTime);
        var sources = new BriefSources();
        List<Brief> briefs = [.. seen.Select(one => new BriefWriter(one.Key, one.Sight.Seen, day, sources)
            .Write(Address(one.Key, query, knownAt), since))];
        var position = briefs.Select(brief => brief.Position).DefaultIfEmpty().Max();
        return new Briefing(
            moment.AsOf, moment.ReportedAt is null ? null : query["asReportedAt"].ToString(), knownAt, day, position,
            await Seal(position, cancellation),
            briefs, sources.List(await Known(sources.Reports, cancellation)), missing);
    }

    private async Task<BriefSeal?> Seal(long position, CancellationToken cancellation) =>
        position > 0 && await log.Checkpoint(position, cancellation) is { Checkpoint: var sealing }
            ? new BriefSeal(sealing.Origin, sealing.Size, sealing.Root, Verify)
            : null;

    private async Task<Dictionary<string, Report>> Known(IEnumerable<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, Report> known = [];
        foreach (var id in ids)
            if (await reports.Find(id.ToLowerInvariant(), cancellation) is { } report)
                known[id] = report;
        return known;
    }

    private static (SinceMoment? Since, Refusal? Refusal) Since(IQueryCollection query)
    {
        var axis = query["axis"].ToString() is { Length: > 0 } given ? given : "known";
        if (!query.TryGetValue("since", out var since))
            return (null, MomentQuery.Axis(axis));
        var text = since.ToString();
        return MomentQuery.On(axis, "since", text) switch
        {
            { Refusal: { } malformed } => (null, malformed),
            { Moment: var moment } => (new SinceMoment(text.Replace(' ', '+'), axis, moment!), null),
        };
    }

    /// <summary>Where the same is found again: what is recorded later does not change it.</summary>
    private static string Address(string key, IQueryCollection query, DateTimeOffset knownAt)
    {
        var again = new QueryString();
        foreach (var name in (string[])["asOf", "asReportedAt", "since", "axis"])
            if (query[name].ToString() is { Length: > 0 } value)
                again = again.Add(name, value);
        return $"/api/negotiations/{Uri.EscapeDataString(key)}/brief"
            + again.Add("asKnownAt", knownAt.UtcDateTime.ToString(ToTheTick, CultureInfo.InvariantCulture));
    }
}
