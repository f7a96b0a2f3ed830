using System.Text.Json.Nodes;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

/// <summary>
/// Changes who may see something: to the <c>marking</c>, <c>embargoUntil</c>, <c>recipients</c> and
/// <c>markedParts</c> of the command. What is left out stays; but a marking comes with its embargo and its recipients,
/// and without them ends those before.
/// </summary>
/// <param name="Ref">The event id of a fact, or the id of something in the negotiation.</param>
/// <param name="Reason">Why.</param>
[Records<DisclosureChanged>]
[Refuses("about-unknown")]
public sealed record ChangeDisclosure(string Ref, string? Reason = null) : RecordCommand
{
    public override Decision Decide(Timeline timeline) =>
        Marking is null && EmbargoUntil is null && !Recipients.IsGiven && MarkedParts is null
            ? Refusals.Malformed("marking", "name the marking, embargo, recipients or parts that hold from now on")
        : !Exists(timeline) ? Problems.AboutUnknown.Because($"Nothing called '{Ref}' is known in this negotiation.")
        : new DisclosureChanged(Ref, Reason);

    internal override bool CanHaveRecipients => Marking is null || base.CanHaveRecipients;

    internal override Guid? AboutFact => Guid.TryParse(Ref, out var id) ? id : null;

    private bool Exists(Timeline timeline) => AboutFact is { } id ? timeline.Fact(id) is not null : timeline.Head.Knows(Ref);
}

[StoredAs("disclosure-changed.v2")]
[StoredBefore("disclosure-changed.v1", nameof(FromV1))]
public sealed record DisclosureChanged(string Ref, string? Reason = null) : RecordEvent
{
    internal override Guid? AboutFact => Guid.TryParse(Ref, out var id) ? id : null;

    /// <summary>One reference, however its id is written.</summary>
    internal string Reference => AboutFact?.ToString() ?? Ref;

    internal override string Settles => $"disclosure of {Reference}";

    // It always named the marking, and had no more to say: with that, nothing left out stays.
    private static JsonObject FromV1(JsonObject v1) => v1;

    public override Command ToCommand() => new ChangeDisclosure(Ref, Reason);

    public override string Describe()
    {
        string?[] changes =
        [
            Marking is { } marking ? $"marked {Vocabulary<Marking>.WordOf(marking)}" : null,
            Marking == Negotiations.Marking.RED && Recipients.IsEmpty ? "for its recorder and the editors only" : null,
            Recipients.IsEmpty ? null : $"for {Recipients.Names()}",
            EmbargoUntil is { } until ? $"under embargo until {until:yyyy-MM-ddTHH:mm:sszzz}" : null,
            MarkedParts is null ? null : $"with {MarkedParts.Described()}",
        ];
        return $"{Ref} is {string.Join(", ", changes.OfType<string>())} from now on{Reason.Because()}.";
    }
}
