using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Statements;

/// <summary>A statement that somebody made, or an act on the ground.</summary>
/// <param name="Fact">The event id.</param>
/// <param name="Speaker">Who said it; null for an act that nobody reports by name.</param>
/// <param name="Party">The party for which the speaker speaks: USA for USA.Witkoff.</param>
/// <param name="Aspect">The side of it that is denied or admitted; null for its existence, and for other kinds.</param>
/// <param name="By">Who did it, for an act.</param>
/// <param name="Occurred">When it was said (EDTF).</param>
public sealed record Statement(
    string Negotiation, string Id, string Title, Guid Fact, string? Speaker, string? Party, StatementKind Kind, string? Quote, string? Language,
    string? Translation, string? Stance, Likelihood? Likelihood, Edtf? Expects, EquatableArray<string> About, Edtf Occurred, Phrase? Phrase,
    EquatableArray<Basis> Basis, DateTimeOffset RecordedAt, Aspect? Aspect, EquatableArray<string> By,
    EquatableArray<string> ContestedBy) : IProjectionRow;

/// <summary>The statements, with their speakers and subjects.</summary>
public sealed class StatementProjection : Projection<Statement>
{
    public override string Name => "statements";

    public override int Revision => 7;

    public override string Meaning => "Statements that stand, corrected where they were.";

    internal override IReadOnlyList<string> Indexes =>
        [
            $"({ProjectionQuery.InOrder("occurred_")}, negotiation, id)", "(recorded_at, negotiation, id)",
            "using hash (speaker)", "using gin (about)",
        ];

    protected override Func<Statement, IEnumerable<string?>> Searched => statement =>
    [
        statement.Title, statement.Quote, statement.Translation, statement.Phrase?.Text, statement.Stance, statement.Speaker,
        .. statement.By,
    ];

    protected override IReadOnlyList<Column<Statement>> Flat =>
    [
        Column<Statement>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<Statement>.Text("speaker", row => row.Speaker, "Who said it: RUS.Ushakov is Ushakov speaking for RUS."),
        Column<Statement>.Text("party", row => row.Party, "For whom."),
        Column<Statement>.Word<StatementKind>(
            "kind", row => row.Kind, "Announcement, Claim, Denial, Admission, Expectation, Threat, Context or Act."),
        Column<Statement>.Text("quote", row => row.Quote, "The words."),
        Column<Statement>.Text("language", row => row.Language, "Their language (BCP 47)."),
        Column<Statement>.Compared("language", row => row.Language),
        Column<Statement>.Text("translation", row => row.Translation, "The words in English."),
        Column<Statement>.Text("stance", row => row.Stance, "The stance taken: an open word."),
        Column<Statement>.Compared("stance", row => row.Stance),
        Column<Statement>.Word<Likelihood>("likelihood", row => row.Likelihood, "How likely the speaker holds it, in the words of ICD 203."),
        Column<Statement>.Text("expects", row => row.Expects?.Text, "When the speaker expects it (EDTF)."),
        Column<Statement>.Texts("about", row => row.About, "The ids of what it is about."),
        Column<Statement>.Word<Aspect>("aspect", row => row.Aspect, "The side of it that is denied or admitted."),
        Column<Statement>.Texts("by_actors", row => row.By, "Who did it, for an act."),
        Column<Statement>.Texts("contested_by", row => row.ContestedBy, "The parties that deny it."),
        Column<Statement>.Text("occurred", row => row.Occurred.Text, "When it was said (EDTF)."),
        .. Column<Statement>.Days("occurred_", row => row.Occurred, "that"),
        Column<Statement>.Time("recorded_at", row => row.RecordedAt, "When the tracker recorded it."),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) =>
        course.Scope.Things is { } scoped ? [.. scoped.Where(course.Head.Statements.Contains)] : null;

    protected override IEnumerable<Statement> Project(string negotiation, FactIndex course) =>
        from entry in course.Facts
        let said = entry.Event as StatementRecorded
        where said is not null && course.Scope.Has(said.Id)
        select new Statement(
            negotiation, said.Id, course.Head.Title, entry.Fact.Id, said.Speaker,
            said.Speaker is null ? null : Negotiation.PartyOf(said.Speaker), said.Kind, said.Quote, said.Language,
            said.Translation, said.Stance, said.Likelihood, said.Expects, said.About, said.Occurred, said.Phrase,
            [.. course.Timeline.BasesOf(entry.Fact)], entry.Fact.RecordedAt, said.Aspect, said.By,
            course.Head.ContestedBy(said.Id));
}

/// <summary>A page of statements.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record StatementPage(IReadOnlyList<Statement> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class StatementsEndpoint
{
    /// <summary>
    /// Statements of all negotiations, the latest first; <c>q</c> searches titles, quotes, translations and phrases in
    /// any script.
    /// </summary>
    [WolverineGet("/api/statements")]
    [EndpointName("listStatements")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<StatementPage>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) => views.Page<StatementProjection>(context, Filters);

    internal static void Filters(ProjectionQuery statements) => statements
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Text("speaker", "Only those of one of these speakers.")
        .Text("party", "Only those for one of these parties.")
        .Label("language", "Only those in one of these languages.")
        .Label("stance", "Only those that take one of these stances.")
        .Has("about", "Only those about all of these.", "about")
        .Has("by", "Only acts done by all of these.", "by_actors")
        .Word<StatementKind>("kind", "Only those of one of these kinds.")
        .Word<Likelihood>("likelihood", "Only those with one of these likelihoods.")
        .Dates("occurred_")
        .Search()
        .SortByDate("-occurred", "occurred_")
        .Sort("recorded", "t.recorded_at", "timestamptz");
}
