using System.Text.Json.Serialization;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.ProposalBoard;

/// <summary>The kinds of silence of an addressee that owes an answer.</summary>
public enum Silence
{
    /// <summary>Nothing is recorded.</summary>
    Nothing,

    /// <summary>It was reported not to answer.</summary>
    NoResponse,

    /// <summary>It declined to comment.</summary>
    NoComment,

    /// <summary>It deferred its answer.</summary>
    Deferred,
}

/// <summary>An answer that is owed.</summary>
/// <param name="By">The party that owes it.</param>
/// <param name="To">The parties that proposed.</param>
/// <param name="Since">When the proposal was made (EDTF).</param>
/// <param name="LastHeard">
/// When it was last reported silent, or deferred its answer (EDTF); null if nothing is recorded.
/// </param>
public sealed record OwedAnswer(string By, IReadOnlyList<string> To, Kernel.Edtf Since, Silence Silence, Kernel.Edtf? LastHeard);

/// <summary>A proposal as its negotiation shows it, with the answers that are still owed.</summary>
public sealed record BoardProposal : ProposalView, IProjectionRow
{
    internal BoardProposal(ProposalView proposal) : base(proposal)
    {
    }

    public required string Negotiation { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<OwedAnswer> Owed { get; init; }

    /// <summary>The original wordings used for it, in their languages.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }

    /// <summary>
    /// When it was settled (EDTF): the last answer that was owed, a rejection, the acceptance of a counter, or its
    /// closing; null as long as an answer is owed.
    /// </summary>
    public Kernel.Edtf? Settled { get; init; }

    /// <summary>
    /// Minimum number of seconds from when it was made until it was settled, or until now by the clock of the database;
    /// null if that is unknown.
    /// </summary>
    public long? Age { get; init; }

    /// <summary>
    /// The time from which its age counts, by which it had certainly been made; null if that is unknown.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? MadeBy { get; init; }
}

/// <summary>Who owes whom an answer, and since when; silence, no comment and nothing at all are kept apart.</summary>
public sealed class ProposalProjection : Projection<BoardProposal>
{
    public override string Name => "proposals";

    public override int Revision => 6;

    public override string Meaning => "Proposals and invitations as they stand now, with who still owes an answer.";

    internal override IReadOnlyList<DashboardColumn> Shown =>
    [
        .. AsStored,
        new("age", "coalesce(t.settled_by, now()) - t.made_by", "For how long it was open at least, if that is known."),
    ];

    internal override IReadOnlyList<string> Indexes => ["(coalesce(made_by, 'infinity'), negotiation, id)", "(status)", "using gin (owed_by)"];

    protected override Func<BoardProposal, IEnumerable<string?>> Searched => proposal =>
        [proposal.Title, proposal.Id, proposal.About, proposal.Summary, .. proposal.Answers.Values.SelectMany(answer => answer.Conditions), .. proposal.Phrases];

    protected override IReadOnlyList<Column<BoardProposal>> Flat =>
    [
        Column<BoardProposal>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<BoardProposal>.Text("about", row => row.About, "What it is about: Meeting, Venue, Ceasefire, Terms, …: an open word."),
        Column<BoardProposal>.Text("summary", row => row.Summary, "What is proposed."),
        Column<BoardProposal>.Word<Formality>("formality", row => row.Formality, "Formal or Floated."),
        Column<BoardProposal>.Word<ProposalStatus>("status", row => row.Status, "How it stands over all addressees."),
        Column<BoardProposal>.Texts("by_parties", row => row.By, "Who proposes."),
        Column<BoardProposal>.Texts("to_parties", row => row.To, "To whom."),
        Column<BoardProposal>.Texts("owed_by", row => row.Owed.Select(owed => owed.By), "Who owes an answer."),
        Column<BoardProposal>.Texts(ColumnOf(Silence.NoResponse), Of(Silence.NoResponse), "Of these, who was seen not to answer."),
        Column<BoardProposal>.Texts(ColumnOf(Silence.NoComment), Of(Silence.NoComment), "Of these, who said that it does not comment."),
        Column<BoardProposal>.Texts(ColumnOf(Silence.Nothing), Of(Silence.Nothing), "Of these, of whom nothing is recorded."),
        Column<BoardProposal>.Texts(ColumnOf(Silence.Deferred), Of(Silence.Deferred), "Of these, who put the answer off."),
        Column<BoardProposal>.Text("open_since", row => row.OpenSince.Text, "When it was made (EDTF)."),
        Column<BoardProposal>.Time("made_by", row => row.MadeBy, "By then it had been made for certain; null when that cannot be said."),
        Column<BoardProposal>.Text("settled", row => row.Settled?.Text, "When it was settled (EDTF)."),
        Column<BoardProposal>.Time("settled_by", row => row.Settled?.Latest, "The last instant of that."),
        Column<BoardProposal>.Texts("through", row => row.Through, "Who carried it."),
        Column<BoardProposal>.Text("respond_by", row => row.RespondBy?.Text, "By when an answer is asked for (EDTF)."),
        Column<BoardProposal>.Time("respond_latest", row => row.RespondBy?.Latest, "The last instant of that."),
        Column<BoardProposal>.Text("counter_to", row => row.CounterTo, "The proposal that it counters."),
        Column<BoardProposal>.Text("countered_by", row => row.CounteredBy, "The proposal that counters it."),
        Column<BoardProposal>.Texts("blocked_by", row => row.BlockedBy, "The standing positions that block it."),
        Column<BoardProposal>.Texts("contested_by", row => row.ContestedBy, "The parties that deny it."),
        Column<BoardProposal>.Texts(
            "concerns", row => row.Concerns.Select(link => link.Id), "What it would ratify, end, implement or be part of."),
    ];

