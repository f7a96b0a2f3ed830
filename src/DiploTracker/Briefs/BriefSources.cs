using System.Globalization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Reports;

namespace DiploTracker.Briefs;

/// <summary>
/// The sources of a briefing, numbered in the order in which they are cited. One is what a speaker says in a registered
/// report, or in what some carriers published at a time, or at a time: a number tells on whose word something stands.
/// </summary>
internal sealed class BriefSources
{
    private readonly List<Source> _sources = [];
    private readonly Dictionary<string, Source> _byKey = [];

    /// <summary>The hashes of the reports cited.</summary>
    public IEnumerable<string> Reports => _sources.Select(source => source.Basis?.Report).OfType<string>().Distinct();

    /// <summary>The numbers of what the facts rest on.</summary>
    public IReadOnlyList<int> Cite(IEnumerable<Fact> facts, Timeline timeline)
    {
        SortedSet<int> numbers = [];
        foreach (var fact in facts)
        {
            List<Basis> bases = [.. timeline.BasesOf(fact).Where(IsNamed)];
            foreach (var basis in bases)
                numbers.Add(NumberOf(KeyOf(basis), basis, fact.Metadata.By).With(basis));
            if (bases is [])
                numbers.Add(NumberOf($"recorded by {fact.Metadata.By}", basis: null, fact.Metadata.By).Number);
        }
        return [.. numbers];
    }

    public IReadOnlyList<BriefSource> List(IReadOnlyDictionary<string, Report> reports) =>
    [
        .. _sources.Select(source =>
            source.AsListed(source.Basis?.Report is { } id ? reports.GetValueOrDefault(id) : null)),
    ];

    private Source NumberOf(string key, Basis? basis, string recordedBy)
    {
        if (!_byKey.TryGetValue(key, out var source))
        {
            _byKey[key] = source = new Source(_sources.Count + 1, basis, recordedBy);
            _sources.Add(source);
        }
        return source;
    }

    private static bool IsNamed(Basis basis) =>
        basis.Speaker is not null || !basis.Via.IsEmpty || basis.Report is not null;

    private static string KeyOf(Basis basis) =>
        string.Join('\n', [
            Folded.Of(basis.Speaker ?? ""), Folded.Of(basis.Report ?? ""),
            .. basis.Report is null ? basis.Via.Select(Folded.Of) : [],
            $"{(basis.Report is null ? (basis.PublishedAt ?? basis.StatedAt)?.UtcTicks : null)}",
        ]);

    /// <param name="Basis">The first basis with it; null if nobody named a source.</param>
    private sealed record Source(int Number, Basis? Basis, string RecordedBy)
    {
        private readonly SortedSet<string> _grades = new(StringComparer.Ordinal);

        public int With(Basis basis)
        {
            if ($"{basis.Reliability}{basis.Credibility}" is { Length: > 0 } grade)
                _grades.Add(grade);
            return Number;
        }

        public BriefSource AsListed(Report? report)
        {
            var carriers = Basis?.Via is { IsEmpty: false } via ? string.Join(", ", via) : null;
            var publisher = report?.Publisher ?? carriers;
            var published = report?.PublishedAt ?? Basis?.PublishedAt ?? Basis?.StatedAt;
            return new BriefSource(
                Number, Basis?.Speaker, publisher, report?.Title, published, report?.Language, report?.Url,
                Basis?.Report, [.. _grades], Words(publisher, report, published));
        }

        private Passage Words(string? publisher, Report? report, DateTimeOffset? published)
        {
            List<Passage> parts = [];
            if (Basis?.Speaker is { } speaker)
                parts.Add(Wording.Speaker(speaker));
            if (publisher is not null)
                parts.Add(Passage.Of($"{publisher}"));
            if (report?.Title is { } title)
                parts.Add(new Passage([Run.Data(title, RunKind.Quote, report.Language)]));
            if (parts is [])
                parts.Add(Basis is null
                    ? Passage.Of($"no source was named; recorded by {RecordedBy}")
                    : Passage.Of($"a report that is not registered"));
            if (published is { } time)
                parts.Add(Passage.Of($"{Minute(time):w}"));
            if (_grades.Count > 0)
                parts.Add(Passage.Of($"graded {string.Join(", ", _grades):w}"));
            if (report?.Url is { } url)
                parts.Add(Passage.Of($"{url}"));
            return Passage.Join("; ", parts);
        }
    }

    /// <summary>A time in words, on the clock of its own offset.</summary>
    internal static string Minute(DateTimeOffset time) =>
        DateWords.Of(Edtf.Of(time.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture)));
}
