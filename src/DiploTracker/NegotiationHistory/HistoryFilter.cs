using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.Extensions.Primitives;

namespace DiploTracker.NegotiationHistory;

/// <summary>The facts of a history that a reader wants: those that pass all given filters.</summary>
internal sealed record HistoryFilter(
    IReadOnlySet<string>? Types, IReadOnlySet<string>? Parties, EdtfBound? From, EdtfBound? To)
{
    [Refuses("malformed", "edtf-invalid")]
    [TakesQuery("party",
        "Only facts that concern one of these parties: that name it, or are about something that it has a part in.",
        Type = typeof(IReadOnlyList<string>))]
    [TakesQuery("type", "Only facts of these types, as they are stored or without the version of their form.",
        Type = typeof(IReadOnlyList<string>))]
    [TakesQuery("from", "Only facts that may have occurred then or later.", Type = typeof(Edtf))]
    [TakesQuery("to", "Only facts that may have occurred then or earlier.", Type = typeof(Edtf))]
    public static (HistoryFilter? Filter, Refusal? Refusal) Read(IQueryCollection query)
    {
        var types = Split(query["type"]);
        if (types?.FirstOrDefault(type => !Stored(type).Any()) is { } none)
            return (null, NoType(none));
        var (from, badFrom) = Date(query, "from");
        var (to, badTo) = Date(query, "to");
        if ((badFrom ?? badTo) is { } refusal)
            return (null, refusal);
        if (from is not null && to is not null && from.First.IsAfter(to.Last))
            return (null, Refusals.Malformed("to", "it lies before `from`"));
        return (new HistoryFilter(types?.SelectMany(Stored).ToHashSet(), Split(query["party"]), from?.First, to?.Last),
            null);
    }

    public bool Takes(Fact fact, Timeline timeline) =>
        Types?.Contains(Language.NameOf(fact.Event)) != false
        && From?.IsAfter(fact.Event.Occurred.Last) != true
        && (To is not { } to || !fact.Event.Occurred.First.IsAfter(to))
        && Parties?.Overlaps(Concern.Of(fact, timeline)) != false;

    public static Refusal NoType(string given) => Refusals.Malformed(
        "type", $"'{given}' is no type of event; there are {string.Join(", ", Language.Events.Keys)}");

    /// <summary>The values of a filter, separated by commas; null if there is none.</summary>
    public static HashSet<string>? Split(StringValues values) =>
        values.SelectMany(text => Characters.Mended(text ?? "").Normalize()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet() is { Count: > 0 } given
            ? given : null;

    /// <summary>The stored types of a name with or without the version of its form.</summary>
    public static IEnumerable<string> Stored(string type) =>
        Language.Events.Keys.Where(stored =>
            stored == type || stored.StartsWith(type + ".v", StringComparison.Ordinal));

    private static (Edtf? Date, Refusal? Refusal) Date(IQueryCollection query, string name) =>
        !query.TryGetValue(name, out var text) ? (null, null)
        : Edtf.Of(text.ToString()) is var date && date.Error is null ? (date, null)
        : (null, Refusals.EdtfInvalid(name, date));
}
