using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Views;

internal sealed partial class ViewApplier
{
    /// <summary>So many facts are read, folded and written at a time on a long way: few enough that most are gone before the heap is collected.</summary>
    private const int FactsAtATime = 1_000;

    /// <summary>So many parts are on their way at once: each processor has one to fold and the next at hand.</summary>
    private static readonly int PartsAtATime = 2 * Environment.ProcessorCount;

    /// <summary>Reads negotiations as they stood at a position; one that cannot be read does not take the others with it.</summary>
    private async Task<IEnumerable<(string Negotiation, Timeline? Timeline, string? Unreadable)>> Read(
        IReadOnlyDictionary<string, Touched> touched, long to, CancellationToken cancellation)
    {
        try
        {
            var known = await timelines.UpTo(touched.ToDictionary(pair => pair.Key, pair => pair.Value.Last), cancellation, database);
            return known.Select(pair => (pair.Key, (Timeline?)pair.Value.UpTo(to), (string?)null));
        }
        catch (Exception failure) when (failure is not (NpgsqlException or OperationCanceledException))
        {
            List<(string, Timeline?, string?)> one = [];
            await foreach (var stream in Streams([.. touched.Keys], from: null, to, cancellation))
                one.Add(Fold(stream));
            return one;
        }
    }

    /// <summary>A long way: whole streams one after the other, each folded once, COPYed where the table is still empty.</summary>
    private async Task<List<Poison>> TakeStreams(IReadOnlyList<Followed> views, long from, long to, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ViewBuilds.Execute(connection, string.Concat(views.Select(view => ViewSchema.LockForALongWay(view.Build))), cancellation);
        await MustStand(connection, views, from, cancellation);
        List<Poison> poisons = [];
        await foreach (var taken in Parts(Streams(negotiations: null, from == 0 ? null : from, to, cancellation), stream => Take(stream, views, from), cancellation))
        {
            poisons.AddRange(taken.SelectMany(one => one.Poisons));
            if (poisons.Count > 0)
                continue; // the rest is read to know all that stops a view
            foreach (var (index, view) in views.Index())
                await Write(connection, view, [.. taken.Select(one => (one.Negotiation, one.Rows[index]))], from == 0, cancellation);
        }
        if (poisons.Count > 0)
            return poisons;

        if (from == 0)
            foreach (var view in views)
                await ViewBuilds.Execute(connection, ViewSchema.CreateIndexes(view.View, view.Build), cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        await Advance(batch, views, from, to, cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var view in views)
        {
            view.Written.Forget();
            view.Reached(to);
        }
        return [];
    }

    /// <summary>What a view should hold at a position, in parts.</summary>
    /// <exception cref="InvalidOperationException">It cannot take in a negotiation.</exception>
    public async IAsyncEnumerable<IEnumerable<Row>> RowsOf(
        View view, long position, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        _now = await clock.Now(cancellation);
        await foreach (var part in Parts(Streams(negotiations: null, from: null, position, cancellation), RowsOf, cancellation))
            yield return part.SelectMany(rows => rows);

        IReadOnlyList<Row> RowsOf(List<StoredFact> stream) =>
            view.Rows(stream[0].Negotiation, new Course(Timeline.Of(stream.Select(fact => fact.Read(timelines.Keys))).Open(_now)));
    }

    private (string Negotiation, IReadOnlyList<Row>[] Rows, IEnumerable<Poison> Poisons) Take(
        List<StoredFact> stream, IReadOnlyList<Followed> views, long from)
    {
        var first = stream.Find(fact => fact.Position > from).Position;
        var (negotiation, timeline, unreadable) = Fold(stream);
        if (timeline is null)
            return (negotiation, [], views.Select(view => new Poison(view, negotiation, first, unreadable!)));

        var course = new Course(Opened(negotiation, timeline));
        var projected = views.Select(view => (View: view, Result: Project(view.View, negotiation, course))).ToList();
        return (negotiation, [.. projected.Select(one => one.Result.Rows)], projected
            .Where(one => one.Result.Failure is not null)
            .Select(one => new Poison(one.View, negotiation, first, one.Result.Failure!)));
    }

    private static async Task Write(
        NpgsqlConnection connection, Followed view, List<(string Negotiation, IReadOnlyList<Row> Rows)> taken, bool isEmpty, CancellationToken cancellation)
    {
        var rows = taken.SelectMany(one => one.Rows).ToList();
        if (isEmpty)
        {
            await view.Writer.Copy(connection, view.Build.Table, rows, cancellation);
            return;
        }
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { view.Writer.TakeOthers([.. taken.Select(one => one.Negotiation)], rows), view.Writer.Put(rows) },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private (string Negotiation, Timeline? Timeline, string? Unreadable) Fold(List<StoredFact> stream)
    {
        try
        {
            return (stream[0].Negotiation, Timeline.Of(stream.Select(fact => fact.Read(timelines.Keys))), null);
        }
        catch (Exception failure) // whatever it is, the views stop here and say so
        {
            return (stream[0].Negotiation, null, $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    /// <summary>The facts up to a position, stream by stream: of some negotiations, of those with facts after a position, or of all.</summary>
    internal async IAsyncEnumerable<List<StoredFact>> Streams(
        string[]? negotiations, long? from, long to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // By default a page somewhere else counts as four, as with disks that turn: then a log that lies in memory is sorted
        // on disk, and nothing comes before all is sorted. One that does not fit into memory is sorted still.
        await ViewBuilds.Execute(connection, "set local random_page_cost = 1.1", cancellation);
        await using var read = new NpgsqlCommand(
            $"""
            select {StoredFact.Columns} from mt_events where seq_id <= $1
            {(negotiations is not null ? "and stream_id = any ($2)" : from is not null ? "and stream_id in (select stream_id from mt_events where seq_id > $2 and seq_id <= $1)" : "")}
            order by stream_id, version
            """, connection) { CommandTimeout = 0 };
        read.Parameters.Add(new() { Value = to });
        if (negotiations is not null)
            read.Parameters.Add(new() { Value = negotiations });
        else if (from is not null)
            read.Parameters.Add(new() { Value = from });

        await using var rows = await read.ExecuteReaderAsync(cancellation);
        List<StoredFact> stream = [];
        while (await rows.ReadAsync(cancellation))
        {
            var fact = StoredFact.Of(rows);
            if (stream is [var first, ..] && first.Negotiation != fact.Negotiation)
            {
                yield return stream;
                stream = [];
            }
            stream.Add(fact);
        }
        if (stream is not [])
            yield return stream;
    }

    /// <summary>What is made of each stream, in parts: while some are worked on the next are read.</summary>
    private static async IAsyncEnumerable<List<T>> Parts<T>(
        IAsyncEnumerable<List<StoredFact>> streams, Func<List<StoredFact>, T> work, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Queue<Task<List<T>>> onTheWay = [];
        List<List<StoredFact>> part = [];
        var facts = 0;
        await foreach (var stream in streams.WithCancellation(cancellation))
        {
            part.Add(stream);
            facts += stream.Count;
            if (facts < FactsAtATime)
                continue;
            if (onTheWay.Count == PartsAtATime)
                yield return await onTheWay.Dequeue();
            Begin();
        }
        Begin();
        while (onTheWay.TryDequeue(out var last))
            yield return await last;

        void Begin()
        {
            var begun = part;
            onTheWay.Enqueue(Task.Run(() => begun.ConvertAll(stream => work(stream)), cancellation));
            (part, facts) = ([], 0);
        }
    }
}
