using System.Collections;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// The facts of the world in canonical order, as corrections left them. States are folded on demand and only as far as
/// needed: several late facts can be inserted in turn, and what follows them is folded once.
/// </summary>
internal sealed class Chronology
{
    public static readonly Chronology Empty = new([], default);

    // Replaced as a whole. Folding only adds states, so several threads may do it at once.
    private Parts _parts;

    private Chronology(GrowingList<Entry> folded, ReadOnlyMemory<Entry> rest) => _parts = new Parts(folded, rest);

    /// <summary>Facts given in the order of recording, each at its place.</summary>
    public static Chronology Of(IEnumerable<Entry> recorded) => new([], CanonicalOrder.Of(recorded).ToArray());

    /// <summary>Facts that have their places.</summary>
    public static Chronology Placed(IEnumerable<Entry> placed) => new([], placed.ToArray());

    public int Count => _parts.Count;

    /// <summary>All facts, each with the state after it.</summary>
    public GrowingList<Entry> All => Folded(Count);

    /// <summary>The fact at an index; the state after it may not be folded yet.</summary>
    public Entry this[int index] => _parts[index];

    /// <summary>The facts from an index on; the states after them may not be folded yet.</summary>
    public IEnumerable<Entry> From(int start)
    {
        var parts = _parts;
        for (var index = start; index < parts.Folded.Count + parts.Rest.Length; index++)
            yield return parts[index];
    }

    /// <summary>The state before an index.</summary>
    public Negotiation StateBefore(int index) => index == 0 ? Negotiation.None : Folded(index)[index - 1].After;

    /// <summary>The index at which the next recorded fact is placed.</summary>
    public int PlaceOf(IPlaced next) => CanonicalOrder.PlaceOf(next, _parts);

    /// <summary>
    /// The first index of a fact recorded after a version, of which there are so many; the count if none.
    /// </summary>
    public int FirstRecordedAfter(long version, int facts)
    {
        var (parts, first) = (_parts, Count);
        for (var index = first - 1; facts > 0; index--)
            if (parts[index].Fact.Version > version)
                (first, facts) = (index, facts - 1);
        return first;
    }

    /// <summary>The entries in the order of recording.</summary>
    public IEnumerable<Entry> Recorded() => From(0).OrderBy(entry => entry.Fact.Version);

    /// <summary>
    /// The facts, given in the order of recording, each at its place; what begins as this does is not folded again.
    /// </summary>
    public Chronology Anew(IEnumerable<Entry> recorded) => Continued(CanonicalOrder.Of(recorded));

    private Chronology Continued(List<Entry> placed)
    {
        var (folded, same) = (_parts.Folded, 0);
        while (same < folded.Count && same < placed.Count && ReferenceEquals(folded[same], placed[same]))
            same++;
        return new Chronology(folded.First(same), placed.Skip(same).ToArray());
    }

    /// <summary>
    /// The state before the place of a command that is recorded in the place of a fact.
    /// </summary>
    public Negotiation StateInPlaceOf(Fact fact, Command command)
    {
        var placed = CanonicalOrder.Of(Recorded()
            .Select(entry => entry.Fact.Version == fact.Version ? command : (IPlaced)entry));
        var before = placed.TakeWhile(one => !ReferenceEquals(one, command)).Count();
        return Continued([.. placed.OfType<Entry>()]).StateBefore(before);
    }

    /// <summary>The first index at which it differs from before.</summary>
    public int Parting(Chronology before)
    {
        var (parts, others, shorter) = (_parts, before._parts, Math.Min(Count, before.Count));
        var index = 0;
        while (index < shorter && ReferenceEquals(parts[index].Fact, others[index].Fact) && ReferenceEquals(parts[index].Event, others[index].Event)
            && parts[index].IsRetracted == others[index].IsRetracted)
            index++;
        return index;
    }

    public Chronology With(Entry entry)
    {
        var (index, parts) = (PlaceOf(entry), _parts);
        return index <= parts.Folded.Count
            ? With(parts.Folded.First(index), entry, Behind(parts, index))
            : new Chronology(parts.Folded, Spliced(parts, index, entry));
    }

    /// <summary>The same, with what follows already folded.</summary>
    public Chronology With(Entry entry, IReadOnlyList<Entry> following)
    {
        var index = PlaceOf(entry);
        var placed = With(Folded(index).First(index), entry, behind: default);
        return new Chronology(placed._parts.Folded.AddRange([.. following]), default);
    }

    /// <summary>The first <paramref name="count"/> facts.</summary>
    public Chronology First(int count) => new(All.First(count), default);

    /// <summary>The same with the entries from an index on replaced by others that do not change the states.</summary>
    public Chronology Replaced(int start, Func<Entry, Entry> replace)
    {
        var parts = _parts;
        var folded = start >= parts.Folded.Count ? parts.Folded
            : parts.Folded.First(start).AddRange([.. parts.Folded.From(start).Select(replace)]);
        return new Chronology(folded, parts.Rest.IsEmpty ? default : parts.Rest.ToArray().Select(replace).ToArray());
    }

    private static Chronology With(GrowingList<Entry> before, Entry entry, ReadOnlyMemory<Entry> behind) =>
        new(before.Add(entry.On(before.IsEmpty ? Negotiation.None : before[^1].After)), behind);

    private static Entry[] Spliced(Parts parts, int index, Entry put) =>
        [.. parts.Rest.Span[..(index - parts.Folded.Count)], put, .. parts.Rest.Span[(index - parts.Folded.Count)..]];

    private static ReadOnlyMemory<Entry> Behind(Parts parts, int index) =>
        index == parts.Folded.Count ? parts.Rest : (Entry[])[.. parts.Folded.From(index), .. parts.Rest.Span];

    /// <summary>The folded entries, at least <paramref name="count"/> of them.</summary>
    private GrowingList<Entry> Folded(int count)
    {
        var parts = _parts;
        var missing = count - parts.Folded.Count;
        if (missing <= 0)
            return parts.Folded;

        var entries = new Entry[missing];
        var state = parts.Folded.IsEmpty ? Negotiation.None : parts.Folded[^1].After;
        for (var index = 0; index < missing; index++)
            state = (entries[index] = parts.Rest.Span[index].On(state)).After;
        _parts = new Parts(parts.Folded.AddRange(entries), parts.Rest[missing..]);
        return _parts.Folded;
    }

    /// <param name="Folded">With the state after each.</param>
    /// <param name="Rest">The entries after those, with outdated states or none.</param>
    private sealed record Parts(GrowingList<Entry> Folded, ReadOnlyMemory<Entry> Rest) : IReadOnlyList<Entry>
    {
        public int Count => Folded.Count + Rest.Length;

        public Entry this[int index] => index < Folded.Count ? Folded[index] : Rest.Span[index - Folded.Count];

        public IEnumerator<Entry> GetEnumerator() => Folded.Concat(Rest.ToArray()).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
