using System.Diagnostics;
using DiploTracker.Nodes;
using DiploTracker.Recording;

namespace DiploTracker.Projections;

/// <summary>A build that this node keeps up to date, with the state that the node holds for it.</summary>
/// <param name="lease">The lease under which it does so; null only where no other node can.</param>
internal sealed class ActiveBuild(Projection view, Build build, Lease? lease)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SetAside> _setAside = [];
    private long _attempted;

    public Projection View => view;

    public Lease? Lease => lease;

    public Build Build { get; private set; } = build;

    public RowWriter Writer { get; } = new(view, build);

    public long Position => Build.Position;

    /// <summary>The negotiations that the build leaves out.</summary>
    public IReadOnlyDictionary<string, SetAside> SetAside => _setAside;

    /// <summary>
    /// Those of them to retry: all when this node starts on the build, afterwards those that an operator asks for.
    /// </summary>
    public HashSet<string> ToBeTried { get; } = [];

    /// <summary>
    /// Whether it may replace the current build now. A build that was kept back is retried every second.
    /// </summary>
    public bool MaySwitch => Build.State == BuildState.Building && (_setAside.Count == 0 || Stopwatch.GetElapsedTime(_attempted) > BetweenAttempts);

    public void WasKeptBack() => _attempted = Stopwatch.GetTimestamp();

    /// <summary>Takes over a negotiation that is already set aside in the database.</summary>
    public void Has(SetAside left, bool isToBeTried)
    {
        if (isToBeTried)
            ToBeTried.Add(left.Negotiation);
        _setAside[left.Negotiation] = left;
    }

    /// <summary>
    /// Takes over what was committed: the position, the negotiations newly left out, and those healed.
    /// </summary>
    public void Reached(long position, IEnumerable<SetAside> left, IEnumerable<string> healed)
    {
        Build = Build with { Position = position };
        foreach (var negotiation in healed)
            _setAside.Remove(negotiation);
        foreach (var one in left)
            _setAside[one.Negotiation] = one;
    }

    public void Is(BuildState state) => Build = Build with { State = state };
}

/// <summary>The part of the log that views at a position have yet to process.</summary>
/// <param name="To">The last position of the range.</param>
/// <param name="Head">The head of the log.</param>
/// <param name="Touched">The negotiations with events in the range.</param>
internal sealed record PendingRange(long From, long To, long Head, IReadOnlyDictionary<string, TouchedStream> Touched)
{
    public static readonly PendingRange Nothing = new(0, 0, 0, new Dictionary<string, TouchedStream>());
}

/// <summary>A negotiation with events in a range of the log.</summary>
/// <param name="First">Its first position in the range.</param>
/// <param name="Last">Its last event in the range.</param>
/// <param name="Version">The number of facts it has up to that event.</param>
internal readonly record struct TouchedStream(long First, EventPlace Last, long Version);

/// <summary>Another node has advanced or removed a build, so this node's state for it is stale.</summary>
internal sealed class CheckpointConflictException(string message) : Exception(message);
