using System.Text.Json.Nodes;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// Compares the tables of the views with the rows that the facts of a negotiation give, column by column.
/// </summary>
internal sealed class ViewDrift(NpgsqlDataSource database, ProjectionCatalogue catalogue, Timelines timelines, LogClock clock)
{
    // Rows whose embargo has just ended are still hidden in the tables for a moment.
    private static readonly TimeSpan Opening = TimeSpan.FromMinutes(1);

    /// <summary>The first difference; null if there is none, or if the views are still catching up.</summary>
    public async Task<Difference?> Check(string negotiation, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var builds = await ProjectionBuilds.Load(connection, cancellation);
        if (await IsBeingErased(connection, negotiation, cancellation))
            return null;

        // Read after the snapshot, so that it includes everything that the tables can show.
        var timeline = (await timelines.Reread(negotiation, cancellation, database)).Fresh.Timeline;
        if (timeline.Recorded is not [.., var last])
            return null;
        var audience = await clock.Audience(cancellation);
        var before = new Audience(audience.Now - Opening);
        var left = (await SetAside.Load(connection, cancellation)).Where(one => one.Left.Negotiation == negotiation).Select(one => (one.Left.View, one.Left.Build)).ToHashSet();
        foreach (var build in builds.Where(build => build.State == BuildState.Current && build.Position >= last.Position && !left.Contains((build.View, build.Number))))
            if (catalogue.Named(build.View) is { } view && view.Version == build.Version
                && await Of(connection, view, build, negotiation, timeline.Embargo.SeenBy(audience), cancellation) is { } difference
                && await Of(connection, view, build, negotiation, timeline.Embargo.SeenBy(before), cancellation) is not null)
                return difference;
        return null;
    }

    private static async Task<Difference?> Of(
        NpgsqlConnection connection, Projection view, Build build, string negotiation, Timeline timeline, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new RowWriter(view, build).Differing(negotiation, view.Rows(negotiation, new FactIndex(timeline))) },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation))
            return null;

        var (id, expected, shown) = (row.GetString(0), Row(row, 1), Row(row, 2));
        var column = expected is null || shown is null ? null
            : expected.Select(member => member.Key).First(name => !JsonNode.DeepEquals(expected[name], shown[name]));
        return new Difference(
            negotiation, timeline.Version, view.Name, column is null ? id : $"{id}/{column}",
            column is null ? expected : expected![column]?.DeepClone(), column is null ? shown : shown![column]?.DeepClone());
    }

    // Its key is destroyed, but the certificate that causes its rows to be recomputed is not recorded yet.
    private static async Task<bool> IsBeingErased(NpgsqlConnection connection, string negotiation, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("select exists (select from diplo.erasures where negotiation = $1 and certificate is null)", connection);
        ask.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        return await ask.ExecuteScalarAsync(cancellation) is true;
    }

    private static JsonObject? Row(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : JsonNode.Parse(row.GetString(column))!.AsObject();
}
