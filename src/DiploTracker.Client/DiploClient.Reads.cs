using System.Globalization;
using System.Runtime.CompilerServices;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>Where a negotiation stands, now or at a moment; with <paramref name="explain"/> also why.</summary>
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

    /// <summary>Every fact of a negotiation, page by page.</summary>
    public IAsyncEnumerable<HistoryItem> HistoryAsync(
        string key,
        HistoryOrder order = HistoryOrder.Occurred,
        Moment? moment = null,
        CancellationToken cancellation = default) =>
        AllAsync(after => HistoryPageAsync(key, order, moment, after, cancellation), cancellation);

    /// <summary>One page of the negotiations.</summary>
    public Task<Read<Page<NegotiationLine>>> ListPageAsync(
        NegotiationFilter? filter = null, string? after = null, CancellationToken cancellation = default) =>
        GetAsync<Page<NegotiationLine>>(
            "api/negotiations"
            + Query(("phase", filter?.Phase), ("party", filter?.Party), ("q", filter?.Q), ("after", after)),
            wait: null,
            cancellation);

    /// <summary>Every negotiation, page by page.</summary>
    public IAsyncEnumerable<NegotiationLine> ListAsync(
        NegotiationFilter? filter = null, CancellationToken cancellation = default) =>
        AllAsync(after => ListPageAsync(filter, after, cancellation), cancellation);

    /// <summary>What changed between two moments: times of knowing or of reporting, or EDTF dates of the world.</summary>
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

    private static async IAsyncEnumerable<T> AllAsync<T>(
        Func<string?, Task<Read<Page<T>>>> page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var read = await page(after);
            foreach (var item in read.Value.Items)
                yield return item;
            after = read.Value.Next;
        }
        while (after is not null);
    }

    private static (string, string?)[] At(Moment? moment) =>
    [
        ("asKnownAt", moment?.KnownAt?.ToString("O", CultureInfo.InvariantCulture)),
        ("asReportedAt", moment?.ReportedAt?.ToString("O", CultureInfo.InvariantCulture)),
        ("asOf", moment?.AsOf),
    ];
}
