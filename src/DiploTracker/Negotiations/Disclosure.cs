using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>Who may see a fact: as it was recorded, or as the changes of its disclosure say, each over those before.</summary>
/// <param name="Marking">Null where nobody named one.</param>
/// <param name="Recipients">Of what is RED: the principals or groups it is for.</param>
/// <param name="SetsEmbargo">False where changes leave the embargo as it is.</param>
public sealed record Disclosure(
    Marking? Marking, DateTimeOffset? EmbargoUntil, EquatableArray<string> Recipients, MarkedParts? MarkedParts, bool SetsEmbargo)
{
    /// <summary>Is it, or a part of it, marked RED?</summary>
    public bool IsRed => Marking == Negotiations.Marking.RED || MarkedParts?.Highest == Negotiations.Marking.RED;

    public static Disclosure Of(DomainEvent @event) => new(
        @event.Marking, @event.EmbargoUntil, @event.Recipients, @event.MarkedParts,
        SetsEmbargo: @event.Marking is not null || @event.EmbargoUntil is not null);

    /// <summary>What holds after a change: a marking comes with its embargo and its recipients.</summary>
    internal Disclosure After(DisclosureChanged change) => Of(change) is var now && now.Marking is not null
        ? now with { MarkedParts = now.MarkedParts ?? MarkedParts }
        : new Disclosure(
            Marking, now.SetsEmbargo ? now.EmbargoUntil : EmbargoUntil, now.Recipients.IsGiven ? now.Recipients : Recipients,
            now.MarkedParts ?? MarkedParts, SetsEmbargo || now.SetsEmbargo);

    /// <summary>The same over a fact as it was recorded.</summary>
    internal Disclosure Over(DomainEvent recorded) => new(
        Marking ?? recorded.Marking, SetsEmbargo ? EmbargoUntil : recorded.EmbargoUntil,
        Marking is not null || Recipients.IsGiven ? Recipients : recorded.Recipients,
        MarkedParts ?? recorded.MarkedParts, SetsEmbargo: true);
}
