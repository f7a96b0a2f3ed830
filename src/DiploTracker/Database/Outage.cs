using System.Diagnostics;
using DiploTracker.Kernel;

namespace DiploTracker.Database;

/// <summary>
/// A period in which the database fails: logs one line for each kind of failure when it begins and one when it is over,
/// however many requests are affected. Users of the database report its failures here.
/// </summary>
public sealed partial class Outage(ILogger<Outage> logger)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly HashSet<Problem> _said = [];
    private long _began, _reported;
    private int _requests;
    private bool _isCut;

    private long _appended, _failedToAppend;
    private string? _appendReason;

    /// <summary>Time since the last append; null if there was none yet, or the last attempt failed.</summary>
    internal TimeSpan? SinceAppend => Volatile.Read(ref _appended) is not 0 and var at && at >= Volatile.Read(ref _failedToAppend)
        ? Stopwatch.GetElapsedTime(at)
        : null;

    /// <summary>Why the last append failed, if nothing was appended since, and how long ago that was.</summary>
    internal (string Reason, TimeSpan Ago)? AppendFailure => SinceAppend is null && _appendReason is { } reason
        ? (reason, Stopwatch.GetElapsedTime(Volatile.Read(ref _failedToAppend)))
        : null;

    /// <summary>Counts a failure of the database; false for any other failure, which the caller has to log.</summary>
    /// <param name="requests">Number of requests that it fails.</param>
    public bool Report(Exception failure, int requests = 0) => DatabaseFailure.Of(failure) is { } known && Report(known, requests);

    /// <summary>Counts a failure of an append.</summary>
    public bool ReportAppend(Exception failure)
    {
        if (DatabaseFailure.Of(failure) is not { } known)
            return false;
        _appendReason = known.Reason;
        Volatile.Write(ref _failedToAppend, Stopwatch.GetTimestamp());
        return Report(known, requests: 0);
    }

    /// <summary>Call after a successful append.</summary>
    public void Appended() => Volatile.Write(ref _appended, Stopwatch.GetTimestamp());

    /// <summary>Completes when a failure is reported.</summary>
    internal Task Begun(CancellationToken cancellation) => _begun.WaitAsync(cancellation);

    /// <summary>Were connections lost since the last call?</summary>
    internal bool TakeCut() => Interlocked.Exchange(ref _isCut, false);

    /// <summary>Ends the outage, as all was well at a moment, unless a failure was reported since.</summary>
    /// <param name="asOf">A timestamp of <see cref="Stopwatch"/>.</param>
    internal bool IsOver(long asOf)
    {
        lock (_lock)
        {
            if (_reported > asOf)
                return false;
            if (_said.Count > 0)
                LogEnd(Stopwatch.GetElapsedTime(_began).TotalSeconds, _requests);
            _said.Clear();
            _requests = 0;
            return true;
        }
    }

    private bool Report(DatabaseFailure failure, int requests)
    {
        lock (_lock)
        {
            _reported = Stopwatch.GetTimestamp();
            _requests += requests;
            if (failure.IsUnknown)
                _isCut = true;
            if (_said.Count == 0)
            {
                _began = _reported;
                _begun.Release();
            }
            if (_said.Add(failure.Problem)) // a full disk does not explain a database that dies later
                LogBegin(failure.Reason);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Reason} Requests that need it are answered 503; the tracker goes on trying")]
    private partial void LogBegin(string reason);

    [LoggerMessage(LogLevel.Warning, "The database does its work again, after {Seconds:F0} s; {Requests} requests were answered 503")]
    private partial void LogEnd(double seconds, int requests);
}
