using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>A meeting is convened by those who set its date: a conference, a summons.</summary>
public enum Formality { Formal, Floated, Convened }

/// <summary>An addressee's reaction to a proposal; silence and "no comment" are answers with a date.</summary>
public enum Answer { Accepted, AcceptedInPrinciple, AcceptedConditionally, Rejected, Deferred, NoComment, NoResponse }

public enum Closing { Withdrawn, Lapsed, Superseded }

public enum ProposalStatus
{
    Open, Unanswered, Deferred, AcceptedConditionally, Countered, AcceptedInPrinciple, Accepted, Rejected, Withdrawn, Lapsed, Superseded,
}

/// <summary>The latest answer of one addressee.</summary>
public sealed record GivenAnswer(string By, Answer Answer, EquatableArray<string> Conditions, Edtf Occurred)
{
    /// <summary>The addressees for which a party answers that is another, or that succeeds some; else empty.</summary>
    public EquatableArray<string> For { get; init; }

    /// <summary>Who carried it.</summary>
    public EquatableArray<string> Through { get; init; }

    public bool IsSilence => Answer is Answer.NoComment or Answer.NoResponse;

    /// <summary>Neither silence nor a deferral: no answer is owed any more.</summary>
    public bool IsInSubstance => !IsSilence && Answer != Answer.Deferred;

    public bool IsOf(string addressee) => By == addressee || For.Contains(addressee);

    public bool IsAcceptance => Answer is Answer.Accepted or Answer.AcceptedInPrinciple;
}

/// <summary>An addressee countered a proposal (EDTF).</summary>
public sealed record GivenCounter(string By, Edtf Occurred);

/// <summary>A proposal and its answers. The invitation to a meeting is the proposal with the meeting's id.</summary>
public sealed record Proposal(string Id, EquatableArray<string> By, EquatableArray<string> To, string About, Formality Formality, Edtf OpenSince) : IIdentified
{
    public string? Summary { get; init; }
    public string? CounterTo { get; init; }
    public string? CounteredBy { get; init; }

    /// <summary>The addressees that countered it.</summary>
    public EquatableArray<GivenCounter> Counters { get; init; }

    /// <summary>Who carried it.</summary>
    public EquatableArray<string> Through { get; init; }

    public Edtf? RespondBy { get; init; }
    public Closing? Closed { get; init; }

    /// <summary>When it was closed (EDTF).</summary>
    public Edtf? ClosedOn { get; init; }

    public EquatableArray<GivenAnswer> Answers { get; init; }

    /// <summary>What it would ratify, end, implement or be part of.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    /// <summary>It invites to the meeting with its id.</summary>
    public bool IsInvitation { get; init; }

    /// <summary>
    /// The addressees that have left the negotiation, and in whose place nobody came: nobody waits for their answers.
    /// </summary>
    public EquatableArray<string> Left { get; init; }

    /// <summary>Two or more announce a meeting and ask nobody: they agree already.</summary>
    public bool IsAnnouncedJointly => IsInvitation && To.IsEmpty && By.Count > 1;

    /// <summary>All who neither rejected nor left have accepted.</summary>
    public bool IsAgreed => IsAnnouncedJointly || !IsRefused && !To.IsEmpty && Remaining.TrueForAll(HasAccepted);

    /// <summary>Nobody who was asked is left.</summary>
    public bool IsRefused => !To.IsEmpty && (Remaining is not { Count: > 0 } remaining || IsAlone(remaining));

    private List<string> Remaining => [.. To.Where(party => !IsAway(party) && !HasRejected(party))];

    // Who succeeds it may answer for it.
    private bool IsAway(string party) =>
        Left.Contains(party) && (AnswerOf(party) is not { } given || given.By == party);

    private bool HasAccepted(string party) => AnswerOf(party) is { IsAcceptance: true };

    private bool HasRejected(string party) => AnswerOf(party) is { Answer: Answer.Rejected };

    // Who proposes may be among those asked; once all others have rejected it, nobody is there to meet.
    private bool IsAlone(List<string> remaining) => Any(Answer.Rejected)
        && By.Where(party => !HasRejected(party)).Union(remaining).Count() < 2;

    public GivenAnswer? AnswerOf(string party) => Answers.FirstOrDefault(given => given.IsOf(party));

    /// <summary>The proposal with an addressee's latest answer replacing an earlier one.</summary>
    public Proposal With(GivenAnswer answer)
    {
        var place = Answers.TakeWhile(given => !IsReplaced(given)).Count();
        return this with
        {
            Answers = [.. Answers.Take(place), answer, .. Answers.Skip(place).Where(given => !IsReplaced(given))],
        };

        bool IsReplaced(GivenAnswer given) => given.By == answer.By || answer.For.Contains(given.By);
    }

    /// <summary>Does the addressee owe nothing on it: it answered in substance, or countered it?</summary>
    public bool IsAnsweredBy(string addressee) =>
        AnswerOf(addressee) is { IsInSubstance: true } || Counters.Any(counter => counter.By == addressee);

    /// <summary>When an addressee that owes nothing answered in substance, or first countered (EDTF).</summary>
    public Edtf AnsweredOn(string addressee) => AnswerOf(addressee) is { IsInSubstance: true } given
        ? given.Occurred
        : Counters.First(counter => counter.By == addressee).Occurred;

    public ProposalStatus Status =>
        Closed is { } closed ? Enum.Parse<ProposalStatus>(closed.ToString())
        : IsAnnouncedJointly ? ProposalStatus.Accepted
        : To.IsEmpty ? ProposalStatus.Open
        : Any(Answer.Rejected) ? ProposalStatus.Rejected
        : All(Answer.Accepted) ? ProposalStatus.Accepted
        : All(Answer.Accepted, Answer.AcceptedInPrinciple) ? ProposalStatus.AcceptedInPrinciple
        : All(Answer.Accepted, Answer.AcceptedInPrinciple, Answer.AcceptedConditionally) ? ProposalStatus.AcceptedConditionally
        : CounteredBy is not null ? ProposalStatus.Countered
        : Any(Answer.AcceptedConditionally) ? ProposalStatus.AcceptedConditionally
        : Any(Answer.Deferred) ? ProposalStatus.Deferred
        : Any(Answer.NoResponse) || Any(Answer.NoComment) || To.All(IsAway) ? ProposalStatus.Unanswered
        : ProposalStatus.Open;

    private bool Any(Answer answer) => Answers.Any(given => given.Answer == answer);

    private bool All(params ReadOnlySpan<Answer> answers)
    {
        var isAnybodyHere = !To.All(IsAway);
        foreach (var addressee in To)
        {
            if (isAnybodyHere && IsAway(addressee))
                continue;
            if (AnswerOf(addressee) is not { } given || !answers.Contains(given.Answer))
                return false;
        }
        return true;
    }
}
