using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using DiploTracker.Statuses;

namespace DiploTracker.Previews;

/// <summary>What the rules allow, and what may be a slip all the same.</summary>
internal static class PreviewWarnings
{
    public static List<PreviewWarning> Of(
        Tried tried, IReadOnlyList<PreviewedFact> facts, int changes, Timeline before, Timeline after)
    {
        List<PreviewWarning> warnings = [];
        var known = new Lazy<HashSet<string>>(() =>
            [.. before.Recorded.SelectMany(fact => NamesIn(before.EventOf(fact)))]);
        foreach (var fact in facts)
        {
            var recorded = after.Recorded[(int)fact.Version - 1];
            if (fact.Place is { Late: true, Ahead: { } ahead } && fact.About is null)
                Warn("late", $"It is late: facts that are recorded already come after it, first \"{ahead.Text}\"");
            if (fact.Occurred.First.IsAfter(EdtfBound.Of(tried.Received)) && recorded.Event is not RecordEvent)
                Warn("after-today", $"It is dated {fact.Occurred}, which is still to come.");
            if (recorded.Event.Basis.IsEmpty && recorded.Event is not RecordEvent)
                Warn("no-source", "It names no source (`basis`).");
            if (recorded.Event is FactCorroborated && Independent(recorded, before) == Independent(recorded, after))
                Warn("same-source", "Its source is not independent of those that the fact has.");
            if (before.Version > 0 && NamesIn(recorded.Event).Except(known.Value).ToList() is { Count: > 0 } names)
                Warn("new-name", $"Named here for the first time: {string.Join(", ", names)}.");
            known.Value.UnionWith(NamesIn(recorded.Event));

            void Warn(string code, string text) => warnings.Add(new PreviewWarning(code, text, fact.Index));
        }
        if (facts.Count > 0 && changes == 0)
            warnings.Add(new PreviewWarning("no-change", "The status would stay as it is.", Index: null));
        return warnings;
    }

    private static int Independent(Fact corroboration, Timeline timeline) =>
        timeline.Fact(corroboration.Event.AboutFact!.Value) is { } fact
            ? Sources.Independent(timeline.BasesOf(fact))
            : 0;

    private static IEnumerable<string> NamesIn(DomainEvent @event) =>
        (@event is RecordCorrected { Replacement: { } replacement }
            ? NamesIn(replacement)
            : @event.ToCommand().Mentioned)
            .Concat(@event.Basis.Select(basis => basis.Speaker).OfType<string>())
            .Where(name => name != Withheld.Person && !Erased.IsPerson(name))
            .Distinct();
}
