using DiploTracker.Database;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Projections;

internal sealed partial class ProjectionUpdater
{
    /// <summary>
    /// Number of facts read, folded and written at a time when catching up: few enough that most are freed before the
    /// heap is collected.
    /// </summary>
    private const int FactsAtATime = 1_000;

    /// <summary>Maximum number of parts in flight: each processor has one to fold and the next at hand.</summary>
    private static readonly int PartsAtATime = 2 * Environment.ProcessorCount;

    /// <summary>Reads negotiations as of a position; one that is unreadable does not fail the others.</summary>
    private async Task<IEnumerable<(string Negotiation, Timeline? Timeline, string? Unreadable)>> Read(
        IReadOnlyDictionary<string, TouchedStream> touched, long to, CancellationToken cancellation)
    {
        try
        {
            var known = await timelines.UpTo(touched.ToDictionary(pair => pair.Key, pair => pair.Value.Last), cancellation, database);
            return known.Select(pair => (pair.Key, (Timeline?)pair.Value.UpTo(to), (string?)null));
        }
        catch (Exception failure) when (SetAside.IsOfTheNegotiation(failure))
        {
            List<(string, Timeline?, string?)> one = [];
            await foreach (var stream in Streams([.. touched.Keys], from: null, to, cancellation))
                one.Add(Fold(stream));
            return one;
        }
    }

    /// <summary>
    /// Catches up over a long range: whole streams in turn, each folded once, and COPYed while the table is empty.
    /// </summary>
    /// <param name="isCareful">
    /// Write each part under a savepoint, so that rows which the database refuses do not fail the others.
    /// </param>
    private async Task TakeStreams(IReadOnlyList<ActiveBuild> views, long from, long to, bool isCareful, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ProjectionBuilds.Execute(connection, string.Concat(views.Select(view => ProjectionSchema.LockForALongWay(view.Build))), cancellation);
        await MustStand(connection, views, from, cancellation);
        if (isCareful)
            await CreateIndexes(connection, views, from, cancellation); // before the rows, so that a row which an index cannot hold fails on its own
        Dictionary<string, long> firsts = [];
        var taking = views.Select(view => new Taking(view, negotiation => firsts[negotiation])).ToList();
        await foreach (var part in Parts(Streams(negotiations: null, from == 0 ? null : from, to, cancellation), stream => Take(stream, views, from), cancellation))
        {
            firsts = part.ToDictionary(one => one.Negotiation, one => one.First);
            foreach (var (index, one) in taking.Index())
            {
                List<ProjectedRows> rows = [];
                foreach (var (negotiation, _, results) in part)
                    if (results[index] is { Failure: { } reason })
                        one.SetAside(negotiation, reason);
                    else
                        rows.Add(results[index].Rows!);
                await WriteLong(connection, transaction, one, rows, from == 0, isCareful, cancellation);
                if (one.View.SetAside.Count > 0)
                    one.Rows.AddRange(rows.Where(taken => one.View.SetAside.ContainsKey(taken.Negotiation)).Select(taken => taken with { Rows = [] }));
            }
        }

        await CreateIndexes(connection, views, from, cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var one in taking)
            LeaveOut(batch, one.View, one.Left, one.Healed);
        await Advance(batch, views, from, to, cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var one in taking)
            Reached(one.View, to, one.Left, one.Healed);
    }

    private static async Task CreateIndexes(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, long from, CancellationToken cancellation)
    {
        if (from == 0)
            foreach (var view in views)
                await ProjectionBuilds.Execute(connection, ProjectionSchema.CreateIndexes(view.View, view.Build), cancellation);
    }

    /// <summary>
    /// The rows that a view should contain at a position, in parts, without the negotiations it is known to leave out;
    /// or the reason why they could not be computed.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<(string Negotiation, IReadOnlyList<Row> Rows, string? Failure)>> RowsOf(
        Projection view, long position, ISet<string> leftOut, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        _audience = await clock.Audience(cancellation);
        await foreach (var part in Parts(Streams(negotiations: null, from: null, position, cancellation), RowsOf, cancellation))
            yield return part;

