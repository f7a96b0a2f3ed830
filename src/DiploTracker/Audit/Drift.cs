using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Database;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>A difference between a view and the facts.</summary>
/// <param name="View">memory or fold; or the name of a view.</param>
/// <param name="Expected">
/// The value that the facts give, read and folded again; null, like the value shown, while part of the negotiation is
/// under embargo.
/// </param>
public sealed record Difference(string Negotiation, long Version, string View, string Path, JsonNode? Expected, JsonNode? Shown);

/// <summary>
/// Folds a negotiation again from the log and compares it with what this node and the database show of it.
/// </summary>
public sealed class Drift(BackgroundDatabase background, Timelines timelines, ProjectionCatalogue catalogue, LogClock clock)
{
    private readonly ViewDrift _views = new(background.Source, catalogue, timelines, clock);

    /// <summary>The first difference, or null if there is none.</summary>
    public async Task<Difference?> Check(string negotiation, CancellationToken cancellation) =>
        await Found(negotiation, cancellation) is not { } difference ? null
        : (await timelines.Current(negotiation, cancellation)).Known.Timeline.Embargo.NextOpening(await clock.Audience(cancellation)) is null ? difference
        : difference with { Expected = null, Shown = null };

    private async Task<Difference?> Found(string negotiation, CancellationToken cancellation)
    {
        var (fresh, kept) = await timelines.Reread(negotiation, cancellation, background.Source);
        var version = fresh.Timeline.Version;
        var expected = Shown(negotiation, fresh.Timeline);
        var stepwise = fresh.Timeline.Recorded.Aggregate(Timeline.Empty, (grown, fact) => grown.With(fact));
        if (First(expected, Shown(negotiation, stepwise)) is { } fold)
            return new Difference(negotiation, version, "fold", fold.Path, fold.Expected, fold.Shown);
        if (kept is not null && kept.Timeline.Version == version && First(expected, Shown(negotiation, kept.Timeline)) is { } memory)
            return new Difference(negotiation, version, "memory", memory.Path, memory.Expected, memory.Shown);
        return await _views.Check(negotiation, cancellation);
    }

    /// <summary>Some negotiations, chosen at random.</summary>
    public async Task<IReadOnlyList<string>> Some(int count, CancellationToken cancellation)
    {
        // Samples pages with a hundred times the rows asked for: sorting all rows takes longer the more there are.
        await using var choose = background.Source.CreateCommand(
            """
            select id from mt_streams
            tablesample system (least(100, 100 * 100.0 * $1 / greatest(1, (select reltuples from pg_class where oid = 'mt_streams'::regclass))))
            order by random() limit $1
            """);
        choose.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var rows = await choose.ExecuteReaderAsync(cancellation);
        List<string> chosen = [];
        while (await rows.ReadAsync(cancellation))
            chosen.Add(rows.GetString(0));
        return chosen;
    }

    private static JsonNode Shown(string key, Timeline timeline) =>
        JsonSerializer.SerializeToNode(Statuses.NegotiationStatus.Of(key, timeline), Json.Options)!;

    private static (string Path, JsonNode? Expected, JsonNode? Shown)? First(JsonNode expected, JsonNode shown)
    {
        foreach (var name in expected.AsObject().Select(member => member.Key).Union(shown.AsObject().Select(member => member.Key)))
            if (!JsonNode.DeepEquals(expected[name], shown[name]))
                return (name, expected[name]?.DeepClone(), shown[name]?.DeepClone());
        return null;
    }
}
