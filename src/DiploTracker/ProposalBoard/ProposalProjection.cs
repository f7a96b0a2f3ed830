using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.ProposalBoard;

/// <summary>Who owes whom an answer, and since when; silence, no comment and nothing at all are kept apart.</summary>
public sealed class ProposalProjection : Projection<BoardProposal>
{
    public override string Name => "proposals";

    public override int Revision => 7;

    public override string Meaning => "Proposals and invitations as they stand now, with who still owes an answer.";

    internal override IReadOnlyList<DashboardColumn> Shown =>
    [
        .. AsStored,
        new("age", "coalesce(t.settled_by, now()) - t.made_by", "For how long it was open at least, if that is known."),
    ];

    internal override IReadOnlyList<string> Indexes => ["(made_in_order, negotiation, id)", "(status)", "using gin (owed_by)"];

    protected override Func<BoardProposal, IEnumerable<string?>> Searched => proposal =>
        [proposal.Title, proposal.Id, proposal.About, proposal.Summary, .. proposal.Answers.Values.SelectMany(answer => answer.Conditions), .. proposal.Phrases];

    protected override IReadOnlyList<Column<BoardProposal>> Flat =>
    [
        Column<BoardProposal>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<BoardProposal>.Text("about", row => row.About, "What it is about: Meeting, Venue, Ceasefire, Terms, …: an open word."),
        Column<BoardProposal>.Compared("about", row => row.About),
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
        Column<BoardProposal>.Time(
            "made_by", row => Finite(row.Made?.PassedAt), "By then it had been made for certain; null when that cannot be said."),
        Column<BoardProposal>.Text("made_in_order", row => row.Made?.InOrder ?? "~", "Its place by that.") with { IsInternal = true },
        Column<BoardProposal>.Text("settled", row => row.Settled?.Text, "When it was settled (EDTF)."),
        Column<BoardProposal>.Time(
            "settled_by", row => Finite(row.SettledBy), "When that was, on the clock that made_by is read on."),
        Column<BoardProposal>.Texts("through", row => row.Through, "Who carried it."),
        Column<BoardProposal>.ComparedEach("through", row => row.Through),
        Column<BoardProposal>.Text("respond_by", row => row.RespondBy?.Text, "By when an answer is asked for (EDTF)."),
        Column<BoardProposal>.Passed("respond_passed_at", row => row.RespondBy, "that"),
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

    internal override IReadOnlyCollection<string>? Things(FactIndex course) => course.ThingsIn(course.Head.Proposals);

    protected override IEnumerable<BoardProposal> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        var blocking = Blocking.In(head);
        var counters = Counters.In(head);
        foreach (var proposal in course.InScope(head.Proposals))
        {
            var meeting = head.Meetings[proposal.Id];
            IReadOnlyList<OwedAnswer> owed = [.. OwedAnswers.On(proposal, meeting, counters, head)];
            yield return new BoardProposal(ProposalView.Of(proposal, head, blocking))
            {
                Negotiation = negotiation,
                Title = head.Title,
                Owed = owed,
                Settled = owed is [] ? Settled(proposal, meeting, counters, head) : null,
                Phrases = [.. course.PhrasesOf(proposal.Id)],
            };
        }
    }

    /// <summary>The first date on which nobody owed an answer to it any more.</summary>
    private static Edtf? Settled(
        Proposal proposal, Meeting? meeting, Counters counters, Negotiation negotiation) => First(new[]
        {
            meeting is null ? First(DatesOf(proposal.Answers.Where(given => given.Answer == Answer.Rejected))) : null,
            proposal.IsAnnouncedJointly ? proposal.OpenSince : LastAnswered(proposal, negotiation),
            counters.AcceptedOf(proposal) is { } accepted ? Last(DatesOf(accepted.Answers)) : null,
            proposal.ClosedOn,
            meeting is { Status: MeetingStatus.Held or MeetingStatus.UnderWay } ? meeting.When : null,
        }.OfType<Edtf>());

    /// <summary>When the last addressee answered or, where it never did, left; null if one still owes an answer.</summary>
    private static Edtf? LastAnswered(Proposal proposal, Negotiation negotiation)
    {
        List<Edtf?> dates = [.. proposal.To.Select(addressee =>
            proposal.IsAnsweredBy(addressee) ? proposal.AnsweredOn(addressee)
            : proposal.Left.Contains(addressee) ? negotiation.Parties[addressee]?.LeftOn
            : null)];
        return dates.Contains(null) ? null : Last(dates.OfType<Edtf>());
    }

    private static IEnumerable<Edtf> DatesOf(IEnumerable<GivenAnswer> answers) =>
        answers.Select(given => given.Occurred);

    private static Edtf? First(IEnumerable<Edtf> dates) => dates.Aggregate(
        default(Edtf), (first, date) => first is null || first.EndsAfter(date) ? date : first);

    private static Edtf? Last(IEnumerable<Edtf> dates) => dates.Aggregate(
        default(Edtf), (last, date) => last is null || !last.EndsAfter(date) ? date : last);

    // Of a year that the clock of the database does not reach, nothing is counted.
    // The database subtracts no infinite times. A proposal settled long before it was made has the age 0.
    private static DateTimeOffset? Finite(DateTimeOffset? time) =>
        time == DateTimeOffset.MaxValue ? null
        : time == DateTimeOffset.MinValue ? DateTimeOffset.MinValue.AddDays(1)
        : time;

    private static Func<BoardProposal, IEnumerable<string>> Of(Silence silence) =>
        proposal => proposal.Owed.Where(owed => owed.Silence == silence).Select(owed => owed.By);
}
