using System.Text.Json;
using DiploTracker.Recording;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Audit;

/// <summary>The events of an export as rows of the log.</summary>
internal static class RestoredRows
{
    /// <summary>Ensures that the tracker is empty, and blocks recording until the restore is done.</summary>
    public static async Task Claim(NpgsqlConnection connection)
    {
        await using var claim = new NpgsqlCommand(
            """
            set local diplo.appending = 'on';
            lock table diplo.log_head, mt_events, mt_streams, diplo.tree in exclusive mode;
            select exists (select from mt_events) or exists (select from mt_streams) or exists (select from diplo.tree)
            """, connection);
        if (await claim.ExecuteScalarAsync() is true)
            throw new RestoreRefusedException("this tracker is not empty.");
    }

    /// <summary>Writes the rows and returns the root of the tree over them.</summary>
    public static async Task<byte[]> Write(NpgsqlConnection connection, string file)
    {
        var tree = await GrowingTree.Load(0, RestoredTree.NoTile);
        var frontier = new Frontier();
        var last = default(StoredEvent);
        await Streams(connection, file);
        using (var lines = new ExportLines(File.OpenRead(file)))
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            copy mt_events (seq_id, stream_id, version, id, type, timestamp, user_name, correlation_id, causation_id, headers, data, tenant_id, is_archived)
            from stdin (format binary)
            """))
        {
            while (lines.Next())
            {
                if (Seal.IsOne(lines.Line.Span))
                    continue;
                last = StoredEventLine.Read(lines.Line);
                var leaf = lines.Leaf();
                frontier.Add(leaf);
                tree.Add(leaf);
                await Row(copy, last);
            }
            await copy.CompleteAsync();
        }
        await new TreeTiles(connection).Write(tree.TakeChanges());
        await Head(connection, last);
        return frontier.Root();
    }

    private static async Task Row(NpgsqlBinaryImporter copy, StoredEvent stored)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync(stored.Position, NpgsqlDbType.Bigint);
        await copy.WriteAsync(stored.Negotiation, NpgsqlDbType.Text);
        await copy.WriteAsync(stored.Version, NpgsqlDbType.Bigint);
        await copy.WriteAsync(stored.Id, NpgsqlDbType.Uuid);
        await copy.WriteAsync(stored.Type, NpgsqlDbType.Text);
        await copy.WriteAsync(stored.RecordedAt, NpgsqlDbType.TimestampTz);
        foreach (var text in (string?[])[stored.RecordedBy, stored.CorrelationId, stored.CausationId])
            if (text is null)
                await copy.WriteNullAsync();
            else
                await copy.WriteAsync(text, NpgsqlDbType.Text);
        if (stored.Command is null || stored.CommandId is null)
            await copy.WriteNullAsync();
        else
            await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new RecordingHeaders(stored.Command, stored.CommandId.Value, stored.RestsOnNext), RecordingHeaders.Json), NpgsqlDbType.Jsonb);
        await copy.WriteAsync(stored.Data.ToArray(), NpgsqlDbType.Jsonb);
        await copy.WriteAsync("*DEFAULT*", NpgsqlDbType.Text);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
    }

    // Streams come first: each event references its stream.
    private static async Task Streams(NpgsqlConnection connection, string file)
    {
        Dictionary<string, (DateTime Created, StoredEvent Last)> streams = [];
        using (var lines = new ExportLines(File.OpenRead(file)))
            while (lines.Next())
                if (!Seal.IsOne(lines.Line.Span) && StoredEventLine.Read(lines.Line) is var stored)
                    streams[stored.Negotiation] = (streams.TryGetValue(stored.Negotiation, out var begun) ? begun.Created : stored.RecordedAt, stored with { Data = default });
        await using var insert = new NpgsqlCommand(
            """
            insert into mt_streams (id, version, timestamp, created, tenant_id, is_archived)
            select s.id, s.version, s.timestamp, s.created, '*DEFAULT*', false from unnest($1, $2, $3, $4) s (id, version, timestamp, created)
            """, connection);
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Keys] });
        insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. streams.Values.Select(stream => stream.Last.Version)] });
        insert.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. streams.Values.Select(stream => stream.Last.RecordedAt)] });
        insert.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. streams.Values.Select(stream => stream.Created)] });
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task Head(NpgsqlConnection connection, StoredEvent last)
    {
        await using var head = new NpgsqlCommand(
            """
            insert into diplo.log_head ("only", position, recorded_at) values (true, $1, $2)
            on conflict ("only") do update set position = $1, recorded_at = $2, stopped = null
            """, connection);
        head.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last.Position });
        head.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = last.RecordedAt });
        await head.ExecuteNonQueryAsync();
        await Incarnation.Renew(connection);
    }
}
