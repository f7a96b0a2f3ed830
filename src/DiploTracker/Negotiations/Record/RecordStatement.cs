using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

public enum StatementKind { Announcement, Claim, Denial, Expectation, Threat, Context, Admission, Act }

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

/// <summary>
/// Somebody makes a statement; the speaker need not be a party. Or something is done on the ground, an <c>Act</c>: a
/// capture, a strike, a release, a violation.
/// </summary>
/// <param name="Id">Slug of the statement.</param>
/// <param name="Speaker">The speaker: USA.Trump, UNSC, AFP; of an act, if anybody reports it by name.</param>
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
    string Id, string? Speaker = null, [property: JsonRequired] Word<StatementKind> Kind = default,
    string? Quote = null, string? Language = null, string? Translation = null, string? Stance = null,
    Likelihood? Likelihood = null, Edtf? Expects = null, EquatableArray<string> About = default) : Command
{
    /// <summary>
    /// The side of it that is denied or admitted: existence (when left out), date, place, format, terms or outcome.
    /// </summary>
    public Aspect? Aspect { get; init; }

    /// <summary>Who did it, for an act; they need not be parties.</summary>
    [AddedLater, Seals(Sensitivity.Speaker)]
    public EquatableArray<string> By { get; init; }

    internal override IEnumerable<string> Mentioned => Speaker is null ? By : [Speaker, .. By];

    public override Decision Decide(Negotiation negotiation) =>
        !Slug.IsId(Id) ? Refusals.BadId("id", Id)
        : !Kind.IsKnown ? Refusals.UnknownWord(Problems.StatementKindUnknown, "kind", Kind)
        : IsUnsaid ? Refusals.Malformed("speaker", "name who said it")
        : By.Any(string.IsNullOrWhiteSpace) ? Refusals.Malformed("by", "name who did it")
        : !By.IsEmpty && Kind.Value != StatementKind.Act
            ? Refusals.Malformed("by", "only an Act is done by somebody; who says something is its `speaker`")
        : Expects is { Error: not null } ? Refusals.EdtfInvalid("expects", Expects)
        : negotiation.Statements.Contains(Id) ? Problems.StatementExists.Because($"'{Id}' is a statement of this negotiation already.")
        : About.FirstOrDefault(target => !negotiation.Knows(target)) is { } unknown
            ? Problems.AboutUnknown.Because($"Nothing called '{unknown}' was known in this negotiation at that time.")
        : Recorded;

    private bool IsUnsaid => Speaker is null ? Kind.Value != StatementKind.Act : string.IsNullOrWhiteSpace(Speaker);

    private StatementRecorded Recorded =>
        new(Id, Speaker, Kind.Value!.Value, Quote, Language, Translation, Stance, Likelihood, Expects, About)
        {
            Aspect = Aspect,
            By = By,
        };
}

[StoredAs("statement-recorded.v1")]
public sealed record StatementRecorded(
    string Id, string? Speaker, StatementKind Kind, string? Quote, string? Language, string? Translation,
    string? Stance, Likelihood? Likelihood, Edtf? Expects, EquatableArray<string> About) : DomainEvent
{
    public Aspect? Aspect { get; init; }

    [Seals(Sensitivity.Speaker)]
    public EquatableArray<string> By { get; init; }

    public override Negotiation Apply(Negotiation negotiation) =>
        About.Aggregate(negotiation with { Statements = negotiation.Statements.Add(Id) }, Spoken);

    private Negotiation Spoken(Negotiation negotiation, string about) => (Kind, Speaker) switch
    {
        (_, null) => negotiation,
        (StatementKind.Denial, _) => negotiation.Denied(about, Negotiation.PartyOf(Speaker), Denied),
        (StatementKind.Admission, _) => negotiation.Admitted(about, Negotiation.PartyOf(Speaker), Denied),
        // Who announces a thing no longer denies it.
        (StatementKind.Announcement, _) => negotiation.ActedOn(about, Speaker),
        _ => negotiation,
    };

    private Aspect Denied => Aspect ?? Negotiations.Aspect.Existence;

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() =>
        new RecordStatement(Id, Speaker, Kind, Quote, Language, Translation, Stance, Likelihood, Expects, About)
        {
            Aspect = Aspect,
            By = By,
        };

    public override string Describe() =>
        $"{Who}{OnSide}{(About.IsEmpty ? "" : $"{(Aspect is null ? " on" : " of")} {About.Names()}")}"
        + $"{(Likelihood is { } likelihood ? $", {Vocabulary<Likelihood>.WordOf(likelihood).Replace('-', ' ')}" : "")}"
        + $"{(Expects is null ? "" : $", expected {Expects}")}{(Translation ?? Quote).Quoting()}.";

    private string OnSide => Aspect is { } aspect ? $" on the {Vocabulary<Aspect>.WordOf(aspect)}" : "";

    private string Who => Kind != StatementKind.Act ? $"{Speaker} ({Kind})"
        : $"{(By.IsEmpty ? "" : $"{By.Names()} ")}({Kind}{(Speaker is null ? "" : $", as {Speaker} says")})";
}
