using System.Diagnostics;
using DiploTracker.Nodes;
using DiploTracker.Recording;

namespace DiploTracker.Projections;

/// <summary>A build that this node keeps up to date, and what it remembers of it.</summary>
/// <param name="lease">Under which it does so; null only where nobody else can.</param>
internal sealed class ActiveBuild(Projection view, Build build, Lease? lease)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SetAside> _setAside = [];
    private long _attempted;

    public Projection View => view;

    public Lease? Lease => lease;

    public Build Build { get; private set; } = build;

    public RowWriter Writer { get; } = new(view, build);

    public RowFingerprints Written { get; } = new();

    public long Position => Build.Position;

    /// <summary>The negotiations that it leaves out.</summary>
    public IReadOnlyDictionary<string, SetAside> SetAside => _setAside;

    /// <summary>
    /// Those of them that are to be tried again: all when this node begins to work on it, then those that somebody asks
    /// for.
    /// </summary>
    public HashSet<string> ToBeTried { get; } = [];

    /// <summary>May it take the place of the current one now? What was kept back is tried again each second.</summary>
    public bool MaySwitch => Build.State == BuildState.Building && (_setAside.Count == 0 || Stopwatch.GetElapsedTime(_attempted) > BetweenAttempts);

    public void WasKeptBack() => _attempted = Stopwatch.GetTimestamp();

    /// <summary>Is it there already that a negotiation is set aside?</summary>
    public void Has(SetAside left, bool isToBeTried)
    {
        if (isToBeTried)
            ToBeTried.Add(left.Negotiation);
        _setAside[left.Negotiation] = left;
    }

    /// <summary>What has been committed: how far it is, and what it leaves out and no longer does.</summary>
    public void Reached(long position, IEnumerable<SetAside> left, IEnumerable<string> healed)
    {
        Build = Build with { Position = position };
        foreach (var negotiation in healed)
            _setAside.Remove(negotiation);
        foreach (var one in left)
        {
            _setAside[one.Negotiation] = one;
            Written.Forget(one.Negotiation);
        }
    }

    public void Is(BuildState state) => Build = Build with { State = state };
}

/// <summary>What lies before views that stand at a position.</summary>
/// <param name="To">How far it was looked.</param>
/// <param name="Head">How far the log goes.</param>
/// <param name="Touched">The negotiations that come in it.</param>
internal sealed record PendingRange(long From, long To, long Head, IReadOnlyDictionary<string, TouchedStream> Touched)
{
    public static readonly PendingRange Nothing = new(0, 0, 0, new Dictionary<string, TouchedStream>());
}

/// <summary>A negotiation that comes in a range of the log.</summary>
/// <param name="First">Its first position there.</param>
/// <param name="Last">Its last event there.</param>
/// <param name="Version">How many facts it has up to then.</param>
internal readonly record struct TouchedStream(long First, EventPlace Last, long Version);

/// <summary>
/// Somebody else has moved a build on, or taken it away: what this node thought of it holds no longer.
/// </summary>
internal sealed class CheckpointConflictException(string message) : Exception(message);
