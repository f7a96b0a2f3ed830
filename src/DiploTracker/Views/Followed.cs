using System.Diagnostics;
using DiploTracker.Nodes;
using DiploTracker.Recording;

namespace DiploTracker.Views;

/// <summary>A build that this node keeps up to date, and what it remembers of it.</summary>
/// <param name="lease">Under which it does so; null only where nobody else can.</param>
internal sealed class Followed(View view, Build build, Lease? lease)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private long _attempted;

    public View View => view;

    public Lease? Lease => lease;

    public Build Build { get; private set; } = build;

    public ViewWriter Writer { get; } = new(view, build);

    public Written Written { get; } = new();

    public long Position => Build.Position;

    /// <summary>What stopped is tried again each second, at the position where it stopped.</summary>
    public bool MayGoOn => Build.Problem is null || Stopwatch.GetElapsedTime(_attempted) > BetweenAttempts;

    public void Reached(long position) => Build = Build with { Position = position, Problem = null, ProblemNegotiation = null };

    public void Stopped(Poison poison)
    {
        _attempted = Stopwatch.GetTimestamp();
        Build = Build with { Problem = poison.Reason, ProblemNegotiation = poison.Negotiation };
    }

    public void Is(BuildState state) => Build = Build with { State = state };
}

/// <summary>What lies before views that stand at a position.</summary>
/// <param name="To">How far it was looked.</param>
/// <param name="Head">How far the log goes.</param>
/// <param name="Touched">The negotiations that come in it.</param>
internal sealed record Ahead(long From, long To, long Head, IReadOnlyDictionary<string, Touched> Touched)
{
    public static readonly Ahead Nothing = new(0, 0, 0, new Dictionary<string, Touched>());
}

/// <summary>A negotiation that comes in a range of the log.</summary>
/// <param name="First">Its first position there.</param>
/// <param name="Last">Its last event there.</param>
/// <param name="Version">How many facts it has up to then.</param>
internal readonly record struct Touched(long First, EventPlace Last, long Version);

/// <summary>A view cannot take in a negotiation as it stood at a position.</summary>
/// <param name="Position">The first position of it that the view does not include.</param>
internal sealed record Poison(Followed View, string Negotiation, long Position, string Reason);

/// <summary>Somebody else has moved a build on, or taken it away: what this node thought of it holds no longer.</summary>
internal sealed class ViewMovedException(string message) : Exception(message);
