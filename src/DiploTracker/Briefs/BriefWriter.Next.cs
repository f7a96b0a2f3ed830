using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.ProposalBoard;

namespace DiploTracker.Briefs;

/// <summary>What is next, and who owes what.</summary>
internal sealed partial class BriefWriter
{
    private IEnumerable<NextLine> Next() => Coming()
        .OrderBy(line => line.When is null)
        .ThenBy(line => line.When?.First.Day ?? 0)
        .ThenBy(line => line.When?.Last.Day ?? 0);

    private IEnumerable<NextLine> Coming() =>
    [
        .. Head.Meetings.Where(meeting => !IsOver(meeting) && !(meeting.IsOnlyProposed && meeting.When is null))
            .Select(meeting => Coming(
                meeting.When, MeetingSentences.With(meeting, Passage.Of($"{Expected(meeting):w}")),
                meeting.Status != MeetingStatus.UnderWay, $"meetings/{meeting.Id}", "when", "status")),
        .. Head.Deadlines.Where(deadline => deadline.Status == DeadlineStatus.Running).Select(deadline => Coming(
            deadline.When, Passage.Of($"{ThingSentences.Name(deadline).Capitalised()} runs out"),
            mayPass: true, $"deadlines/{deadline.Id}", "when")),
        .. Head.Agreements.Where(agreement => agreement.Due is not null).Select(agreement => Coming(
            agreement.Due,
            Passage.Of(
                $"{ThingSentences.Name(agreement).Capitalised()} "
                + $"{(agreement.IsUntil ? "runs out" : "is to take effect"):w}"),
            mayPass: true, $"agreements/{agreement.Id}", "effective")),
        .. Owing().Where(owed => owed.Proposal.RespondBy is not null).GroupBy(owed => owed.Proposal)
            .Select(owed => Coming(
                owed.Key.RespondBy,
                Passage.Of(
                    $"An answer of {Passage.Names(owed.Select(one => one.Answer.By))} "
                    + $"to {NameOf(owed.Key)} is asked for"),
                mayPass: true, PathOf(owed.Key), "respondBy")),
    ];

    private static string Expected(Meeting meeting) => meeting.Status switch
    {
        MeetingStatus.UnderWay => "is under way",
        MeetingStatus.Scheduled => meeting.Tentative ? "is tentatively set" : "is set",
        MeetingStatus.AgreedInPrinciple =>
            $"is agreed in principle{(meeting.When is null ? ", without a date" : "")}",
        MeetingStatus.Postponed => "is postponed, without a new date",
        _ => "is proposed",
    };

    private const string Passed = " The date has passed, and nobody has recorded what became of it.";

    /// <param name="mayPass">Once the date has passed, something of it is to be recorded.</param>
    private NextLine Coming(Edtf? when, Passage what, bool mayPass, string about, params string[] values)
    {
        var isOverdue = mayPass && when?.Last.Date is { } last && last < day;
        return new NextLine(
            when, when is null ? "no date" : DateWords.Of(when), isOverdue,
            Passage.Of($"{what}.{(isOverdue ? Passed : ""):w}"),
            about, Cited(about, values));
    }

    private IEnumerable<OwedLine> Owed() =>
    [
        .. Owing().Select(owed => Line(owed.Proposal, owed.Answer))
            .OrderBy(line => line.Silence).ThenByDescending(line => line.Days ?? -1),
        .. Head.Deadlines.Where(deadline => deadline.Status == DeadlineStatus.Running)
            .SelectMany(deadline => deadline.To.Select(party => Line(deadline, party))),
    ];

    private IEnumerable<(Proposal Proposal, OwedAnswer Answer)> Owing()
    {
        var counters = Counters.In(Head);
        return from proposal in Head.Proposals
               from answer in OwedAnswers.On(proposal, Head.Meetings[proposal.Id], counters, Head)
               select (proposal, answer);
    }

    private OwedLine Line(Proposal proposal, OwedAnswer owed) => new(
        owed.By, owed.Silence, owed.Since, DaysSince(owed.Since),
        Passage.Of(
            $"{owed.By} owes {Passage.Names(owed.To)} an answer to {NameOf(proposal)}, "
            + $"asked {Wording.DoneOn(owed.Since)}{Age(owed.Since):w}: {Silent(owed)}{Asked(proposal):w}."),
        PathOf(proposal), Cited($"proposals/{proposal.Id}", "openSince", $"answers/{owed.By}/answer"));

    private Passage Silent(OwedAnswer owed) => owed switch
    {
        { Silence: Silence.NoResponse, LastHeard: { } heard } => Passage.Of(
            $"no response, as reported {Wording.When(heard)}"),
        { Silence: Silence.NoResponse } => Passage.Of($"no response, as reported"),
        { Silence: Silence.NoComment, LastHeard: { } heard } => Passage.Of($"no comment, said {Wording.When(heard)}"),
        { Silence: Silence.NoComment } => Passage.Of($"no comment"),
        { Silence: Silence.Deferred, LastHeard: { } heard } => Passage.Of($"put off {Wording.When(heard)}"),
        { Silence: Silence.Deferred } => Passage.Of($"put off"),
        _ => Passage.Of($"nothing has been heard"),
    };

    private string Age(Edtf since) => Wording.Ago(DaysSince(since)) is { } ago ? $", {ago}" : "";

    private static string Asked(Proposal proposal) =>
        proposal.RespondBy is { } by ? $"; asked for by {DateWords.Noun(by)}" : "";

    private OwedLine Line(Deadline deadline, string party) => new(
        party, Silence: null, Since: null, Days: null,
        Passage.Of($"{party} is to meet {ThingSentences.Name(deadline)}, which is {Wording.Noun(deadline.When)}."),
        $"deadlines/{deadline.Id}", Cited($"deadlines/{deadline.Id}", "when", "to"));

    private Passage NameOf(Proposal proposal) => Head.Meetings[proposal.Id] is { } meeting
        ? Passage.Of($"the invitation to {MeetingSentences.Name(meeting)}")
        : ThingSentences.Name(proposal);

    private static string PathOf(Proposal proposal) => $"proposals/{proposal.Id}";
}
