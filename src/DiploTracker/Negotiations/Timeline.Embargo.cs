using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
    private Opened? _opened;

    /// <summary>The latest embargo that any fact was given; null when none was. Most timelines know of none.</summary>
    private DateTimeOffset? LatestEmbargo { get; init; }

    /// <summary>The timeline as it may be read at a moment: what is under embargo until later says only that.</summary>
    public Timeline Open(DateTimeOffset now) => OpenedAt(now).Timeline;

    /// <summary>When the next embargo ends; null when nothing is under one any more.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now) => OpenedAt(now).Until;

    /// <summary>Until when title and subject are under embargo, those that correct them included; null when they never were.</summary>
    public DateTimeOffset? TitleOpens => LatestEmbargo is null ? null : Recorded
        .Where(fact => fact.Event is NegotiationOpened || fact.Event is RecordCorrected corrected && Fact(corrected.Fact)?.Event is NegotiationOpened)
        .Max(EmbargoOf);

    /// <summary>A refusal as it may be told at a moment: it can quote the facts that stand in the way, and these be under embargo.</summary>
    public Refusal Told(Refusal refusal, Command command, DateTimeOffset now) =>
        NextOpening(now) is null ? refusal
        : Open(now).Decide(command, now).Refusal is { } told && told.Problem == refusal.Problem ? told
        : refusal.Problem.Because($"{refusal.Problem.Title}. What stands in the way is in part under embargo.")
            with { Status = refusal.Status, MayPass = refusal.MayPass };

    private Opened OpenedAt(DateTimeOffset now)
    {
        if (LatestEmbargo is null || LatestEmbargo <= now)
            return new Opened(this, now, Until: null);
        if (_opened is { } kept && kept.From <= now && now < kept.Until)
            return kept;

        DateTimeOffset? next = null;
        List<Fact> facts = [.. Recorded.Select(fact =>
        {
            if (EmbargoOf(fact) is not { } until || until <= now)
                return fact;
            next = next is null || until < next ? until : next;
            return fact with { Event = Withheld.From(fact.Event, until) };
        })];
        return next is null ? new Opened(this, now, Until: null) : _opened = new Opened(Of(facts), now, next);
    }

    /// <summary>As the latest change of its disclosure says; what corrects a fact is under its embargo too.</summary>
    private DateTimeOffset? EmbargoOf(Fact fact) => fact.Event is RecordCorrected corrected
        ? Later(DisclosureOf(fact).EmbargoUntil, Fact(corrected.Fact) is { } target && target.Version < fact.Version ? EmbargoOf(target) : null)
        : DisclosureOf(fact).EmbargoUntil;

    private static DateTimeOffset? Later(DateTimeOffset? one, DomainEvent @event) =>
        Later(Later(one, @event.EmbargoUntil), (@event as RecordCorrected)?.Replacement?.EmbargoUntil);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    /// <param name="From">From when on it may be read so.</param>
    /// <param name="Until">Until when; null for ever.</param>
    private sealed record Opened(Timeline Timeline, DateTimeOffset From, DateTimeOffset? Until);
}

/// <summary>Says in the place of persons and words that they are under embargo.</summary>
internal sealed class Withheld(DateTimeOffset until) : SensitiveValues
{
    private readonly string _said = Said(until);

    public static string Said(DateTimeOffset until) => $"[under embargo until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}]";

    /// <summary>A fact by itself, as it was recorded.</summary>
    public static Fact At(DateTimeOffset now, Fact fact) =>
        new[] { fact.Event.EmbargoUntil, (fact.Event as RecordCorrected)?.Replacement?.EmbargoUntil }.Max() is { } until && until > now
            ? fact with { Event = From(fact.Event, until) }
            : fact;

    public static DomainEvent From(DomainEvent @event, DateTimeOffset until) =>
        EventJson.Read(Language.NameOf(@event), EventJson.Write(@event, new Withheld(until)));

    protected override string Name(string name) => "under-embargo";

    protected override string Text(string text) => _said;
}
