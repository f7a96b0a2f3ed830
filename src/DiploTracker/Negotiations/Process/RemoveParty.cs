using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Process;

/// <summary>A party leaves; what it said and did stays.</summary>
/// <param name="Party">Code of a party.</param>
/// <param name="Reason">Why.</param>
[Records<PartyLeft>]
[Refuses("unknown-party")]
public sealed record RemoveParty(string Party, string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => [Party];

    public override Decision Decide(Negotiation negotiation) => new PartyLeft(Party, Reason);
}

[StoredAs("party-left.v1")]
public sealed record PartyLeft(string Party, string? Reason) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation)
    {
        var code = Negotiation.PartyOf(Party);
        var parties = negotiation.Parties.Change(code, party => party with { LeftOn = Occurred });
        var left = (negotiation with { Parties = parties }).Waiting(code);
        return left.Meetings.Where(meeting => IsAwaitedBy(meeting, code)).Aggregate(left, (state, meeting) =>
            state with { Meetings = state.Meetings.With(meeting.FirmOnceConfirmed(left)) });
    }

    // Its confirmation was the last that was missing, perhaps.
    private static bool IsAwaitedBy(Meeting meeting, string party) =>
        meeting is { Status: MeetingStatus.Scheduled, Tentative: true } && meeting.Participants.Contains(party)
        && !meeting.ConfirmedBy.Contains(party);

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new RemoveParty(Party, Reason);

    public override string Describe() => $"{Party} leaves{Reason.Because()}.";
}
