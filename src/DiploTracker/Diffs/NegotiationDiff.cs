using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Diffs;

/// <summary>Why a status changed.</summary>
public enum Cause
{
    /// <summary>It happened in between.</summary>
    WorldChanged,

    /// <summary>It had happened before; it was recorded in between.</summary>
    Learned,

    /// <summary>The record had been wrong and was corrected in between.</summary>
    Corrected,
}

/// <summary>The changes between two moments, each value with the facts behind it.</summary>
/// <param name="Axis">known, reported or occurred: the time in which the two moments lie.</param>
public sealed record NegotiationDiff(string Negotiation, string From, string To, string Axis, IReadOnlyList<Change> Changes);

/// <param name="Path">
/// The value: <c>meetings/m-summit/when</c>; a thing that was added or removed as a whole: <c>meetings/m-summit</c>.
/// </param>
/// <param name="Text">The change as one plain sentence.</param>
/// <param name="Facts">The facts and corrections that made it, in the order of recording.</param>
public sealed record Change(string Path, JsonNode? Before, JsonNode? After, Cause Cause, string Text, IReadOnlyList<BehindIt> Facts);

/// <summary>A fact behind a change.</summary>
public sealed record BehindIt(Guid Id, long Version, string Type, Edtf Occurred, DateTimeOffset RecordedAt, EquatableArray<string> Speakers, string Text)
{
    internal static BehindIt Of(Fact fact, Timeline timeline) => new(
        fact.Id, fact.Version, Language.NameOf(fact.Event), timeline.EventOf(fact).Occurred, fact.RecordedAt,
        [.. timeline.BasesOf(fact).Select(basis => basis.Speaker).OfType<string>().Distinct()], timeline.EventOf(fact).Describe());
}
