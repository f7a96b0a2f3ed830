using System.Collections.Concurrent;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>An embargo ends without an event; the rows of its negotiation are then recomputed.</summary>
internal sealed partial class ProjectionUpdater
{
    private readonly Embargoes _embargoes = new(database);

    /// <summary>When the next embargo of a negotiation ends.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _openings = new();

    private Audience _audience;

    /// <summary>
    /// A node that takes over checks every negotiation with an embargo once: it may have ended while no node looked.
    /// </summary>
    public async Task FindOpenings(CancellationToken cancellation)
    {
        await _embargoes.Look(cancellation);
        foreach (var negotiation in _embargoes.Negotiations)
            _openings[negotiation] = DateTimeOffset.MinValue;
    }

    /// <summary>
    /// Recomputes the rows of negotiations with an embargo that has ended, at the positions of the views.
    /// </summary>
    public async Task OpenWhatIsDue(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, CancellationToken cancellation)
    {
        _audience = await clock.Audience(cancellation);
        var due = _openings.Where(opening => !_audience.IsWithheld(opening.Value)).Select(opening => opening.Key).ToList();
        if (due.Count == 0 || views.Count == 0)
            return;

        foreach (var negotiation in due)
            _openings.TryRemove(negotiation, out _);
        foreach (var together in views.GroupBy(view => view.Position))
            await TakeAgain(connection, [.. together], due, cancellation);
    }

    private Timeline Seen(string negotiation, Timeline timeline)
    {
        if (timeline.Embargo.NextOpening(_audience) is { } next)
            _openings[negotiation] = next;
        return timeline.Embargo.SeenBy(_audience);
    }
}
