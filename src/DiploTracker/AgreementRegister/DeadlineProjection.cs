using System.Text.Json.Serialization;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.AgreementRegister;

/// <summary>A deadline as its negotiation shows it, with the dates it had before.</summary>
public sealed record BoardDeadline : DeadlineView, IProjectionRow
{
    internal BoardDeadline(DeadlineView deadline) : base(deadline)
    {
    }

    // Read back from the view: all members come from the row.
    [JsonConstructor]
    private BoardDeadline() : base("", Kernel.Edtf.Of(""), default, 0, null, null, [])
    {
    }

    public required string Negotiation { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<string> Parties { get; init; }

    /// <summary>It has passed, by the clock of the database, and nobody has recorded how it closed.</summary>
    public bool? Overdue { get; init; }

    /// <summary>The dates before each extension or narrowing, the earliest first (EDTF).</summary>
    public required IReadOnlyList<Kernel.Edtf> Before { get; init; }

    /// <summary>The original wordings used for it, in their languages.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }
}

/// <summary>The deadlines: running, overdue, extended, met, missed, called off.</summary>
public sealed class DeadlineProjection : Projection<BoardDeadline>
{
    public override string Name => "deadlines";

    public override int Revision => 7;

    public override string Meaning => "Deadlines as they stand now.";

    internal override IReadOnlyList<DashboardColumn> Shown =>
        [.. AsStored, new("overdue", "(t.status = 'Running' and t.passed_at < now())", "It has passed, and nobody has recorded it as met or missed.")];

    internal override IReadOnlyList<string> Indexes => ["(end_in_order, negotiation, id)"];

    protected override Func<BoardDeadline, IEnumerable<string?>> Searched => deadline => [deadline.Title, deadline.Id, deadline.Subject, .. deadline.Phrases];

    protected override IReadOnlyList<Column<BoardDeadline>> Flat =>
    [
        Column<BoardDeadline>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<BoardDeadline>.Text("subject", row => row.Subject, "What is to be done."),
        Column<BoardDeadline>.Word<DeadlineStatus>("status", row => row.Status, "Running, Met, Missed or CalledOff."),
        Column<BoardDeadline>.Text("when_edtf", row => row.When.Text, "By when (EDTF)."),
        .. Column<BoardDeadline>.Days("", row => row.When, "the deadline"),
        Column<BoardDeadline>.Passed("passed_at", row => row.When, "it"),
        Column<BoardDeadline>.Text("end_in_order", row => row.When.Last.InOrder, "The place of its end.") with { IsInternal = true },
        Column<BoardDeadline>.Integer("extensions", row => row.Extensions, "How often it was extended."),
        Column<BoardDeadline>.Text("by_party", row => row.By, "The party that set it."),
        Column<BoardDeadline>.Texts("to_parties", row => row.To, "The parties that are to meet it."),
        Column<BoardDeadline>.Texts("contested_by", row => row.ContestedBy, "The parties that deny it."),
        Column<BoardDeadline>.Texts("concerns", row => row.Concerns.Select(link => link.Id), "What it is set for."),
        Column<BoardDeadline>.Texts("parties", row => row.Parties, "The parties to the negotiation."),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) => course.ThingsIn(course.Head.Deadlines);

    protected override IEnumerable<BoardDeadline> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        return course.InScope(head.Deadlines).Select(deadline => new BoardDeadline(DeadlineView.Of(deadline, head))
        {
            Negotiation = negotiation,
            Title = head.Title,
            Parties = [.. head.Parties.Where(party => !party.Left).Select(party => party.Code)],
            Before = [.. course.Of(deadline.Id).Select(entry => entry.Event).OfType<DeadlineSet>().Select(set => set.When).SkipLast(1)],
            Phrases = [.. course.PhrasesOf(deadline.Id)],
        });
    }
}
