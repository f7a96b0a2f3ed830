using System.Collections.Concurrent;
using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// The negotiations that ever had an embargo, and when the last one ends: most never had one, and need not be folded to
/// know what is withheld of a fact. Scans each part of the log once; current as of the last query.
/// </summary>
public sealed class Embargoes(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _latest = new();
    private readonly SemaphoreSlim _first = new(1);
    private EventPlace _through = EventPlace.Start;

    /// <summary>All negotiations that ever had an embargo.</summary>
    public IEnumerable<string> Negotiations => _latest.Keys;

    /// <summary>May anything in a negotiation be withheld?</summary>
    public bool MayWithhold(string negotiation, Audience audience) =>
        _latest.TryGetValue(negotiation, out var latest) && audience.IsWithheld(latest);

    /// <summary>Scans what was recorded since the last scan; the first time, the whole log.</summary>
    public async Task Look(CancellationToken cancellation)
    {
        await _first.WaitAsync(cancellation);
        try
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(Question());
            batch.Timeout = 0; // no limit: the log may be long
            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            await Take(rows, cancellation);
        }
        finally
        {
            _first.Release();
        }
    }

    /// <summary>The query to batch with another one, once the log has been scanned.</summary>
    internal async Task<NpgsqlBatchCommand> Ask(CancellationToken cancellation)
    {
        if (_through.Position == 0)
            await Look(cancellation);
        return Question();
    }

    /// <summary>Reads the answer.</summary>
    internal async Task Take(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation))
        {
            _through = new EventPlace(rows.GetInt64(0), rows.IsDBNull(1) ? Guid.Empty : rows.GetGuid(1));
            if (!rows.IsDBNull(2))
                _latest.AddOrUpdate(rows.GetString(2), (_, until) => until, (_, known, until) => until > known ? until : known, rows.GetFieldValue<DateTimeOffset>(3));
        }
    }

    // If the log no longer holds the event up to which it was scanned, the whole log is scanned again.
    private NpgsqlBatchCommand Question() => new(
        $"""
        select h.position, h.id, e.stream_id, e.until
        from (select l.position, (select id from mt_events where seq_id = l.position), case when exists (select from mt_events where seq_id = $1 and id = $2) then $1 else 0 end
              from (select {LogEnd.LastPosition}) l (position)) h (position, id, after)
        left join lateral (
            select m.stream_id, max({StoredMembers.End("u")}) as until
            from mt_events m, {StoredMembers.Embargoes("m.data")} u
            where m.seq_id > h.after and {StoredMembers.MayHoldEmbargo("m.data")}
            group by m.stream_id) e on true
        """)
    {
        Parameters = { new NpgsqlParameter<long> { TypedValue = _through.Position }, new NpgsqlParameter<Guid> { TypedValue = _through.Event } },
    };
}
