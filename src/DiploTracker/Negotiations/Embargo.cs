using System.Text.Json.Nodes;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// Limits facts to what an audience may see: every read, view, refusal and event of the feed passes through here. The
/// persons and words of a fact under embargo are withheld; that it was recorded, its kind, ids, parties and dates are
/// not.
/// </summary>
public sealed partial class Embargo(Timeline timeline)
{
    /// <summary>The reference that makes a change of disclosure apply to the whole negotiation.</summary>
    private const string Whole = "negotiation";

    private Cut? _cut;

    private Dictionary<string, Disclosure>? _disclosed;

    /// <summary>
    /// The timeline as an audience may see it: persons and words under embargo are replaced by a notice of it.
    /// </summary>
    public Timeline SeenBy(Audience audience) => CutFor(audience).Timeline;

    /// <summary>When the next embargo ends for an audience; null if nothing is withheld from it.</summary>
    public DateTimeOffset? NextOpening(Audience audience) => CutFor(audience).Until;

    /// <summary>
    /// The end of the embargo on the persons and words of a fact; null if there never was one. It is the latest end of
    /// the embargoes of the fact itself (from the latest change of its disclosure, or else as recorded or amended), of
    /// the thing it belongs to, of the whole negotiation, and of the fact it is about: a correction, a corroboration, a
    /// change of disclosure or an erasure inherits the embargo of its target.
    /// </summary>
    public DateTimeOffset? EmbargoOf(Fact fact) => timeline.LatestEmbargo is null ? null : EmbargoOf(fact, []);

    /// <summary>The same for a parked command, as if it had been recorded.</summary>
    public DateTimeOffset? EmbargoOf(Command command)
    {
        var until = command switch
        {
            ChangeDisclosure => null,
            Correct { Replacement: { } replacement } => Later(command.EmbargoUntil, EmbargoIn(replacement)),
            _ => command.EmbargoUntil,
        };
        return timeline.LatestEmbargo is null ? until : Inherited(command is ChangeDisclosure change ? change.Ref : command.Thing, command.AboutFact, Later(until, ChangeOf(Whole)), []);
    }

    /// <summary>
    /// A refusal as an audience may see it: it can quote the facts in the way, and these may be withheld.
    /// </summary>
    public Refusal Redacted(Refusal refusal, Command command, DateTimeOffset received, Audience audience) =>
        NextOpening(audience) is null ? refusal : AsSeen(refusal, command, received, audience);

    /// <summary>
    /// Why a command is parked, as an audience may see it, from which its own words may be withheld; null if it fits
    /// now.
    /// </summary>
    public Refusal? WhyWaiting(Command command, DateTimeOffset received, Audience audience) =>
        timeline.Decider.Decide(command, received, audience).Refusal is not { } refusal ? null
        : EmbargoOf(command) is not { } until || !audience.IsWithheld(until) ? Redacted(refusal, command, received, audience)
        : command is Correct { Replacement: not null } ? WithoutWords(refusal)
        : AsSeen(refusal, Withheld.From(command, until), received, audience);

    /// <summary>
    /// A stored refusal as it may be repeated: if something that was open at the time is now under embargo, it reveals
    /// only its kind.
    /// </summary>
    /// <param name="version">The version at which it was first given.</param>
    public Refusal RedactedAgain(Refusal refusal, long version, Audience audience)
    {
        if (NextOpening(audience) is null || version >= timeline.Version)
            return refusal;
        var then = timeline.After((int)version);
        return then.Recorded.Any(fact => audience.IsWithheld(EmbargoOf(fact)) && !audience.IsWithheld(then.Embargo.EmbargoOf(fact)))
            ? WithoutWords(refusal)
            : refusal;
    }

    private Refusal AsSeen(Refusal refusal, Command command, DateTimeOffset received, Audience audience) =>
        SeenBy(audience).Decider.Decide(command, received, audience).Refusal is { } told && told.Problem == refusal.Problem ? told : WithoutWords(refusal);

    private static Refusal WithoutWords(Refusal refusal) =>
        refusal.Problem.Because($"{refusal.Problem.Title}. What stands in the way is in part under embargo.")
            with { Status = refusal.Status, MayPass = refusal.MayPass };

    /// <summary>True if a fact contains something that is withheld from an audience.</summary>
    internal bool IsWithheld(Fact fact, Audience audience) =>
        EmbargoOf(fact) is { } until && audience.IsWithheld(until) && Withheld.From(timeline.EventOf(fact), until) != timeline.EventOf(fact);

    private Cut CutFor(Audience audience)
    {
        if (!audience.IsWithheld(timeline.LatestEmbargo))
            return new Cut(timeline, audience.Now, Until: null);
        if (_cut is { } kept && kept.From <= audience.Now && audience.Now < kept.Until)
            return kept;

        DateTimeOffset? next = null;
        List<Fact> facts = [.. timeline.Recorded.Select(fact =>
        {
            if (EmbargoOf(fact) is not { } until || !audience.IsWithheld(until))
                return fact;
            next = next is null || until < next ? until : next;
            return fact with { Event = Withheld.From(fact.Event, until) };
        })];
        return next is null ? new Cut(timeline, audience.Now, Until: null) : _cut = new Cut(Timeline.Of(facts), audience.Now, next);
    }

