using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

public enum StatementKind { Announcement, Claim, Denial, Expectation, Threat, Context }

/// <summary>
/// The speaker's estimate of likelihood, in the words of Intelligence Community Directive 203 (ODNI, 2015).
/// </summary>
public enum Likelihood
{
    [JsonStringEnumMemberName("almost-no-chance")] AlmostNoChance,
    [JsonStringEnumMemberName("very-unlikely")] VeryUnlikely,
    [JsonStringEnumMemberName("unlikely")] Unlikely,
    [JsonStringEnumMemberName("roughly-even-chance")] RoughlyEvenChance,
    [JsonStringEnumMemberName("likely")] Likely,
    [JsonStringEnumMemberName("very-likely")] VeryLikely,
    [JsonStringEnumMemberName("almost-certain")] AlmostCertain,
}

/// <summary>Somebody makes a statement; the speaker need not be a party.</summary>
/// <param name="Id">Slug of the statement.</param>
/// <param name="Speaker">The speaker: USA.Trump, UNSC, AFP.</param>
/// <param name="Kind">The kind of statement.</param>
/// <param name="Quote">The words.</param>
/// <param name="Language">The language of the quote, a BCP 47 tag.</param>
/// <param name="Translation">The words in English.</param>
/// <param name="Stance">Supports, Opposes, DeclinesToComment, ...</param>
/// <param name="Likelihood">The likelihood of what is expected.</param>
/// <param name="Expects">When the speaker expects it (EDTF).</param>
/// <param name="About">The ids of what it is about, or <c>negotiation</c>; a retracted thing can be denied.</param>
[Records<StatementRecorded>]
[Refuses("about-unknown", "statement-exists", "statement-kind-unknown")]
public sealed record RecordStatement(
    string Id, string Speaker, Word<StatementKind> Kind, string? Quote = null, string? Language = null, string? Translation = null,
    string? Stance = null, Likelihood? Likelihood = null, Edtf? Expects = null, EquatableArray<string> About = default) : Command
{
    internal override IEnumerable<string> Mentioned => [Speaker];

    public override Decision Decide(Negotiation negotiation) =>
        !Slug.IsId(Id) ? Refusals.BadId("id", Id)
        : string.IsNullOrWhiteSpace(Speaker) ? Refusals.Malformed("speaker", "name who said it")
        : !Kind.IsKnown ? Refusals.UnknownWord(Problems.StatementKindUnknown, "kind", Kind)
        : Expects is { Error: not null } ? Refusals.EdtfInvalid("expects", Expects)
        : negotiation.Statements.Contains(Id) ? Problems.StatementExists.Because($"'{Id}' is a statement of this negotiation already.")
        : About.FirstOrDefault(target => !negotiation.Knows(target)) is { } unknown
            ? Problems.AboutUnknown.Because($"Nothing called '{unknown}' was known in this negotiation at that time.")
        : new StatementRecorded(Id, Speaker, Kind.Value!.Value, Quote, Language, Translation, Stance, Likelihood, Expects, About);
}

[StoredAs("statement-recorded.v1")]
public sealed record StatementRecorded(
    string Id, string Speaker, StatementKind Kind, string? Quote, string? Language, string? Translation, string? Stance,
    Likelihood? Likelihood, Edtf? Expects, EquatableArray<string> About) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with
    {
        Statements = negotiation.Statements.Add(Id),
        Meetings = Kind == StatementKind.Denial ? About.Aggregate(negotiation.Meetings, Contest) : negotiation.Meetings,
    };

    private KeyedList<Meeting> Contest(KeyedList<Meeting> meetings, string meeting) => meetings.Change(meeting, contested => contested with
    {
        ContestedBy = contested.ContestedBy.Union([Negotiation.PartyOf(Speaker)]),
    });

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() =>
        new RecordStatement(Id, Speaker, Kind, Quote, Language, Translation, Stance, Likelihood, Expects, About);

    public override string Describe() =>
        $"{Speaker} ({Kind}){(About.IsEmpty ? "" : $" on {About.Names()}")}"
        + $"{(Likelihood is { } likelihood ? $", {Vocabulary<Likelihood>.WordOf(likelihood).Replace('-', ' ')}" : "")}"
        + $"{(Expects is null ? "" : $", expected {Expects}")}{(Translation ?? Quote).Quoting()}.";
}
