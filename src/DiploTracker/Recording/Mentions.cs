using System.Collections.Concurrent;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;

namespace DiploTracker.Recording;

/// <summary>
/// The actors that a fact mentions: <c>RUS.Ushakov</c> mentions RUS and Ushakov. The first mention creates an actor.
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

/// <summary>Actors that this node knows to exist, so that each is written once and not with every mention.</summary>
internal sealed class ActorsSeen
{
    private const int Limit = 100_000;

    private readonly ConcurrentDictionary<string, byte> _seen = new();

    public bool Have(string actor) => _seen.ContainsKey(actor);

    public void Forget(string actor) => _seen.TryRemove(actor, out _);

    public void Add(string actor)
    {
        if (_seen.Count > Limit)
            _seen.Clear();
        _seen.TryAdd(actor, 0);
    }
}
