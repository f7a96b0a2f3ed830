using CsCheck;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>
/// Facts are placed one after another in the order of recording: days decide between a fact with a time and one without.
/// </summary>
public sealed class CanonicalOrderSpecs
{
    private const int Many = 5_000;

    private static readonly Gen<string> Day =
        Gen.OneOf(Gen.Int[11, 16], Gen.Int[11, 16], Gen.Int[1, 16]).Select(day => $"2025-08-{day:D2}");

    private static readonly Gen<string> Offset = Gen.Int[-12, 14].Select(hours =>
        hours == 0 ? "Z" : $"{(hours < 0 ? '-' : '+')}{Math.Abs(hours):D2}:00");

    /// <summary>Offsets from -12 to +14, bare days, coarse dates, sets and open ends, mixed.</summary>
    private static readonly Gen<Edtf> Dates = Gen.Frequency(
        (6, Gen.Select(Day, Gen.Int[0, 24], Offset, (day, hour, offset) => $"{day}T{hour:D2}:00{offset}")),
        (4, Day),
        (1, Gen.OneOf("2025", "2025-08", "2025-07", "2025-22", "2025-08-13~", "2025-35")),
        (1, Gen.Select(Day, Day, (one, other) => $"[{one},{other}]")),
        (1, Day.Select(day => $"../{day}")),
        (1, Day.Select(day => $"{day}/..")),
        (1, Day.Select(day => $"{day}/2025-08-17T10:00Z"))).Select(Edtf.Parse);

    private static readonly Gen<Placed[]> Some = Gen.Select(Dates, Gen.Int[0, 19]).Array[0, 30]
        .Select(facts => facts.Select((fact, index) => new Placed(index + 1, fact.Item1, IsOpening: index == 0 || fact.Item2 == 0)).ToArray());

    [Theory]
    [InlineData("2025-06-23T21:00-04:00", "2025-06-24")]
    [InlineData("2025-07-27", "2025-07-27T01:00+09:00")]
    [InlineData("2025-08-15", "2025-08-15T08:30+09:00")]
    [InlineData("2025-08-15", "2025-08-15")]
    [InlineData("2025-08-15T10:00Z", "2025-08-15T12:00+02:00")] // one moment: as recorded
    [InlineData("2025-08-15T24:00Z", "2025-08-15")]
    [InlineData("../2025-08-15", "../2025-08-01")]
    [InlineData("../2025-08-15", "0001-01-01")]
    public void the_second_recorded_stands_behind_the_first(string first, string second) => Placing(first, second).ShouldBe([1, 2]);

    [Theory]
    [InlineData("2025-06-24", "2025-06-23T21:00-04:00")]
    [InlineData("2025-08-15T10:00Z", "2025-08-15T08:00-01:00")]
    [InlineData("2025-08-15T00:30+09:00", "2025-08-14")]
    [InlineData("2025-08-15", "../2025-08-20")]
    [InlineData("2025-08-15", "2025-08")]
    [InlineData("2025-08-16", "2025-08-15T24:00Z")]
    public void the_second_recorded_stands_before_the_first(string first, string second) => Placing(first, second).ShouldBe([2, 1]);

