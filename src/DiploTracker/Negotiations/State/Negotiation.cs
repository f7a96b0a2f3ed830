using System.Collections.Immutable;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The state of a negotiation at one moment: what the rules read, and what a status shows.</summary>
public sealed record Negotiation
{
    /// <summary>The state before any fact.</summary>
    public static readonly Negotiation None = new();

    /// <summary>The reference to the negotiation as a whole.</summary>
    public const string Whole = "negotiation";

    public bool IsOpen { get; init; }
    public string Title { get; init; } = "";
    public string? Subject { get; init; }
    public Phase Phase { get; init; }
    public KeyedList<Party> Parties { get; init; } = KeyedList<Party>.Empty;
    public KeyedList<Meeting> Meetings { get; init; } = KeyedList<Meeting>.Empty;
    public KeyedList<Proposal> Proposals { get; init; } = KeyedList<Proposal>.Empty;
    public KeyedList<Position> Positions { get; init; } = KeyedList<Position>.Empty;
    public KeyedList<Agreement> Agreements { get; init; } = KeyedList<Agreement>.Empty;
    public KeyedList<Deadline> Deadlines { get; init; } = KeyedList<Deadline>.Empty;
    /// <summary>What was ever contested, by id. An id that names several things contests them all.</summary>
    public KeyedList<Contest> Contests { get; init; } = KeyedList<Contest>.Empty;

    public GrowingSet<string> Statements { get; init; } = GrowingSet<string>.Empty;
    public ImmutableHashSet<Round> Rounds { get; init; } = [];

    /// <summary>
    /// Ids introduced only by retracted facts: they name nothing any more, but a denial may still refer to them.
    /// </summary>
    public ImmutableHashSet<string> Retracted { get; init; } = [];

    public bool IsParty(string party) => Parties[PartyOf(party)] is { Left: false };

    /// <summary>The addressees of a proposal for which a party answers: itself, and those that it succeeds.</summary>
    public EquatableArray<string> AddresseesOf(Proposal proposal, string party) =>
        [.. WithPredecessors(party).Where(proposal.To.Contains)];

    /// <summary>The parties that answer for a party: itself or, once it left, its present successors.</summary>
    public IEnumerable<string> StandingFor(string party) => !HasLeft(party) ? [party]
        : Parties.Where(one => !one.Left && WithPredecessors(one.Code).Contains(party)).Select(one => one.Code);

    private List<string> WithPredecessors(string party)
    {
        List<string> all = [party];
        for (var next = 0; next < all.Count; next++)
            all.AddRange((Parties[all[next]]?.Succeeds ?? []).Except(all));
        return all;
    }

    /// <summary>True if it is a party, or was one before it left.</summary>
    public bool WasParty(string party) => Parties.Has(PartyOf(party));

    public bool HasLeft(string party) => Parties[PartyOf(party)] is { Left: true };

    /// <summary>True if it has left, and not only after that date.</summary>
    public bool HadLeftBefore(string party, Edtf date) =>
        Parties[PartyOf(party)] is { LeftOn: { } left } && left.HasBegunBy(date);

    /// <summary>The standing positions that name the thing; what is over is not blocked by them.</summary>
    public IEnumerable<Position> Blocking(string id) =>
        Positions.Where(position => position.Blocks.Contains(id) && position.IsStanding);

    /// <summary>True if the id names something here, even if it was retracted.</summary>
    public bool Knows(string id) => Holds(id) || Retracted.Contains(id);

    private bool Holds(string id) =>
        id == Whole || CanBeBlocked(id) || Positions.Has(id) || Deadlines.Has(id) || Statements.Contains(id);

    public bool CanBeBlocked(string id) => Meetings.Has(id) || Proposals.Has(id) || Agreements.Has(id);

    /// <summary>Those of an agreement's conditions that are met; one that names nothing here is never met.</summary>
    public EquatableArray<string> ConditionsMetOf(Agreement agreement) => [.. agreement.ContingentOn.Where(IsMet)];

