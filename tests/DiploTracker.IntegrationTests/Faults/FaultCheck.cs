using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>Does the log hold what the clients of a <see cref="FaultLoad"/> were told, once each, and nothing else?</summary>
internal static class FaultCheck
{
    /// <param name="opened">How many events there were besides those of the load: the openings.</param>
    public static async Task HoldsAsync(string database, FaultLoad load, int opened)
    {
        var rows = await RowsAsync(database);
        rows.Select(row => row.Position).ShouldBe(Enumerable.Range(1, rows.Count).Select(position => (long)position), "positions without gaps");
        foreach (var stream in rows.GroupBy(row => row.Negotiation))
            stream.Select(row => row.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(version => (long)version), $"versions of {stream.Key}");

        var all = load.All;
        all.ShouldAllBe(sent => sent.Refused == null);
        var recorded = rows.ToLookup(row => row.Command);
        foreach (var sent in all)
            recorded[sent.Key].ShouldHaveSingleItem().Id.ShouldBe(sent.Event.ShouldNotBeNull(), "recorded once, as the event that was answered");
        rows.Count.ShouldBe(opened + all.Count, "nothing else");
        load.Read.ShouldBe(rows.Select(row => $"{row.Position}-{row.Id.ToString("N")[20..]}"), "the feed gave each event once and in order");
    }

    private static async Task<List<Row>> RowsAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var select = new NpgsqlCommand("select seq_id, stream_id, version, id, (headers ->> 'commandId')::uuid from mt_events order by seq_id", connection);
        await using var rows = await select.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<Row> read = [];
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            read.Add(new Row(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetGuid(3), rows.GetGuid(4)));
        return read;
    }

    private sealed record Row(long Position, string Negotiation, long Version, Guid Id, Guid Command);
}
