using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Statuses;

/// <summary>Why a status shows a value: the fact, who said so, in which source, and the three times.</summary>
/// <param name="Fact">The event id.</param>
/// <param name="PublishedAt">When the first source published it; null if no source gives a time.</param>
/// <param name="IndependentSources">
/// Number of independent sources; those that share a speaker, a publisher or a report count once.
/// </param>
public sealed record Explanation(
    Guid Fact, long Version, string Text, Edtf Occurred, DateTimeOffset? PublishedAt, DateTimeOffset RecordedAt, string RecordedBy,
    EquatableArray<string> Speakers, EquatableArray<string> Via, EquatableArray<string> Reports, Phrase? Phrase, int IndependentSources)
{
    internal static Explanation Of(Entry entry, Timeline timeline)
    {
        var bases = timeline.BasesOf(entry.Fact).ToList();
        return new Explanation(
            entry.Fact.Id, entry.Fact.Version, entry.Event.Describe(), entry.Event.Occurred, bases.Min(basis => basis.PublishedAt),
            entry.Fact.RecordedAt, entry.Fact.Metadata.By,
            [.. bases.Select(basis => basis.Speaker).OfType<string>().Distinct()],
            [.. bases.SelectMany(basis => basis.Via).Distinct()],
            [.. bases.Select(basis => basis.Report).OfType<string>().Distinct()],
            entry.Event.Phrase, Sources.Independent(bases));
    }
}

/// <summary>
/// Counts independent sources: agencies that quote one another, or one speaker in two papers, are one source, however
/// they are spelt. A basis that names neither speaker nor publisher is
/// none.
/// </summary>
internal static class Sources
{
    public static int Independent(IEnumerable<Basis> bases)
    {
        List<HashSet<string>> groups = [];
        foreach (var basis in bases)
        {
            var group = NamedBy(basis).Where(name => name.Length > 0).ToHashSet();
            if (group.Count == 0)
                continue;
            if (basis.Report is not null)
                group.Add($"report {Folded.Of(basis.Report)}");
            foreach (var related in groups.FindAll(other => other.Overlaps(group)))
            {
                group.UnionWith(related);
                groups.Remove(related);
            }
            groups.Add(group);
        }
        return groups.Count;
    }

    private static IEnumerable<string> NamedBy(Basis basis)
    {
        if (basis.Speaker is not null)
            yield return Folded.Of(ActorOf(basis.Speaker)); // Ushakov is the same with and without his party
        foreach (var publisher in basis.Via)
            yield return Folded.Of(publisher); // an agency may speak for itself here and be quoted there
    }

    private static string ActorOf(string speaker) =>
        speaker.IndexOf('.') is > 0 and var dot && dot < speaker.Length - 1 ? speaker[(dot + 1)..] : speaker;
}
