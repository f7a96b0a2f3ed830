using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

/// <summary>Changes who may see something: to the <c>marking</c> and <c>embargoUntil</c> of the command.</summary>
/// <param name="Ref">The event id of a fact, or the id of something in the negotiation.</param>
[Records<DisclosureChanged>]
[Refuses("about-unknown")]
public sealed record ChangeDisclosure(string Ref) : RecordCommand
{
    public override Decision Decide(Timeline timeline) =>
        Marking is null ? Refusals.Malformed("marking", "name the marking that holds from now on")
        : !Exists(timeline) ? Problems.AboutUnknown.Because($"Nothing called '{Ref}' is known in this negotiation.")
        : new DisclosureChanged(Ref);

    internal override Guid? AboutFact => Guid.TryParse(Ref, out var id) ? id : null;

    private bool Exists(Timeline timeline) => AboutFact is { } id ? timeline.Fact(id) is not null : timeline.Head.Knows(Ref);
}

[StoredAs("disclosure-changed.v1")]
public sealed record DisclosureChanged(string Ref) : RecordEvent
{
    internal override Guid? AboutFact => Guid.TryParse(Ref, out var id) ? id : null;

    public override Command ToCommand() => new ChangeDisclosure(Ref);

    public override string Describe() =>
        $"{Ref} is marked {(Marking is { } marking ? Kernel.Vocabulary<Marking>.WordOf(marking) : "CLEAR")} from now on{(EmbargoUntil is { } until ? $", under embargo until {until:yyyy-MM-ddTHH:mm:sszzz}" : "")}.";
}
