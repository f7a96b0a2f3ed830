using System.Globalization;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>The status of a negotiation, now or at a moment; with <paramref name="explain"/> also why.</summary>
    public Task<Read<NegotiationStatus>> StatusAsync(
        string key,
        Moment? moment = null,
        bool explain = false,
        WaitFor? wait = null,
        CancellationToken cancellation = default) =>
        GetAsync<NegotiationStatus>(
            Negotiation(key) + Query([.. At(moment), ("explain", explain ? "true" : null)]), wait, cancellation);

    /// <summary>One page of the facts of a negotiation.</summary>
    public Task<Read<Page<HistoryItem>>> HistoryPageAsync(
        string key,
        HistoryOrder order = HistoryOrder.Occurred,
        Moment? moment = null,
        string? after = null,
        CancellationToken cancellation = default) =>
        GetAsync<Page<HistoryItem>>(
            $"{Negotiation(key)}/history"
            + Query([("order", order.ToString().ToLowerInvariant()), ("after", after), .. At(moment)]),
            wait: null,
            cancellation);

    /// <summary>One page of the negotiations.</summary>
    public Task<Read<Page<NegotiationLine>>> ListPageAsync(
        NegotiationFilter? filter = null, string? after = null, CancellationToken cancellation = default) =>
        GetAsync<Page<NegotiationLine>>(
            "api/negotiations"
            + Query(("phase", filter?.Phase), ("party", filter?.Party), ("q", filter?.Q), ("after", after)),
            wait: null,
            cancellation);

    /// <summary>The changes between two moments: recorded or reported times, or EDTF dates of the world.</summary>
    public Task<Read<NegotiationDiff>> DiffAsync(
        string key,
        string from,
        string to,
        DiffAxis axis = DiffAxis.Known,
        CancellationToken cancellation = default) =>
        GetAsync<NegotiationDiff>(
            $"{Negotiation(key)}/diff"
            + Query(("from", from), ("to", to), ("axis", axis.ToString().ToLowerInvariant())),
            wait: null,
            cancellation);

    private static (string, string?)[] At(Moment? moment) =>
    [
        ("asKnownAt", moment?.KnownAt?.ToString("O", CultureInfo.InvariantCulture)),
        ("asReportedAt", moment?.ReportedAt?.ToString("O", CultureInfo.InvariantCulture)
            ?? moment?.ReportedOn?.ToString("O", CultureInfo.InvariantCulture)),
        ("asOf", moment?.AsOf),
    ];
}