    private bool IsMet(string id) =>
        Positions[id]?.Status == PositionStatus.Met
        || Proposals[id]?.Status is ProposalStatus.Accepted or ProposalStatus.AcceptedInPrinciple
        || Meetings[id]?.Status == MeetingStatus.Held
        || Deadlines[id]?.Status == DeadlineStatus.Met
        || Agreements[id] is { InForce: true } or { Stage: AgreementStage.Fulfilled };

    /// <summary>Who denies a thing, and which side of it.</summary>
    public EquatableArray<Dissent> DissentOn(string id) => Contests[id]?.Dissent ?? [];

    /// <summary>The parties that deny a thing, or a side of it.</summary>
    public EquatableArray<string> ContestedBy(string id) => [.. DissentOn(id).Select(dissent => dissent.By).Distinct()];

    /// <summary>The state after a denial; of what is not here, as after a retraction, nothing is contested.</summary>
    internal Negotiation Denied(string id, string by, Aspect aspect) =>
        Holds(id) ? With(new Contest(id, DissentOn(id).Union([new Dissent(by, aspect)]))) : this;

    internal Negotiation Admitted(string id, string by, Aspect aspect) =>
        Lifted(id, dissent => dissent == new Dissent(by, aspect));

    /// <summary>
    /// The state after some act on a thing: who acts on it no longer denies that it is, or when it is. What else they
    /// deny of it stands.
    /// </summary>
    internal Negotiation ActedOn(string id, params IEnumerable<string> by) => DissentOn(id).IsEmpty
        ? this // as nearly always
        : Lifted(id, one => one.Aspect is Aspect.Existence or Aspect.Date && by.Select(PartyOf).Contains(one.By));

    private Negotiation Lifted(string id, Func<Dissent, bool> isLifted) => DissentOn(id) is var dissent && dissent.Any(isLifted)
        ? With(new Contest(id, [.. dissent.Where(one => !isLifted(one))]))
        : this;

    private Negotiation With(Contest contest) => this with { Contests = Contests.With(contest) };

    public Negotiation ChangeMeeting(string id, Func<Meeting, Meeting> change) => this with { Meetings = Meetings.Change(id, change) };

    /// <summary>
    /// The proposals addressed to a party or to those that it succeeds, and the meetings that they invite to, after it
    /// came or left: nobody waits for one that is away, unless another has taken its place. An agreed meeting
    /// stays agreed.
    /// </summary>
    internal Negotiation Waiting(string party)
    {
        var after = this;
        foreach (var proposal in Proposals.Where(proposal => !AddresseesOf(proposal, party).IsEmpty))
        {
            var now = proposal with { Left = [.. proposal.To.Where(one => !StandingFor(one).Any())] };
            after = after with
            {
                Proposals = after.Proposals.With(now),
                Meetings = after.Meetings.Change(proposal.Id, meeting =>
                    meeting.Status == MeetingStatus.AgreedInPrinciple ? meeting : meeting.After(proposal, now)),
            };
        }
        return after;
    }

    /// <summary><c>USA.Witkoff</c> speaks for <c>USA</c>.</summary>
    public static string PartyOf(string speaker) => speaker.IndexOf('.') is > 0 and var dot ? speaker[..dot] : speaker;

    public static EquatableArray<string> PartiesOf(IEnumerable<string> speakers) => [.. speakers.Select(PartyOf).Distinct()];
}

/// <summary>A round of talks; its number is used once in its track.</summary>
public readonly record struct Round(string Track, int Number)
{
    /// <summary>The track as it is compared.</summary>
    public string Track { get; } = Folded.Of(Track);
}

public enum Phase { PreNegotiation, Negotiation, Agreement, Implementation, Suspended, Collapsed, Concluded }

/// <summary>
/// A party and its role, an open word: Principal, Mediator, Facilitator, Host, Guarantor, Observer, …
/// </summary>
public sealed record Party(string Code, string Role) : IIdentified
{
    public bool Left => LeftOn is not null;

    /// <summary>When it left; null while it is a party.</summary>
    public Edtf? LeftOn { get; init; }

    /// <summary>The parties whose place it took.</summary>
    public EquatableArray<string> Succeeds { get; init; }

    /// <summary>The group that it belongs to: E3, EU, …</summary>
    public string? MemberOf { get; init; }

    string IIdentified.Id => Code;
}
