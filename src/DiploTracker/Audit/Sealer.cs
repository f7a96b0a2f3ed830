using DiploTracker.Database;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// Follows the log and seals it: adds the events to the tree and signs a checkpoint of the tree, which is stored
/// outside the database before it is stored in it. One node does so, the one that holds the lease. A tree that does not
/// continue the one signed before is never signed.
/// </summary>
public sealed partial class Sealer(
    BackgroundDatabase background, SchemaReady schema, Commits commits, AuditFolder folder, RecordingGate gate, Leases leases, Outage outage, ILogger<Sealer> logger)
    : BackgroundService
{
    /// <summary>The name of the lease.</summary>
    internal const string Work = "sealing";

    private const int Batch = 10_000;

    /// <summary>
    /// Events are sealed within a second, including the sealing itself; a shorter interval would slow down appends.
    /// </summary>
    internal static readonly TimeSpan Between = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// How long an export waits for the node that seals; longer than a takeover from a failed node takes.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), BetweenQuestions = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly LogLoss _loss = new(folder, gate);
    private Lease? _lease;
    private long _failedAt;
    private OutsideCheckpoints? _outside;
    private string? _origin;
    private Guid? _incarnation;
    private (string? Origin, long Size, long LogPosition, string Root) _looked;
    private (string Origin, Checkpoint? Newest)? _sealed;

    /// <summary>Why this node cannot seal the log; null if it can, or if another node does.</summary>
    public string? Problem { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stopping))
            if (schema.IsReady)
                await SealIfMine(stopping);
    }

    /// <summary>Seals everything recorded so far, or waits until the node that holds the lease has done so.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be sealed, or must not be.</exception>
    public async Task SealAll(CancellationToken cancellation)
    {
        long? recorded = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(BetweenQuestions);
        while (!await TrySeal(cancellation))
        {
            await using (var connection = await background.Source.OpenConnectionAsync(cancellation))
            {
                recorded ??= await HeadPoller.Head(connection, cancellation);
                if (((await TreeState.Read(connection))?.Size ?? 0) >= recorded)
                    return;
            }
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new AuditUnavailableException($"Another node has to seal the log, and has not done so in {Patience.TotalSeconds} seconds; /health/ready names it.");
            }
        }
    }

    /// <summary>Seals everything recorded so far if this node holds the lease; false if it does not.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be sealed, or must not be.</exception>
    public async Task<bool> TrySeal(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await leases.Want([Work], cancellation);
            if (leases.On(Work) is not { } lease)
            {
                await Look(); // the folder of the node that seals may not show what was lost
                if (Problem is not null && await Size() != _failedAt)
                    Problem = null; // another node could
                return false;
            }
            if (lease != _lease)
                _outside?.Refresh(); // another node may have signed meanwhile
            _lease = lease;
            while (await SealBatch(lease))
                cancellation.ThrowIfCancellationRequested();
            Problem = null;
            return true;
        }
        catch (LeaseLostException)
        {
            return false; // nothing was signed, and nothing stored
        }
        catch (Exception failure) when (failure is AuditUnavailableException or InvalidDataException or System.Text.Json.JsonException)
        {
            if (Problem != failure.Message)
                LogProblem(failure.Message);
            Problem = failure.Message;
            if (failure is LogLostException { Stop: var stop })
                await gate.Close(stop, _incarnation);
            _failedAt = await Size();
            await leases.Release(Work); // another node may be able to
            throw failure as AuditUnavailableException ?? new AuditUnavailableException(failure.Message, failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _outside?.Dispose();
        _turn.Dispose();
        base.Dispose();
    }

    private async Task SealIfMine(CancellationToken stopping)
    {
        try
        {
            await TrySeal(stopping);
        }
        catch (AuditUnavailableException)
        {
            // already reported; the next look tries again
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            outage.Report(failure);
            Problem = "The database does not answer.";
        }
    }

    /// <summary>
    /// Compares the log with what this node knows to be sealed of it, if it has changed since the last look.
    /// </summary>
    private async Task Look()
    {
        await using var connection = await background.Source.OpenConnectionAsync();
        var state = await TreeState.Read(connection);
        var now = (state?.Origin, Size: state?.Size ?? 0, LogPosition: state?.LogPosition ?? 0, Root: Convert.ToBase64String(state?.Signed?.Root ?? []));
        if (now == _looked)
            return;
        // The newest checkpoint is read again only if the log did not simply grow: otherwise each look would read the
        // folder.
        if (_sealed is null || now.Origin != _looked.Origin || now.Size < _looked.Size || now.LogPosition < _looked.LogPosition)
            _sealed = OutsideCheckpoints.NewestOf(folder);
        (_incarnation, var found) = await _loss.Find(connection, _sealed);
        if (found is { } lost)
            throw new LogLostException(lost);
        _looked = now;
    }

    /// <summary>Seals some events; true if there may be more.</summary>
    private async Task<bool> SealBatch(Lease lease)
    {
        await using var connection = await background.Source.OpenConnectionAsync();
        var seen = await TreeState.Read(connection);
        if (IsDone(seen)) // most looks of a quiet night end here
            return false;
        (_incarnation, var found) = await _loss.Find(connection, _outside is null ? OutsideCheckpoints.NewestOf(folder) : (_origin!, _outside.Newest));
        if (found is { } lost)
            throw new LogLostException(lost);
        if (seen is null)
            await TreeState.Name(connection, commits);
        await using var transaction = await connection.BeginTransactionAsync();
        var state = await TreeState.Lock(connection);
        if (state is null || IsDone(state))
            return false;

        // Once it is written outside, a database that does not know the name holds another log.
        if (_outside is null || _origin != state.Origin)
            await commits.Confirm(state.End);
        var outside = Outside(state.Origin);
        var signed = outside.Newest;
        var tiles = new TreeTiles(connection);
        if (Math.Max(state.Size, signed?.Size ?? 0) is var most && most > state.LogPosition)
            throw new LogLostException(LogLoss.Behind(state.Origin, most, state.LogPosition));
        if (signed is not null && signed.Size <= state.Size)
            Continues(signed, await new TiledTree(tiles.Read).Root(signed.Size));
        if (state.Size == state.LogPosition)
        {
            outside.Refresh(); // another node sealed it
            if (state.Signed is null || state.Signed.Size < state.Size)
            {
                await PutBack(connection, state);
                await lease.Prove(connection);
                await transaction.CommitAsync();
            }
            return false;
        }
        var reached = await commits.Reached(state.End); // events that a failover may still lose are never signed
        if (reached <= state.Size)
            return false;

        var tree = await GrowingTree.Load(state.Size, tiles.Read);
        // Stops at a checkpoint that was signed but not stored, to compare it.
        var end = signed is not null && signed.Size > state.Size ? signed.Size : reached;
        await Grow(tree, state.Origin, connection, Math.Min(end, state.Size + Batch));
        await tiles.Write(tree.TakeChanges());
        var root = await new TiledTree(tiles.Read).Root(tree.Size);
        if (signed?.Size == tree.Size)
            Continues(signed, root);
        await lease.Prove(connection); // from here to the commit no other node signs; a node that has lost the lease fails here
        var checkpoint = outside.Sign(tree.Size, root);
        await TreeState.Store(connection, checkpoint);
        await transaction.CommitAsync();
        return tree.Size < reached; // later appends wait for the next time, or there would be no end
    }

    /// <summary>Restores checkpoints that were deleted in the database from those outside.</summary>
    private async Task PutBack(NpgsqlConnection connection, TreeState state)
    {
        var after = state.Signed?.Size ?? 0;
        foreach (var kept in TrustedCheckpoints.Read(folder.Checkpoints(state.Origin)).All)
            if (kept.Checkpoint.Origin == state.Origin && kept.Checkpoint.Size > after && kept.Checkpoint.Size <= state.Size)
                await TreeState.Store(connection, kept);
        LogPutBack(after, state.Size);
    }

    private async Task<long> Size()
    {
        await using var connection = await background.Source.OpenConnectionAsync();
        return (await TreeState.Read(connection))?.Size ?? 0;
    }

    private bool IsDone(TreeState? state) =>
        state is not null && state.Size == state.LogPosition && _origin == state.Origin && _outside?.Newest?.Size == state.Size
        && state.Signed is { } signed && signed.Size == state.Size && signed.Root.AsSpan().SequenceEqual(_outside.Newest.Root);

    private OutsideCheckpoints Outside(string origin)
    {
        if (_origin == origin && _outside is not null)
            return _outside;
        _outside?.Dispose();
        (_outside, _origin) = (null, null);
        _outside = new OutsideCheckpoints(origin, folder);
        _origin = origin;
        return _outside;
    }

    private static async Task Grow(GrowingTree tree, string origin, NpgsqlConnection connection, long through)
    {
        var (line, leaf, sealedSize) = (new LineBuffer(), new byte[Merkle.HashSize], tree.Size);
        await foreach (var row in EventRows.Read(connection, tree.Size, through))
        {
            if (row.Position != tree.Size + 1)
                throw new LogLostException(LogLoss.Damaged(origin, sealedSize, tree.Size + 1));
            if (row.Event is not { } stored)
                throw new AuditUnavailableException($"Event {row.Position} cannot be sealed: {row.Problem}");
            stored.Write(line);
            Merkle.LeafOf(line.LeafInput, leaf);
            tree.Add(leaf);
        }
        if (tree.Size != through)
            throw new LogLostException(LogLoss.Damaged(origin, sealedSize, tree.Size + 1));
    }

    private static void Continues(Checkpoint signed, byte[] root)
    {
        if (!signed.Root.AsSpan().SequenceEqual(root))
            throw new LogLostException(LogLoss.Rewritten(signed));
    }

    [LoggerMessage(LogLevel.Warning, "Checkpoints of {After} to {Through} events were missing in the database and were put back from outside")]
    private partial void LogPutBack(long after, long through);

    [LoggerMessage(LogLevel.Critical, "The log is not being sealed: {Reason}")]
    private partial void LogProblem(string reason);
}
