using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DiploTracker.Database;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Nodes;

/// <summary>
/// The work that this node does exclusively. One statement a second renews all its leases, and takes those that it
/// wants and no node holds; a node that has not renewed for a term, because it was killed, frozen or cut off, loses its
/// leases.
/// </summary>
public sealed partial class Leases : BackgroundService
{
    public const string Meter = "DiploTracker.Nodes";

    /// <summary>
    /// How long a lease lasts without renewal. With <see cref="BetweenBeats"/>, at which another node finds it expired,
    /// it is taken over within four seconds.
    /// </summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _wanted = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly BackgroundDatabase _database;
    private readonly ILogger<Leases> _logger;
    private readonly Counter<long> _taken;

    private volatile IReadOnlyDictionary<string, Lease> _held = new Dictionary<string, Lease>();
    private bool _isLeaving;

    public Leases(BackgroundDatabase database, Node node, IMeterFactory meters, ILogger<Leases> logger)
    {
        (_database, Node, _logger) = (database, node, logger);
        var meter = meters.Create(Meter);
        _taken = meter.CreateCounter<long>("diplo.leases.taken", "{lease}", "How often this node took over some work.");
        meter.CreateObservableGauge(
            "diplo.leases.held", () => _held.Keys.Select(work => new Measurement<int>(1, KeyValuePair.Create<string, object?>("work", work))),
            "{lease}", "1 for each kind of work that this node does and no other.");
    }

    public Node Node { get; }

    /// <summary>The work that this node would do if no other did.</summary>
    internal IEnumerable<string> Wanted => _wanted.Keys;

    /// <summary>
    /// Wants some work from now on; on the first request, asks the database at once whether it is free.
    /// </summary>
    public async Task Want(IReadOnlyCollection<string> work, CancellationToken cancellation)
    {
        var isNew = false;
        foreach (var name in work)
            isNew |= _wanted.TryAdd(name, true);
        if (isNew)
            await Beat(cancellation);
    }

    /// <summary>The lease on some work as this node knows it; null while another node holds it, or none.</summary>
    public Lease? On(string work) => _held.GetValueOrDefault(work);

    /// <summary>Gives some work up, so that another node may do it; this node no longer wants it.</summary>
    public async Task Release(string work)
    {
        _wanted.TryRemove(work, out _);
        await Leave([work], CancellationToken.None);
    }

    /// <summary>Ends the work of this node: others may take it over at once.</summary>
    public override async Task StopAsync(CancellationToken cancellation)
    {
        await base.StopAsync(cancellation);
        if (_wanted.IsEmpty || _isLeaving)
            return; // it has already left, or never joined
        try
        {
            await Leave(work: null, cancellation);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            LogNoLeave(failure.GetBaseException().Message); // the leases expire
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(BetweenBeats);
        var isAway = false;
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (_wanted.IsEmpty)
                continue; // the schema is not ready yet
            try
            {
                await Beat(stopping);
                isAway = false;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                if (!isAway)
                    LogAway(failure.GetBaseException().Message);
                isAway = true;
            }
        }
    }

    private async Task Beat(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_isLeaving)
                return;
            await using var beat = _database.Source.CreateCommand("select name, token from diplo.beat($1, $2, $3, $4)");
            beat.CommandTimeout = (int)Math.Ceiling(Term.TotalSeconds);
            beat.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Node.Id });
            beat.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Node.Name });
            beat.Parameters.Add(new NpgsqlParameter { Value = Term, NpgsqlDbType = NpgsqlDbType.Interval });
            beat.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. _wanted.Keys.Where(name => !_held.ContainsKey(name))] });
            await using var rows = await beat.ExecuteReaderAsync(cancellation);
            Dictionary<string, Lease> held = [];
            while (await rows.ReadAsync(cancellation))
                held[rows.GetString(0)] = _held.GetValueOrDefault(rows.GetString(0)) is { } kept && kept.Token == rows.GetInt64(1)
                    ? kept
                    : new Lease(Node, rows.GetString(0), rows.GetInt64(1));
            Now(held);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Leave(string[]? work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _isLeaving |= work is null;
            await using var leave = _database.Source.CreateCommand("select diplo.leave($1, $2)");
            leave.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Node.Id });
            leave.Parameters.Add(new NpgsqlParameter { Value = (object?)work ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            await leave.ExecuteNonQueryAsync(cancellation);
            Now(work is null ? [] : _held.Where(held => !work.Contains(held.Key)).ToDictionary());
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Now(Dictionary<string, Lease> held)
    {
        var before = _held;
        _held = held;
        foreach (var lease in held.Values.Except(before.Values))
        {
            _taken.Add(1, KeyValuePair.Create<string, object?>("work", lease.Name));
            LogTaken(lease.Name);
        }
        foreach (var lease in before.Values.Except(held.Values))
            LogEnded(lease.Name);
    }

    [LoggerMessage(LogLevel.Information, "This node works on {Work} from now on")]
    private partial void LogTaken(string work);

    [LoggerMessage(LogLevel.Information, "This node no longer works on {Work}")]
    private partial void LogEnded(string work);

    [LoggerMessage(LogLevel.Warning, "The leases on what this node works on cannot be renewed ({Reason}); trying again every second")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "The leases on what this node works on could not be given back ({Reason}); they expire by themselves")]
    private partial void LogNoLeave(string reason);
}
