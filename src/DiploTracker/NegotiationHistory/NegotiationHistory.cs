using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;

namespace DiploTracker.NegotiationHistory;

/// <summary>A page of the facts of a negotiation.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryItem> Items, string? Next);

/// <summary>A fact as it was recorded, with its correction.</summary>
/// <param name="Basis">All its bases, corroborations included.</param>
/// <param name="Data">The fields of the fact beyond the common ones.</param>
/// <param name="Text">The fact as one plain sentence.</param>
/// <param name="Correction">The correction in force; null if the fact is uncorrected.</param>
/// <param name="Erased">The certificates of what was erased of it; empty if nothing was.</param>
public record HistoryItem(
    long Position, long Version, Guid Id, string Type, string Command, Edtf Occurred, DateTimeOffset RecordedAt, string RecordedBy, Phrase? Phrase,
    EquatableArray<Basis> Basis, [property: Holds(typeof(Marking))] string Marking, DateTimeOffset? EmbargoUntil,
    [property: Holds(typeof(object))] JsonElement Data, string Text, CorrectionView? Correction, EquatableArray<CertificateView> Erased)
{
    /// <summary>
    /// The principals or groups that it is for, if anything of it is RED; empty if it is for its recorder and the editors
    /// only. Absent if nothing is RED.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableArray<string>? Recipients { get; init; }

    /// <summary>The parts that have a marking of their own, by name; absent if none has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MarkedParts? MarkedParts { get; init; }

    /// <summary>A fact with the corroborations, the disclosure and the correction that came later.</summary>
    public static HistoryItem Of(Fact fact, Timeline timeline) =>
        Of(fact, timeline.Embargo.DisclosureOf(fact), timeline.Embargo.DefaultIfSet, [.. timeline.BasesOf(fact)],
            CorrectionView.Of(fact, timeline), CertificateView.Of(fact, timeline))
            with { EmbargoUntil = fact.Event is DisclosureChanged change ? change.EmbargoUntil : timeline.Embargo.EmbargoOf(fact) };

    /// <summary>A fact as it was recorded; later changes of it are facts of their own.</summary>
    public static HistoryItem AsRecorded(Fact fact) =>
        Of(fact, Disclosure.Of(fact.Event), unmarked: null, fact.Event.Basis, correction: null, erased: []);

    private static HistoryItem Of(
        Fact fact, Disclosure disclosure, Marking? unmarked, EquatableArray<Basis> basis, CorrectionView? correction,
        EquatableArray<CertificateView> erased) => new(
        fact.Position, fact.Version, fact.Id, Language.NameOf(fact.Event), fact.Metadata.Command, fact.Event.Occurred, fact.RecordedAt,
        fact.Metadata.By, fact.Event.Phrase, basis, Vocabulary<Marking>.WordOf(disclosure.Marking ?? unmarked ?? Negotiations.Marking.CLEAR),
        disclosure.EmbargoUntil, EventJson.Payload(fact.Event), fact.Event.Describe(), correction, erased)
    {
        Recipients = disclosure.IsRed ? disclosure.Recipients : null,
        MarkedParts = disclosure.MarkedParts,
    };
}

/// <summary>The correction of a fact, and what replaces it.</summary>
/// <param name="By">The event id of the correcting fact.</param>
/// <param name="Occurred">For an amendment, the current date.</param>
/// <param name="Data">For an amendment, the current fields.</param>
/// <param name="Text">For an amendment, the current sentence.</param>
public sealed record CorrectionView(
    CorrectionMode Mode, Guid By, string Reason, DateTimeOffset RecordedAt, string RecordedBy, Edtf? Occurred,
    [property: Holds(typeof(object))] JsonElement? Data, string? Text)
{
    public static CorrectionView? Of(Fact fact, Timeline timeline)
    {
        if (timeline.Corrections.Of(fact.Id) is not [.., var last])
            return null;

        var stands = last.Event.Replacement;
        return new CorrectionView(
            last.Event.Mode, last.Fact.Id, last.Event.Reason, last.Fact.RecordedAt, last.Fact.Metadata.By,
            stands?.Occurred, stands is null ? null : EventJson.Payload(stands), stands?.Describe());
    }
}

/// <summary>An erasure in a fact: of a person that it names, or of its words.</summary>
/// <param name="By">The event id of the certificate.</param>
/// <param name="Ground">Why.</param>
public sealed record CertificateView(Erasure What, Guid By, string Ground, DateTimeOffset RecordedAt, string RecordedBy)
{
    public static EquatableArray<CertificateView> Of(Fact fact, Timeline timeline)
    {
        if (!timeline.Recorded.Any(other => other.Event is SubjectErased))
            return [];

        var json = System.Text.Encoding.UTF8.GetString(EventJson.Write(fact.Event));
        return [.. from certificate in timeline.Recorded
                   let erased = certificate.Event as SubjectErased
                   where erased is not null && fact != certificate
                       && (erased.Fact == fact.Id || (erased.What == Erasure.Person && json.Contains(Erased.Person(erased.Key), StringComparison.Ordinal)))
                   select new CertificateView(erased.What, certificate.Id, erased.Ground, certificate.RecordedAt, certificate.Metadata.By)];
    }
}
