namespace DiploTracker.Negotiations;

/// <summary>What views go through again and again is gathered once.</summary>
public sealed partial class Timeline
{
    /// <summary>The facts of the world that stand, in canonical order.</summary>
    public IReadOnlyList<Entry> Facts => field ??= Canonical.Where(entry => !entry.IsRetracted).ToArray();

    /// <summary>The words with which each thing was spoken of, by its id.</summary>
    public ILookup<string, string> Phrases => field ??= Facts
        .Where(entry => entry.Event.Phrase is not null && Subjects.Of(entry.Event) is not null)
        .ToLookup(entry => Subjects.Of(entry.Event)!, entry => entry.Event.Phrase!.Text);
}
