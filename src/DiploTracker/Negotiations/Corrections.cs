using System.Collections.Immutable;

namespace DiploTracker.Negotiations;

/// <summary>
/// The corrections in force. A correction may itself be corrected, so the latest are processed first.
/// </summary>
public sealed class Corrections
{
    public static readonly Corrections None = new(ImmutableDictionary<Guid, ImmutableList<Correction>>.Empty);

    private readonly ImmutableDictionary<Guid, ImmutableList<Correction>> _byFact;

    private Corrections(ImmutableDictionary<Guid, ImmutableList<Correction>> byFact) => _byFact = byFact;

    public static Corrections Of(IReadOnlyList<Fact> recorded)
    {
        if (!recorded.Any(fact => fact.Event is RecordCorrected))
            return None;

        var holding = None;
        foreach (var fact in recorded.Reverse().Where(fact => fact.Event is RecordCorrected && !holding.IsRetracted(fact.Id)))
        {
            // No decision turns a correction into another kind of fact, but folding checks no rules.
            if ((holding.AmendedEvent(fact.Id) ?? fact.Event) is not RecordCorrected corrected)
                continue;

            var earlier = new Correction(fact, corrected);
            holding = new Corrections(holding._byFact.SetItem(corrected.Fact, holding.Of(corrected.Fact).Insert(0, earlier)));
        }
        return holding;
    }

    /// <summary>The corrections in force for a fact, in the order of recording.</summary>
    public ImmutableList<Correction> Of(Guid fact) => _byFact.GetValueOrDefault(fact, []);

    public bool IsRetracted(Guid fact) => Of(fact).Exists(correction => correction.Event.Mode == CorrectionMode.Retracted);

    /// <summary>The facts that these corrections change differently than the others do.</summary>
    internal IEnumerable<Guid> Differing(Corrections others) => ReferenceEquals(this, others) ? []
        : _byFact.Keys.Union(others._byFact.Keys).Where(fact => !Of(fact).SequenceEqual(others.Of(fact)));

    /// <summary>The amended facts that may now equal a command, by its hash.</summary>
    internal IEnumerable<Guid> Amending(Command command) => _byFact.IsEmpty ? [] : Amended[command.Whole.GetHashCode()];

    private ILookup<int, Guid> Amended => field ??= _byFact.Keys.Where(fact => AmendedEvent(fact) is not null)
        .ToLookup(fact => AmendedEvent(fact)!.Standing().Whole.GetHashCode());

    /// <summary>The amended event of a fact; null if it was not amended.</summary>
    public DomainEvent? AmendedEvent(Guid fact) => Of(fact).FindLast(correction => correction.Event.Replacement is not null)?.Event.Replacement;
}

/// <summary>A correction in force: its fact, and its event after corrections of its own.</summary>
public sealed record Correction(Fact Fact, RecordCorrected Event);
