using System.Globalization;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Audit;

/// <summary>
/// The range of a replay, both ends included. An end is the version of a fact, which identifies its place in either
/// order, or a moment: in recorded order a time (RFC 3339), in canonical order a date of the world (EDTF).
/// </summary>
internal sealed record ReplayRange(ReplayRange.End? From, ReplayRange.End? To)
{
    public static (ReplayRange? Range, Refusal? Refusal) Read(IQueryCollection query, bool isCanonical)
    {
        var (from, badFrom) = Read("from", query["from"].ToString(), isCanonical);
        var (to, badTo) = Read("to", query["to"].ToString(), isCanonical);
        return (badFrom ?? badTo) is { } refusal ? (null, refusal) : (new ReplayRange(from, to), null);
    }

    public IEnumerable<ReplayedFact> Of(IReadOnlyList<ReplayedFact> facts) => facts.Where((fact, index) =>
        (From is null || (From.Version is { } first ? index >= Place(facts, first) : From.IsNotAfter(fact)))
        && (To is null || (To.Version is { } last ? index <= Place(facts, last) : To.IsNotBefore(fact))));

    /// <summary>A refusal for an end that has no place in this order, or null. Future versions are allowed.</summary>
    public Refusal? Nowhere(IReadOnlyList<ReplayedFact> facts, Timeline timeline) =>
        Nowhere("from", From?.Version, facts, timeline) ?? Nowhere("to", To?.Version, facts, timeline);

    private static Refusal? Nowhere(string name, long? version, IReadOnlyList<ReplayedFact> facts, Timeline timeline) =>
        version is null || version > timeline.Version || facts.Any(fact => fact.Version == version) ? null
        : Refusals.Malformed(name, version == 0
            ? "versions begin with 1"
            : $"version {version} is a fact about the record, which has no place in canonical order; name another version, or a date");

    private static int Place(IReadOnlyList<ReplayedFact> facts, long version)
    {
        for (var index = 0; index < facts.Count; index++)
            if (facts[index].Version == version)
                return index;
        return facts.Count;
    }

    private static (End? End, Refusal? Refusal) Read(string name, string text, bool isCanonical)
    {
        if (text.Length == 0)
            return (null, null);
        // A year is four digits too: in canonical order four digits are a year, as no negotiation has that many
        // versions.
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && !(isCanonical && text.Length == 4))
            return (new End(version, null, null), null);
        if (isCanonical)
            return Edtf.Of(text) is { Error: null } date ? (new End(null, null, date), null) : (null, Refusals.EdtfInvalid(name, Edtf.Of(text)));
        return MomentQuery.Time(name, text) is (var time, null)
            ? (new End(null, time, null), null)
            : (null, Refusals.Malformed(name, $"the version of a fact, or a time with its offset (2025-08-07T12:00:00+03:00) is expected, not '{text}'"));
    }

    internal sealed record End(long? Version, DateTimeOffset? Time, Edtf? Date)
    {
        public bool IsNotAfter(ReplayedFact fact) =>
            Time is { } time ? fact.RecordedAt >= time : !Date!.First.IsAfter(fact.Occurred.First);

        public bool IsNotBefore(ReplayedFact fact) =>
            Time is { } time ? fact.RecordedAt <= time : !fact.Occurred.First.IsAfter(Date!.Last);
    }
}
