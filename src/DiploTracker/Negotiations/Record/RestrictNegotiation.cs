using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

/// <summary>Only its members are to know of the negotiation from now on; without members it is open again.</summary>
/// <param name="Members">Principals or groups; empty opens it again.</param>
/// <param name="Reason">Why.</param>
[Records<NegotiationRestricted>]
[Refuses("already-restricted")]
public sealed record RestrictNegotiation(EquatableArray<string> Members, string? Reason = null) : RecordCommand
{
    public override Decision Decide(Timeline timeline) =>
        Members.Any(string.IsNullOrWhiteSpace) ? Refusals.Malformed("members", "name principals or groups")
        : timeline.Embargo.Members.ToHashSet().SetEquals(Members) ? Problems.AlreadyRestricted.Because(
            Members.IsEmpty ? "The negotiation is open to all already." : $"The negotiation is restricted to {Members.Names()} already.")
        : new NegotiationRestricted(Members, Reason);
}

[StoredAs("negotiation-restricted.v1")]
public sealed record NegotiationRestricted(EquatableArray<string> Members, string? Reason) : RecordEvent
{
    internal const string What = "members";

    internal override string Settles => What;

    public override Command ToCommand() => new RestrictNegotiation(Members, Reason);

    public override string Describe() => Members.IsEmpty
        ? $"The negotiation is open to all again{Reason.Because()}."
        : $"The negotiation is restricted to {Members.Names()}{Reason.Because()}.";
}
