using System.Collections.Concurrent;
using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Views;

/// <summary>An embargo ends without anything being recorded: then the rows of its negotiation are made anew.</summary>
internal sealed partial class ViewApplier
{
    /// <summary>When something of a negotiation opens next.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _openings = new();

    private DateTimeOffset _now;

    /// <summary>Who takes over looks once at every negotiation that knows of an embargo: it may have ended while nobody looked.</summary>
    public async Task FindOpenings(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand(
            """
            select distinct stream_id from mt_events
            where jsonb_exists(data, 'embargoUntil') or jsonb_exists(data -> 'replacement', 'embargoUntil')
            """, connection) { CommandTimeout = 0 };
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            _openings[rows.GetString(0)] = DateTimeOffset.MinValue;
    }

    /// <summary>Makes the rows of what has opened anew, where the views stand.</summary>
    public async Task OpenWhatIsDue(NpgsqlConnection connection, IReadOnlyList<Followed> views, CancellationToken cancellation)
    {
        _now = await clock.Now(cancellation);
        var due = _openings.Where(opening => opening.Value <= _now).Select(opening => opening.Key).ToList();
        if (due.Count == 0 || views.Count == 0)
            return;

        foreach (var negotiation in due)
            _openings.TryRemove(negotiation, out _);
        foreach (var together in views.GroupBy(view => view.Position))
            await TakeAgain(connection, [.. together], due, cancellation);
    }

    private Timeline Opened(string negotiation, Timeline timeline)
    {
        if (timeline.NextOpening(_now) is { } next)
            _openings[negotiation] = next;
        return timeline.Open(_now);
    }
}
