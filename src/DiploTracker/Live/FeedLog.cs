using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Live;

/// <summary>
/// The one place through which events get into the feed: read from the log, and made ready to be sent. Clearance will be
/// checked here and in <see cref="FeedFilter.Takes"/>.
/// </summary>
internal sealed class FeedLog(NpgsqlDataSource database, Timelines timelines, LogClock clock)
{
    /// <summary>So many readers read pages at once: all of them may come back together, and must leave the database to others.</summary>
    private const int PagesAtOnce = 4;

    /// <summary>After such an event nothing may be sent of what was read before it.</summary>
    public static readonly string Erasure = Language.NameOf(typeof(SubjectErased));

    private readonly SemaphoreSlim _pages = new(PagesAtOnce);

    /// <summary>The next events of the log, for all readers together.</summary>
    public Task<FeedPage> Next(long after, bool withParties, CancellationToken cancellation) =>
        Read(after, FeedFilter.None, withParties, new PageSize(Events: 500, Bytes: 4 << 20), cancellation);

    /// <summary>The next events for one reader. Negotiations and types are looked for; of parties it is only found out whom each event concerns.</summary>
    public async Task<FeedPage> Page(long after, FeedFilter filter, CancellationToken cancellation)
    {
        await _pages.WaitAsync(cancellation);
        try
        {
            return await Read(after, filter, withParties: filter.Parties is not null, new PageSize(Events: 200, Bytes: 128 << 10), cancellation);
        }
        finally
        {
            _pages.Release();
        }
    }

    private async Task<FeedPage> Read(long after, FeedFilter filter, bool withParties, PageSize most, CancellationToken cancellation)
    {
        var (facts, through, problem) = await Facts(after, filter, most, cancellation);
        var known = withParties
            ? await timelines.UpTo(facts.GroupBy(fact => fact.Negotiation).ToDictionary(facts => facts.Key, facts => facts.Max(fact => fact.Fact.Position)), cancellation, database)
            : null;
        return new FeedPage(
            [
                .. facts.Select(one => new FeedEntry(
                    one.Fact.Position, one.Negotiation, Language.NameOf(one.Fact.Event), FeedEvent.Of(one.Negotiation, one.Fact).OnTheWire(),
                    known is null ? null : Concern.Of(one.Fact, known[one.Negotiation]))),
            ],
            through, problem);
    }

    private async Task<(List<(string Negotiation, Fact Fact)> Facts, long Through, string? Problem)> Facts(
        long after, FeedFilter filter, PageSize most, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand(
            $"""
             select e.*, h.position
             from (select coalesce((select position from diplo.log_head), 0)) h (position)
             left join lateral (
                 select {StoredFact.Columns} from mt_events
                 where seq_id > $1{(filter.Negotiations is null ? "" : " and stream_id = any ($2)")}{(filter.Types is null ? "" : $" and type = any (${(filter.Negotiations is null ? 2 : 3)})")}
                 order by seq_id limit {most.Events}) e on true
             """);
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        foreach (var words in new[] { filter.Negotiations, filter.Types })
            if (words is not null)
                select.Parameters.Add(new NpgsqlParameter { Value = words.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

        List<(string, Fact)> facts = [];
        var (through, bytes) = (after, 0);
        var now = await clock.Now(cancellation);
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        timelines.Keys.Refresh();
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.IsDBNull(0))
                return (facts, Math.Max(after, rows.GetInt64(StoredFact.Count)), null);
            var stored = StoredFact.Of(rows);
            try
            {
                facts.Add((stored.Negotiation, Withheld.At(now, stored.Read(timelines.Keys))));
            }
            catch (UnreadableFactException unreadable)
            {
                return (facts, stored.Position - 1, unreadable.Message);
            }
            if ((bytes += stored.Data.Length) > most.Bytes || facts.Count == most.Events)
                return (facts, stored.Position, null);
            through = rows.GetInt64(StoredFact.Count); // when no more comes, all of it was looked through
        }
        return (facts, through, null);
    }

    private readonly record struct PageSize(int Events, int Bytes);
}

/// <summary>The next events after a position.</summary>
/// <param name="Through">Up to this position nothing is missing.</param>
/// <param name="Problem">Why it does not go further; null when it does.</param>
internal sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, long Through, string? Problem);
