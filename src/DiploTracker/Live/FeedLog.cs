using DiploTracker.Database;
using DiploTracker.NegotiationHistory;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Live;

/// <summary>
/// The only path by which events enter the feed: read from the log, reduced to what readers may see (<see
/// cref="Embargo.SeenBy"/>), and serialized.
/// </summary>
internal sealed class FeedLog(NpgsqlDataSource database, Timelines timelines, LogClock clock)
{
    /// <summary>
    /// Maximum number of readers that read pages at once: all may return together, and must leave the database to
    /// others.
    /// </summary>
    private const int PagesAtOnce = 4;

    private readonly Embargoes _embargoes = new(database);
    private readonly SemaphoreSlim _pages = new(PagesAtOnce);

    /// <summary>The next events of the log, for all readers together.</summary>
    public Task<FeedPage> Next(EventPlace after, bool withParties, CancellationToken cancellation) =>
        Read(after, FeedFilter.None, withParties, new PageSize(Events: 500, Bytes: 4 << 20), cancellation);

    /// <summary>
    /// The next events for one reader. The query filters by negotiation and type; for a filter by party, the parties
    /// that each event concerns are determined.
    /// </summary>
    public async Task<FeedPage> Page(EventPlace after, FeedFilter filter, CancellationToken cancellation)
    {
        await _pages.WaitAsync(cancellation);
        try
        {
            return await Read(
                after, filter, withParties: filter.Parties is not null, new PageSize(Events: 200, Bytes: 128 << 10), cancellation);
        }
        finally
        {
            _pages.Release();
        }
    }

    /// <summary>
    /// The end of the log, and the events at two positions; null where there is none. For one of many readers.
    /// </summary>
    public async Task<(EventPlace Head, Guid? First, Guid? Second)> Find(
        long first, long second, CancellationToken cancellation)
    {
        await _pages.WaitAsync(cancellation);
        try
        {
            return await Look(first, second, cancellation);
        }
        finally
        {
            _pages.Release();
        }
    }

    /// <summary>The same, without waiting for a turn.</summary>
    public async Task<(EventPlace Head, Guid? First, Guid? Second)> Look(
        long first, long second, CancellationToken cancellation)
    {
        var (found, end) = await Look(first, second, long.MaxValue, cancellation);
        var reached = await timelines.Commits.Reached(end);
        if (reached == end.Position)
            return found;
        if (first > reached && found.First is not null || second > reached && found.Second is not null)
            throw CommitUnconfirmedException.Waits(); // a reader may have it from a node that knows it to be confirmed
        return (await Look(first, second, reached, cancellation)).Found;
    }

