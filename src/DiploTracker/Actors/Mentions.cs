using DiploTracker.Negotiations;
using DiploTracker.Sealing;

namespace DiploTracker.Actors;

/// <summary>
/// The actors that a fact mentions: <c>RUS.Ushakov</c> mentions RUS and Ushakov.
/// </summary>
internal static class Mentions
{
    private const int LongestName = 64;

    public static IEnumerable<string> In(DomainEvent @event) =>
        (@event is RecordCorrected { Replacement: { } replacement } ? In(replacement) : @event.ToCommand().Mentioned)
            .Concat(@event.Basis.Select(basis => basis.Speaker).OfType<string>())
            .SelectMany(speaker => speaker.Split('.', 2))
            // A longer text is a sentence rather than a name, and not a usable database key.
            .Where(actor => !string.IsNullOrWhiteSpace(actor) && actor.Length <= LongestName && !Erased.IsPerson(actor) && actor != Withheld.Person);
}