    [Fact]
    public void no_comparison_of_two_facts_gives_it()
    {
        const string Tokyo = "2025-08-15T01:00+09:00", London = "2025-08-14T20:00+01:00", The15th = "2025-08-15";
        Placing(London, Tokyo).ShouldBe([2, 1]);
        Placing(London, The15th).ShouldBe([1, 2]);
        Placing(The15th, Tokyo).ShouldBe([1, 2]);
        Placing(London, The15th, Tokyo).ShouldBe([3, 1, 2]);
        Placing(The15th, London, Tokyo).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public void the_opening_stands_first_whenever_it_was() =>
        CanonicalOrder.Of([Fact(1, "2025-08-15"), Fact(2, "../2025") with { IsOpening = true }, Fact(3, "2025-08-14")]).Select(one => one.Version)
            .ShouldBe([2, 3, 1]);

    [Fact]
    public void it_is_what_the_rule_says() =>
        Some.Sample(facts => CanonicalOrder.Of(facts).ShouldBe(ByTheRule(facts)), iter: Many);

    [Fact]
    public void all_facts_have_places_and_what_has_its_place_is_never_reordered() =>
        Some.Sample(facts =>
        {
            List<Placed> before = [];
            for (var count = 1; count <= facts.Length; count++)
            {
                var after = CanonicalOrder.Of(facts.Take(count));
                after.Count.ShouldBe(count);
                after.Where(one => one != facts[count - 1]).ShouldBe(before);
                before = after;
            }
        }, iter: Many / 10);

    [Fact]
    public void facts_with_times_are_in_order_among_themselves_and_so_are_those_without() =>
        Some.Sample(facts =>
        {
            var placed = CanonicalOrder.Of(facts).FindAll(one => !one.IsOpening);
            placed.Where(one => one.Begins.Instant is not null).ShouldBe(
                facts.Where(one => !one.IsOpening && one.Begins.Instant is not null).OrderBy(one => one.Begins.Instant));
            placed.Where(one => one.Begins.Instant is null).ShouldBe(
                facts.Where(one => !one.IsOpening && one.Begins.Instant is null).OrderBy(one => one.Begins.Day));
        }, iter: Many);

    [Fact]
    public void a_timeline_has_it_whole_and_grown_in_every_cut_and_after_corrections() =>
        Gen.Select(Dates.Array[1, 20], Gen.Int[0, 1_000], Dates, Dates).Sample((dates, which, amended, asOf) =>
        {
            List<Fact> facts = [Recorded(Opened.On("2025-08-12"), 1), .. dates.Select((date, index) => Recorded(Statement(index) with { Occurred = date }, index + 2))];
            var target = facts[1 + which % dates.Length];
            var corrected = Recorded(new RecordCorrected(target.Id, CorrectionMode.Amended, target.Event with { Occurred = amended }, "a misprint").On("2025-09-01"), facts.Count + 1);
            var grown = facts.Aggregate(Timeline.Empty, (timeline, fact) => timeline.With(fact));
            Versions(grown).ShouldBe(Versions(Timeline.Of(facts)));
            Versions(grown).ShouldBe(Of(facts));

            var after = grown.With(corrected);
            Versions(after).ShouldBe(Versions(Timeline.Of([.. facts, corrected])));
            Versions(after).ShouldBe(Of(facts.Select(fact => fact == target ? fact with { Event = fact.Event with { Occurred = amended } } : fact)));

            var half = grown.At(new Moment(AsOf: asOf));
            Versions(half).ShouldBe(Of(half.Recorded));
            for (var count = 1; count <= facts.Count; count++)
                Versions(grown.After(count)).ShouldBe(Of(facts.Take(count)));
        }, iter: Many / 10);

    [Fact]
    public void the_newest_is_placed_without_looking_far_back()
    {
        foreach (var next in (string[])["2025-12-31", "2025-12-31T12:00Z"])
            foreach (var there in (Func<int, string>[])[index => $"{Start.AddHours(index):yyyy-MM-dd}",
                index => $"{Start.AddHours(index):yyyy-MM-dd'T'HH:mm'Z'}"])
            {
                var placed = new Counting([.. Enumerable.Range(0, 4_000).Select(index => Fact(index + 1, there(index)))]);
                CanonicalOrder.PlaceOf(Fact(4_001, next), placed).ShouldBe(4_000);
                placed.Seen.ShouldBeLessThan(10);
            }
    }

    [Fact]
    public void a_late_one_is_placed_by_looking_at_few()
    {
        foreach (var there in (Func<int, string>[])[index => $"{Start.AddDays(index):yyyy-MM-dd}", index => $"{Start.AddDays(index):yyyy-MM-dd'T'HH:mm'Z'}"])
        {
            var placed = new Counting([.. Enumerable.Range(0, 4_000).Select(index => Fact(index + 1, there(index)))]);
            CanonicalOrder.PlaceOf(Fact(4_001, "2025-01-11T12:00Z"), placed).ShouldBe(11);
            CanonicalOrder.PlaceOf(Fact(4_001, "2025-01-11"), placed).ShouldBe(11);
            placed.Seen.ShouldBeLessThan(60);
        }
    }

    private static readonly DateTime Start = new(2025, 1, 1);

    private static List<int> Placing(params string[] recorded) => CanonicalOrder.Of(recorded.Select((date, index) => Fact(index + 1, date))).ConvertAll(one => one.Version);

    private static Placed Fact(int version, string date) => new(version, Edtf.Parse(date));

    private static StatementRecorded Statement(int number) => Denied with { Id = $"s-{number}", About = [] };

    private static IEnumerable<long> Versions(Timeline timeline) => timeline.Canonical.Select(entry => entry.Fact.Version);

    private static IEnumerable<long> Of(IEnumerable<Fact> facts) =>
        ByTheRule([.. facts.Select(fact => new Placed((int)fact.Version, fact.Event.Occurred, fact.Event is NegotiationOpened))]).Select(one => (long)one.Version);

    /// <summary>The rule in its own words, without a thought of speed.</summary>
    private static List<Placed> ByTheRule(IReadOnlyList<Placed> recorded)
    {
        List<Placed> placed = [];
        foreach (var one in recorded)
        {
            var openings = placed.FindLastIndex(other => other.IsOpening) + 1;
            var place = openings;
            if (!one.IsOpening && one.Begins.Instant is { } instant)
            {
                place = Math.Max(openings, placed.FindLastIndex(other => !other.IsOpening && other.Begins.Instant <= instant) + 1);
                while (place < placed.Count && placed[place].Begins.Instant is null && placed[place].Begins.Day <= one.Begins.Day)
                    place++;
            }
            else if (!one.IsOpening)
            {
                place = Math.Max(openings, placed.FindLastIndex(other => !other.IsOpening && other.Begins.Day <= one.Begins.Day) + 1);
                var later = placed.FindIndex(other => !other.IsOpening && other.Begins.Instant is null && other.Begins.Day > one.Begins.Day);
                place = later >= 0 ? Math.Min(place, later) : place;
            }
            placed.Insert(place, one);
        }
        return placed;
    }

    private sealed record Placed(int Version, Edtf Date, bool IsOpening = false) : IPlaced
    {
        public EdtfBound Begins => Date.First;
    }

    /// <summary>Counts how many facts are looked at.</summary>
    private sealed class Counting(List<Placed> placed) : IReadOnlyList<Placed>
    {
        private readonly HashSet<int> _seen = [];

        public int Seen => _seen.Count;

        public int Count => placed.Count;

        public Placed this[int index]
        {
            get
            {
                _seen.Add(index);
                return placed[index];
            }
        }

        public IEnumerator<Placed> GetEnumerator() => placed.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
