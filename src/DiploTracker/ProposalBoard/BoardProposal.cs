using System.Text.Json.Serialization;
using DiploTracker.Kernel;
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
public sealed record OwedAnswer(string By, IReadOnlyList<string> To, Edtf Since, Silence Silence, Edtf? LastHeard);

/// <summary>A proposal as its negotiation shows it, with the answers that are still owed.</summary>
public sealed record BoardProposal : ProposalView, IProjectionRow
{
    internal BoardProposal(ProposalView proposal) : base(proposal)
    {
    }

    // Read back from the view: all members come from the row.
    [JsonConstructor]
    private BoardProposal() : base(
        "", [], [], [], "", null, default, default, new Dictionary<string, AnswerView>(), null, null, Edtf.Of(""), null, [])
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
    public Edtf? Settled { get; init; }

    /// <summary>
    /// Minimum number of seconds from when it was made until it was settled, or until now by the clock of the database;
    /// null if that is unknown.
    /// </summary>
    public long? Age { get; init; }

    /// <summary>
    /// The bound from which its age counts, by which it had certainly been made; null if that is unknown.
    /// </summary>
    [JsonIgnore]
    internal EdtfBound? Made => ClosedBound(OpenSince);

    /// <summary>
    /// When it was settled, by the clock that <see cref="Made"/> is read on: where one of the two has no time, the days
    /// between them count.
    /// </summary>
    [JsonIgnore]
    internal DateTimeOffset? SettledBy => (Settled is null ? null : ClosedBound(Settled), Made) switch
    {
        ({ Instant: not null } settled, { Instant: not null }) => settled.PassedAt,
        ({ } settled, { } made) =>
            Edtf.Instant(made.PassedAt.UtcTicks + (settled.Day - made.Day) * TimeSpan.TicksPerDay),
        _ => null,
    };

    // Its end or, if that is open, its beginning.
    private static EdtfBound? ClosedBound(Edtf date) =>
        date.Last != EdtfBound.End ? date.Last : date.First != EdtfBound.Beginning ? date.First : null;
}
