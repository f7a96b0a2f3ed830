using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// What decides the place of a fact in canonical order, besides its number in the order of recording.
/// </summary>
internal interface IPlaced
{
    bool IsOpening { get; }

    /// <summary>The earliest bound of its date.</summary>
    EdtfBound Begins { get; }
}

/// <summary>
/// Canonical order: after the opening, facts are placed one after another in the order of recording, and what has its
/// place is never reordered. Facts with a time are in order among themselves, and so are facts without; between the two
/// kinds days decide, and no comparison of two facts alone expresses that: Tokyo stands before London by instants,
/// London before the 15th by its day, the 15th before Tokyo by recording.
/// </summary>
internal static class CanonicalOrder
{
    // The widest offset: the day of a fact with a time lies this far from the same day in UTC at most.
    private const long WidestOffset = 14 * TimeSpan.TicksPerHour;

    /// <summary>Facts given in the order of recording, each at its place.</summary>
    public static List<T> Of<T>(IEnumerable<T> recorded) where T : IPlaced
    {
        List<T> placed = [];
        foreach (var one in recorded)
            placed.Insert(PlaceOf(one, placed), one);
        return placed;
    }

    /// <summary>
    /// The index at which the next recorded fact is placed. Nearly all belong at the end; the search goes back no further
    /// than a few days before the place.
    /// </summary>
    public static int PlaceOf<T>(IPlaced next, IReadOnlyList<T> placed) where T : IPlaced =>
        next.IsOpening ? BehindOpenings(placed)
        : next.Begins.Instant is { } instant ? PlaceOf(instant, next.Begins.Day, placed)
        : PlaceOf(next.Begins.Day, placed);

    private static int BehindOpenings<T>(IReadOnlyList<T> placed) where T : IPlaced
    {
        var place = 0;
        while (place < placed.Count && placed[place].IsOpening)
            place++;
        return place;
    }

    /// <summary>
    /// Behind the last timed fact whose instant is not later, and behind the untimed facts that follow there and whose
    /// day is not later.
    /// </summary>
    private static int PlaceOf<T>(long instant, int day, IReadOnlyList<T> placed) where T : IPlaced
    {
        var place = EndNear(instant, placed);
        for (var index = place - 1; index >= 0 && !placed[index].IsOpening; index--)
        {
            var there = placed[index].Begins;
            if (there.Instant is { } other)
            {
                if (other <= instant)
                    break;
                place = index;
            }
            else if (there.Day > day)
                place = index;
            else if (StartOf(there.Day + 1L) + WidestOffset <= instant)
                break; // no later instant stands before it
        }
        return place;
    }

    /// <summary>
    /// Behind the last fact, timed or not, whose day is not later, but before the first untimed fact of a later day.
    /// </summary>
    private static int PlaceOf<T>(int day, IReadOnlyList<T> placed) where T : IPlaced
    {
        var (behind, before) = (default(int?), EndNear(StartOf(day), placed));
        var index = before - 1;
        for (; index >= 0 && !placed[index].IsOpening; index--)
        {
            var there = placed[index].Begins;
            if (there.Day > day)
            {
                if (there.Instant is null)
                    before = index;
                continue;
            }
            behind ??= index + 1;
            if (there.Instant is not { } instant || instant < StartOf(day + 1L) - WidestOffset)
                break; // no untimed fact of a later day stands before it
        }
        return Math.Min(behind ?? index + 1, before);
    }

    /// <summary>
    /// An index from which on all facts are days later than an instant, whichever way they are compared: a late fact is
    /// searched from there. Two facts that stand in another order than their instants or the beginnings of their days
    /// are less than two days apart, so a fact that is four days later has only later ones behind it.
    /// </summary>
    private static int EndNear<T>(long instant, IReadOnlyList<T> placed) where T : IPlaced
    {
        var (low, high) = (0, placed.Count);
        if (high == 0 || !IsDaysLater(placed[high - 1]))
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsDaysLater(placed[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        return high;

        bool IsDaysLater(T one) =>
            !one.IsOpening && (one.Begins.Instant ?? StartOf(one.Begins.Day)) > instant + 4 * TimeSpan.TicksPerDay;
    }

    // An open beginning is earlier than every day.
    private static long StartOf(long day) => Math.Max(day, -1) * TimeSpan.TicksPerDay;
}