    /// <summary>The column with the parties that owe an answer and are silent in this way.</summary>
    internal static string ColumnOf(Silence silence) => silence switch
    {
        Silence.NoResponse => "silent",
        Silence.NoComment => "without_comment",
        Silence.Deferred => "deferred",
        _ => "unheard",
    };

    protected override IEnumerable<BoardProposal> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        var blocking = Blocking.In(head);
        var counters = Counters.In(head);
        foreach (var proposal in head.Proposals)
        {
            var meeting = head.Meetings[proposal.Id];
            IReadOnlyList<OwedAnswer> owed = [.. Owed(proposal, meeting, counters)];
            yield return new BoardProposal(ProposalView.Of(proposal, head, blocking))
            {
                Negotiation = negotiation,
                Title = head.Title,
                Owed = owed,
                Settled = owed is [] ? Settled(proposal, meeting, counters) : null,
                Phrases = [.. course.PhrasesOf(proposal.Id)],
                MadeBy = MadeBy(proposal.OpenSince),
            };
        }
    }

    /// <summary>
    /// Nobody owes an answer to what is closed, was rejected, has begun, or whose counter was accepted; nor does who
    /// countered it or has left. Nobody owes himself one.
    /// </summary>
    private static IEnumerable<OwedAnswer> Owed(Proposal proposal, Meeting? meeting, Counters counters) =>
        proposal.Closed is not null || IsOver(proposal, meeting) || counters.AcceptedOf(proposal) is not null
            ? []
            : from addressee in proposal.To
              where !proposal.IsAnsweredBy(addressee) && !proposal.Left.Contains(addressee)
              let others = proposal.By.Where(party => party != addressee).ToList()
              where others.Count > 0
              let given = proposal.AnswerOf(addressee)
              select new OwedAnswer(addressee, others, proposal.OpenSince, SilenceOf(given), given?.Occurred);

    // One of several who rejects a meeting does not end it; the others still owe an answer.
    private static bool IsOver(Proposal proposal, Meeting? meeting) => meeting is null
        ? proposal.Status == ProposalStatus.Rejected
        : meeting.Status
            is MeetingStatus.Rejected or MeetingStatus.UnderWay or MeetingStatus.Held or MeetingStatus.NotHeld;

    private static Kernel.Edtf? Settled(Proposal proposal, Meeting? meeting, Counters counters) =>
        DatesOf(proposal.Answers.Where(given => given.Answer == Answer.Rejected)).MinBy(date => date.Latest)
        ?? (IsAnswered(proposal) ? Last(proposal.To.Select(proposal.AnsweredOn))
        : counters.AcceptedOf(proposal) is { } accepted ? Last(DatesOf(accepted.Answers))
        : proposal.ClosedOn ?? (meeting is { Status: MeetingStatus.Held } ? meeting.When : null));

    private static bool IsAnswered(Proposal proposal) => !proposal.To.IsEmpty && proposal.To.All(proposal.IsAnsweredBy);

    private static IEnumerable<Kernel.Edtf> DatesOf(IEnumerable<GivenAnswer> answers) =>
        answers.Select(given => given.Occurred);

    private static Kernel.Edtf? Last(IEnumerable<Kernel.Edtf> dates) => dates.MaxBy(date => date.Latest);

    private static Silence SilenceOf(GivenAnswer? given) => given?.Answer switch
    {
        null => Silence.Nothing,
        Answer.NoComment => Silence.NoComment,
        Answer.Deferred => Silence.Deferred,
        _ => Silence.NoResponse,
    };

    private static DateTimeOffset? MadeBy(Kernel.Edtf openSince) =>
        openSince.Latest < DateTimeOffset.MaxValue ? openSince.Latest
        : openSince.Earliest > DateTimeOffset.MinValue ? openSince.Earliest
        : null;

    private static Func<BoardProposal, IEnumerable<string>> Of(Silence silence) =>
        proposal => proposal.Owed.Where(owed => owed.Silence == silence).Select(owed => owed.By);
}