    private async Task<((EventPlace Head, Guid? First, Guid? Second) Found, LogEnd End)> Look(
        long first, long second, long reached, CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand(
            $"""
            select h.position, h.mark, least(h.position, $3),
                   (select id from mt_events where seq_id = least(h.position, $3)),
                   (select id from mt_events where seq_id = $1), (select id from mt_events where seq_id = $2)
            from ({LogEnd.Select}) h (position, mark)
            """);
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first });
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = second });
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = reached });
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return ((new EventPlace(row.GetInt64(2), IdIn(row, 3).GetValueOrDefault()), IdIn(row, 4), IdIn(row, 5)), LogEnd.Of(row, 0));
    }

    /// <summary>Whether the log holds an event at its place.</summary>
    public async Task<bool> Holds(EventPlace place, CancellationToken cancellation) =>
        place.Position == 0 || (await Find(place.Position, place.Position, cancellation)).First == place.Event;

    private async Task<FeedPage> Read(
        EventPlace after, FeedFilter filter, bool withParties, PageSize most, CancellationToken cancellation)
    {
        if (await Facts(after, filter, most, cancellation) is not var (facts, through, problem))
            return FeedPage.OfAnotherLog(after);
        var audience = await clock.Audience(cancellation);
        var (seen, opens) = await Seen(facts, audience, cancellation);
        var known = withParties ? await timelines.UpTo(LastOf(facts.FindAll(fact => !seen.ContainsKey(fact.Negotiation))), cancellation, database) : null;
        return new FeedPage([.. facts.Select(one => EntryOf(one.Negotiation, one.Fact))], through, problem)
        {
            ClosesEarlier = facts.Exists(one => one.Fact.Event is SubjectErased
                || (one.Fact.Event is DisclosureChanged or RecordCorrected && seen.ContainsKey(one.Negotiation))),
            Audience = audience,
            Opens = opens,
        };

        FeedEntry EntryOf(string negotiation, Fact fact)
        {
            var timeline = seen.GetValueOrDefault(negotiation) ?? known?[negotiation];
            var shown = seen.ContainsKey(negotiation) ? timeline!.Recorded[(int)fact.Version - 1] : fact;
            return new FeedEntry(
                PlaceOf(fact), negotiation, Language.NameOf(fact.Event), FeedEvent.Of(negotiation, shown).OnTheWire(),
                withParties ? Concern.Of(shown, timeline!) : null);
        }
    }

    /// <summary>
    /// The negotiations of some facts in which anything is withheld, as they may be seen now, and when the first of it
    /// opens.
    /// </summary>
    private async Task<(Dictionary<string, Timeline> Seen, DateTimeOffset? Opens)> Seen(
        List<(string Negotiation, Fact Fact)> facts, Audience audience, CancellationToken cancellation)
    {
        Dictionary<string, Timeline> seen = [];
        DateTimeOffset? opens = null;
        foreach (var negotiation in facts.Select(fact => fact.Negotiation).Distinct())
        {
            if (!_embargoes.MayWithhold(negotiation, audience))
                continue;
            var whole = (await timelines.Current(negotiation, cancellation)).Known.Timeline;
            seen[negotiation] = whole.Embargo.SeenBy(audience);
            if (whole.Embargo.NextOpening(audience) is { } next && !(opens <= next))
                opens = next;
        }
        return (seen, opens);
    }

    private static Dictionary<string, EventPlace> LastOf(List<(string Negotiation, Fact Fact)> facts)
    {
        Dictionary<string, EventPlace> last = [];
        foreach (var (negotiation, fact) in facts)
            last[negotiation] = PlaceOf(fact);
        return last;
    }

    /// <summary>
    /// Leaves out facts that are not confirmed yet. Null if the log does not hold the event after which to continue.
    /// </summary>
    private async Task<(List<(string Negotiation, Fact Fact)> Facts, EventPlace Through, string? Problem)?> Facts(
        EventPlace after, FeedFilter filter, PageSize most, CancellationToken cancellation)
    {
        if (await Stored(after, filter, most, cancellation) is not var (facts, through, problem, end))
            return null;
        var reached = await timelines.Commits.Reached(end);
        if (reached >= through.Position)
            return (facts, through, problem);
        facts.RemoveAll(one => one.Fact.Position > reached);
        return (facts, facts is [.., var last] ? PlaceOf(last.Fact) : after, Problem: null);
    }

    private async Task<(List<(string Negotiation, Fact Fact)> Facts, EventPlace Through, string? Problem, LogEnd End)?> Stored(
        EventPlace after, FeedFilter filter, PageSize most, CancellationToken cancellation)
    {
        var select = new NpgsqlBatchCommand(
            $"""
             select e.*, h.position, h.id, h.holds, h.mark
             from (select l.position, (select id from mt_events where seq_id = l.position),
                          $1 = 0 or exists (select from mt_events where seq_id = $1 and id = $2), l.mark
                   from ({LogEnd.Select}) l (position, mark)) h (position, id, holds, mark)
             left join lateral (
                 select {StoredFact.Columns} from mt_events
                 where seq_id > $1{(filter.Negotiations is null ? "" : " and stream_id = any ($3)")}{(filter.Types is null ? "" : $" and type = any (${(filter.Negotiations is null ? 3 : 4)})")}
                 order by seq_id limit {most.Events}) e on h.holds
             """);
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Position });
        select.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Event });
        foreach (var words in new[] { filter.Negotiations, filter.Types })
            if (words is not null)
                select.Parameters.Add(new NpgsqlParameter { Value = words.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(select);
        batch.BatchCommands.Add(await _embargoes.Ask(cancellation)); // after the facts, so that it covers all embargoes on them
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        timelines.Keys.Refresh();
        var page = await Stored(rows, after, most, cancellation);
        await rows.NextResultAsync(cancellation);
        await _embargoes.Take(rows, cancellation);
        return page;
    }

    private async Task<(List<(string Negotiation, Fact Fact)> Facts, EventPlace Through, string? Problem, LogEnd End)?> Stored(
        NpgsqlDataReader rows, EventPlace after, PageSize most, CancellationToken cancellation)
    {
        List<(string, Fact)> facts = [];
        var (through, head, bytes, end) = (after, after, 0, default(LogEnd));
        while (await rows.ReadAsync(cancellation))
        {
            if (!rows.GetBoolean(StoredFact.Count + 2))
                return null;
            head = new EventPlace(rows.GetInt64(StoredFact.Count), IdIn(rows, StoredFact.Count + 1).GetValueOrDefault());
            end = new LogEnd(head.Position, CommitMark.Of(rows, StoredFact.Count + 3));
            if (rows.IsDBNull(0))
                break;
            var stored = StoredFact.Of(rows);
            try
            {
                facts.Add((stored.Negotiation, stored.Read(timelines.Keys)));
            }
            catch (UnreadableFactException unreadable)
            {
                return (facts, through, unreadable.Message, end);
            }
            through = new EventPlace(stored.Position, stored.Id);
            if ((bytes += stored.Data.Length) > most.Bytes || facts.Count == most.Events)
                return (facts, through, null, end);
        }
        return (facts, head, null, end); // no more rows: the log was searched to its end
    }

    private static EventPlace PlaceOf(Fact fact) => new(fact.Position, fact.Id);

    private static Guid? IdIn(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private readonly record struct PageSize(int Events, int Bytes);
}
