using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>The next events after a place.</summary>
/// <param name="Through">The event up to which nothing is missing.</param>
/// <param name="Problem">Why it cannot go further, or null.</param>
/// <param name="IsOfAnotherLog">The log does not hold the event after which to continue.</param>
internal sealed record FeedPage(
    IReadOnlyList<FeedEntry> Entries, EventPlace Through, string? Problem, bool IsOfAnotherLog = false)
{
    /// <summary>
    /// Events read before this page must not be sent any more: something in them was erased or put under embargo since.
    /// </summary>
    public bool ClosesEarlier { get; init; }

    /// <summary>The audience for which it was read.</summary>
    public Audience Audience { get; init; }

    /// <summary>When the first of its facts opens; null if none is withheld.</summary>
    public DateTimeOffset? Opens { get; init; }

    public static FeedPage OfAnotherLog(EventPlace after) => new([], after, Problem: null, IsOfAnotherLog: true);
}
