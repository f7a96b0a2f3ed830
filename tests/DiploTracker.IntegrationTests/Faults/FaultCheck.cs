using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>Does the log hold what the clients of a <see cref="FaultLoad"/> were told, once each, and nothing else?</summary>
internal static class FaultCheck
{
    /// <param name="opened">How many events there were besides those of the load: the openings.</param>
    public static async Task HoldsAsync(string database, FaultLoad load, int opened) => Holds(await RowsAsync(database), load.All, load.Read, opened);

    /// <summary>The same of a log that was read.</summary>
    /// <param name="read">The ids that the feed gave, in their order.</param>
    public static void Holds(IReadOnlyList<Row> log, IReadOnlyCollection<FaultLoad.Sent> all, IReadOnlyList<string> read, int opened)
    {
        log.Select(row => row.Position).ShouldBe(Enumerable.Range(1, log.Count).Select(position => (long)position), "positions without gaps");
        foreach (var stream in log.GroupBy(row => row.Negotiation))
            stream.Select(row => row.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(version => (long)version), $"versions of {stream.Key}");

        all.Where(sent => sent.Refused is not null).Select(sent => sent.Refused).ShouldBeEmpty("no command refused");
        var recorded = log.ToLookup(row => row.Command);
        foreach (var sent in all)
        {
            var row = recorded[sent.Key].ShouldHaveSingleItem($"recorded once: {sent.Body}");
            row.Id.ShouldBe(sent.Event.ShouldNotBeNull($"the outcome is known: {sent.Body}"), $"recorded as the event that was answered: {sent.Body}");
            row.Negotiation.ShouldBe(sent.Negotiation, $"recorded where it was sent to: {sent.Body}");
        }
        log.Count.ShouldBe(opened + all.Count, "nothing else recorded");
        read.ShouldBe(log.Select(row => row.FeedId), "the feed gave each event once and in order");
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

    /// <summary>One event of the log.</summary>
    /// <param name="Command">The key under which the command was sent; of an opening, an id that the tracker gave it.</param>
    internal sealed record Row(long Position, string Negotiation, long Version, Guid Id, Guid Command)
    {
        public string FeedId => $"{Position}-{Id.ToString("N")[20..]}";
    }
}
