using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>The refusal of a command meant for another version.</summary>
internal static class Stale
{
    private const int MaxChanges = 100;

    public static Refusal Version(Timeline timeline, ExpectedVersion expected) =>
        expected.Versions.MaxBy(version => version.Version) is { } latest
            ? Version(timeline, latest)
            : Problems.StaleVersion
            .Because("A weak entity tag is that of no version; send the tag as ETag gave it.")
            .With("current", timeline.Version);

    private static Refusal Version(Timeline timeline, SeenVersion expected) => Problems.StaleVersion
        .Because(expected.Version > timeline.Version ? $"The negotiation is at version {timeline.Version}; version {expected.Version} has not been reached."
            : expected.Version < timeline.Version ? $"The negotiation is at version {timeline.Version}, no longer at {expected.Version}."
            : $"The negotiation is at version {timeline.Version}, but by another fact than the one that was seen, which the log has lost.")
        .With("current", timeline.Version)
        .With("changes", timeline.Recorded
            .Skip((int)Math.Min(expected.Version, timeline.Version))
            .Take(MaxChanges)
            .Select(fact => new Change(fact.Id, fact.Version, Language.NameOf(fact.Event), Shortened.Text(fact.Event.Describe())))
            .ToList());

    private sealed record Change(Guid Id, long Version, string Type, string Text);
}