        (string, IReadOnlyList<Row>, string?) RowsOf(List<StoredFact> stream)
        {
            if (leftOut.Contains(stream[0].Negotiation))
                return (stream[0].Negotiation, [], null);
            var (negotiation, timeline, unreadable) = Fold(stream);
            var (rows, failure) = timeline is null ? (null, unreadable) : Project(view, negotiation, new FactIndex(timeline.Embargo.SeenBy(_audience)), []);
            return (negotiation, rows?.Rows ?? [], failure);
        }
    }

    private (string Negotiation, long First, (ProjectedRows? Rows, string? Failure)[] OfViews) Take(
        List<StoredFact> stream, IReadOnlyList<ActiveBuild> views, long from)
    {
        var first = stream.Find(fact => fact.Position > from).Position;
        var (negotiation, timeline, unreadable) = Fold(stream);
        if (timeline is null)
            return (negotiation, first, [.. views.Select(_ => ((ProjectedRows?)null, unreadable))]);

        var course = new FactIndex(Seen(negotiation, timeline));
        return (negotiation, first, [.. views.Select(view => Project(view.View, negotiation, course, []))]);
    }

    private static async Task WriteLong(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Taking taking, List<ProjectedRows> part, bool isEmpty, bool isCareful, CancellationToken cancellation)
    {
        const string Savepoint = "part";
        if (isCareful)
            await transaction.SaveAsync(Savepoint, cancellation);
        try
        {
            var rows = part.SelectMany(taken => taken.Rows).ToList();
            if (isEmpty)
                await taking.View.Writer.Copy(connection, taking.View.Build.Table, rows, cancellation);
            else
            {
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands = { taking.View.Writer.TakeOthers([.. part.Select(taken => taken.Negotiation)], rows), taking.View.Writer.Put(rows) },
                };
                await batch.ExecuteNonQueryAsync(cancellation);
            }
            if (isCareful)
                await transaction.ReleaseAsync(Savepoint, cancellation);
        }
        catch (PostgresException failure) when (isCareful && DatabaseFailure.IsOfTheData(failure))
        {
            await transaction.RollbackAsync(Savepoint, cancellation);
            if (part is [var one])
            {
                taking.SetAside(one.Negotiation, failure.MessageText);
                part.Clear();
                return;
            }
            var (first, second) = (part.Take(part.Count / 2).ToList(), part.Skip(part.Count / 2).ToList());
            await WriteLong(connection, transaction, taking, first, isEmpty, isCareful, cancellation);
            await WriteLong(connection, transaction, taking, second, isEmpty, isCareful, cancellation);
            part.RemoveAll(taken => !first.Contains(taken) && !second.Contains(taken));
        }
    }

    private (string Negotiation, Timeline? Timeline, string? Unreadable) Fold(List<StoredFact> stream)
    {
        try
        {
            return (stream[0].Negotiation, Timeline.Of(stream.Select(fact => fact.Read(timelines.Keys))), null);
        }
        catch (Exception failure) when (SetAside.IsOfTheNegotiation(failure))
        {
            return (stream[0].Negotiation, null, SetAside.ReasonOf(failure));
        }
    }

    /// <summary>
    /// The facts up to a position, stream by stream: of some negotiations, of those with facts after a position, or of
    /// all.
    /// </summary>
    internal async IAsyncEnumerable<List<StoredFact>> Streams(
        string[]? negotiations, long? from, long to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // By default a random page costs four sequential ones, as on spinning disks: a log in memory would then be
        // sorted on disk, and no row would arrive before the sort ends. A log larger than memory is still sorted.
        await ProjectionBuilds.Execute(connection, "set local random_page_cost = 1.1", cancellation);
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

    /// <summary>The result for each stream, in parts; the next streams are read while others are processed.</summary>
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