    private DateTimeOffset? EmbargoOf(Fact fact, HashSet<Guid> asked)
    {
        if (!asked.Add(fact.Id))
            return null;
        var stands = timeline.EventOf(fact);
        var until = Disclosed(fact.Id.ToString()) is { SetsEmbargo: true } change
            ? change.EmbargoUntil
            : Later(EmbargoIn(fact.Event), EmbargoIn(stands));
        until = Inherited(fact.Event, Later(until, ChangeOf(Whole)), asked);
        return ReferenceEquals(stands, fact.Event) ? until : Inherited(stands, until, asked);
    }

    private DateTimeOffset? Inherited(DomainEvent @event, DateTimeOffset? until, HashSet<Guid> asked) =>
        Inherited(@event is DisclosureChanged change ? change.Ref : @event.Thing, @event.AboutFact, until, asked);

    private DateTimeOffset? Inherited(string? thing, Guid? about, DateTimeOffset? until, HashSet<Guid> asked)
    {
        if (thing is not null)
            until = Later(until, ChangeOf(thing));
        return about is { } id && timeline.Fact(id) is { } target ? Later(until, EmbargoOf(target, asked)) : until;
    }

    /// <summary>The embargo from the change of disclosure in force for a reference.</summary>
    private DateTimeOffset? ChangeOf(string reference) => Disclosed(reference)?.EmbargoUntil;

    /// <summary>
    /// What the changes of disclosure of a reference say that were not retracted, as corrections left them; null if
    /// there are none.
    /// </summary>
    private Disclosure? Disclosed(string reference)
    {
        if (timeline.Disclosures.IsEmpty)
            return null;
        if (_disclosed is null)
        {
            Dictionary<string, Disclosure> holding = [];
            foreach (var change in timeline.Disclosures.Where(change => !timeline.Corrections.IsRetracted(change.Id)))
                if (timeline.EventOf(change) is DisclosureChanged stands)
                    holding[stands.Reference] =
                        holding.GetValueOrDefault(stands.Reference)?.After(stands) ?? Disclosure.Of(stands);
            _disclosed = holding;
        }
        return _disclosed.GetValueOrDefault(reference);
    }

    /// <summary>The embargo that an event sets on itself. A change of disclosure sets that of its target.</summary>
    private static DateTimeOffset? EmbargoIn(DomainEvent @event) => @event switch
    {
        DisclosureChanged => null,
        RecordCorrected { Replacement: { } replacement } => Later(@event.EmbargoUntil, EmbargoIn(replacement)),
        _ => @event.EmbargoUntil,
    };

    // As sent it is JSON, which is not parsed before the fact it replaces is known.
    private static DateTimeOffset? EmbargoIn(Replacement replacement) =>
        replacement.Command is { } command ? command.EmbargoUntil
        : replacement.Json is { } json ? EmbargoIn(JsonNode.Parse(json))
        : null;

    private static DateTimeOffset? EmbargoIn(JsonNode? node) => node is not JsonObject members ? null : members.Aggregate(
        default(DateTimeOffset?), (until, member) => Later(until, member is { Key: "embargoUntil", Value: JsonValue value }
            ? value.TryGetValue(out string? text) && Rfc3339JsonConverter.TryParse(text, out var time) ? time : null
            : EmbargoIn(member.Value)));

    /// <summary>The later of an embargo and those anywhere in an event.</summary>
    internal static DateTimeOffset? Later(DateTimeOffset? one, DomainEvent @event) =>
        Later(@event is RecordCorrected { Replacement: { } replacement } ? Later(one, replacement) : one, @event.EmbargoUntil);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    /// <param name="From">The start of its validity.</param>
    /// <param name="Until">The end of its validity; null if it has none.</param>
    private sealed record Cut(Timeline Timeline, DateTimeOffset From, DateTimeOffset? Until);

    /// <summary>Who may see a fact: as the changes of its disclosure say, over what was recorded with it.</summary>
    public Disclosure DisclosureOf(Fact fact) =>
        Disclosed(fact.Id.ToString())?.Over(fact.Event) ?? Disclosure.Of(fact.Event);
}

/// <summary>Replaces persons and words by a notice that they are under embargo. A blank text stays as it is.</summary>
internal sealed class Withheld(DateTimeOffset until) : SensitiveValues
{
    /// <summary>The replacement for any person.</summary>
    public const string Person = "under-embargo";

    private readonly string _said = Said(until);

    public static string Said(DateTimeOffset until) => $"[under embargo until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}]";

    public static DomainEvent From(DomainEvent @event, DateTimeOffset until) =>
        EventJson.Read(Language.NameOf(@event), EventJson.Write(@event, new Withheld(until)));

    public static Command From(Command command, DateTimeOffset until) =>
        CommandJson.Read(command.GetType(), CommandJson.Write(command, new Withheld(until)), values: null);

    protected override string Name(string name) => Person;

    protected override string Text(string text) => string.IsNullOrWhiteSpace(text) ? text : _said;
}
