using System.Text.Json;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>
/// Reads negotiations from the log, in one round trip, and only from the log that the cache is of: from another one
/// nothing is combined with what is cached.
/// </summary>
internal sealed class SnapshotReader(NpgsqlDataSource database, Commits commits, Keys keys, NodeCache node)
{
    /// <summary>Reads negotiations from the log, and returns them with the cache of that log.</summary>
    /// <param name="through">The connections to use; those of the readers if left out.</param>
    /// <param name="longest">Negotiations with more facts are left out.</param>
    public async Task<(LogCache Memory, Dictionary<string, NegotiationSnapshot> Known)> Read(
        string[] negotiations, CancellationToken cancellation, NpgsqlDataSource? through = null, int? longest = null)
    {
        while (true)
        {
            var memory = node.Current;
            var (known, end) = await Fetch(negotiations, memory, cancellation, through, longest);
            // Everything before a confirmed position is confirmed; parked commands have no position.
            if (known?.Values.Any(IsUnconfirmed) == true)
                await commits.Confirm(end);
            if (known is not null)
                return (memory, known);
            node.Drop(memory);
        }
    }

    private static bool IsOfAnotherLog(NegotiationSnapshot? kept, ParkedChange now) =>
        kept is not null && !now.MayFollow(kept.Change);

    private bool IsUnconfirmed(NegotiationSnapshot known) =>
        known.Change != ParkedChange.None || known.Timeline.Recorded is [.., var last] && last.Position > commits.Position;

    /// <summary>Null if the log is not the one that is cached.</summary>
    private async Task<(Dictionary<string, NegotiationSnapshot>? Known, LogEnd End)> Fetch(
        string[] negotiations, LogCache memory, CancellationToken cancellation, NpgsqlDataSource? through, int? longest)
    {
        var (newest, before) = (memory.Newest, negotiations.Select(memory.Negotiations.Get).ToList());
        await using var batch = (through ?? database).CreateBatch();
        // First: it keeps the table from being replaced until everything is read.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select {NodeCache.IsItTheSame(1, 2)}")
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = newest.Position },
                new NpgsqlParameter<Guid> { TypedValue = newest.Event },
            },
        });
        batch.BatchCommands.Add(Select(
            "select negotiation, revision, change from diplo.parked_revisions where negotiation = any ($1)", negotiations));
        batch.BatchCommands.Add(Select(
            """
            select negotiation, id, since, command, fact, recording from diplo.parked
            where negotiation = any ($1) order by since, id
            """, negotiations));
        if (longest is null)
            batch.BatchCommands.Add(Select(
                $"select {StoredFact.Columns} from mt_events where stream_id = any ($1) order by stream_id, version", negotiations));
        else
        {
            batch.BatchCommands.Add(Select(
                $"""
                select {StoredFact.Columns} from mt_events
                where stream_id = any (array(select id from mt_streams where id = any ($1) and version <= {longest}))
                order by stream_id, version
                """, negotiations));
            batch.BatchCommands.Add(Select(
                $"select id from mt_streams where id = any ($1) and version > {longest}", negotiations));
        }
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LogEnd.Select));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        keys.Refresh(); // a certificate that was read means its key is gone

        await rows.ReadAsync(cancellation);
        if (!memory.IsOf(rows.GetGuid(0), rows.GetBoolean(1)))
            return default;
        await rows.NextResultAsync(cancellation);
        var changes = await All(rows, row => new ParkedChange(row.GetInt64(1), row.GetGuid(2)), cancellation);
        if (before.Zip(negotiations).Any(pair => IsOfAnotherLog(pair.First, changes[pair.Second].FirstOrDefault())))
            return default;
        await rows.NextResultAsync(cancellation);
        var parked = await All(rows, ParkedOf, cancellation);
        await rows.NextResultAsync(cancellation);
        keys.Refresh();
        var facts = await All(rows, row => StoredFact.Of(row).Read(keys), cancellation);
        if (longest is not null)
        {
            await rows.NextResultAsync(cancellation); // queried after the facts: one that grew in between is in both
            var tooLong = await All(rows, row => row.GetString(0), cancellation);
            negotiations = [.. negotiations.Where(key => !tooLong.Contains(key))];
        }
        var end = await Commits.LogEndAfter(rows, cancellation);
        return (negotiations.ToDictionary(key => key, SnapshotOf), end);

        NegotiationSnapshot SnapshotOf(string key) =>
            new(Folded([.. facts[key]]), [.. parked[key]], changes[key].FirstOrDefault());
    }

    /// <exception cref="UnreadableFactException">A fact cannot be folded; the message names it.</exception>
    private static Timeline Folded(List<Fact> facts)
    {
        try
        {
            return Timeline.Of(facts);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var folded = Timeline.Empty;
            foreach (var fact in facts)
                try
                {
                    folded = folded.With(fact);
                }
                catch (Exception at) when (at is not OutOfMemoryException)
                {
                    throw new UnreadableFactException(fact.Position, at);
                }
            throw;
        }
    }

    private static NpgsqlBatchCommand Select(string sql, string[] negotiations) => new(sql)
    {
        Parameters = { new NpgsqlParameter { Value = negotiations, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
    };

    private static async Task<ILookup<string, T>> All<T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        List<(string Negotiation, T Item)> all = [];
        while (await rows.ReadAsync(cancellation))
            all.Add((rows.GetString(0), read(rows)));
        return all.ToLookup(row => row.Negotiation, row => row.Item);
    }

    private Parked ParkedOf(NpgsqlDataReader row) => new(
        row.GetGuid(1),
        Sealed.Read(keys, row.GetGuid(1), Language.Commands[row.GetString(3)], row.GetFieldValue<byte[]>(4)),
        row.GetFieldValue<DateTimeOffset>(2),
        JsonSerializer.Deserialize<Negotiations.EventMetadata>(row.GetFieldValue<byte[]>(5), RecordingHeaders.Json)!);
}
