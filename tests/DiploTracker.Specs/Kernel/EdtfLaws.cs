using CsCheck;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

public sealed class EdtfLaws
{
    private const int Many = 20_000;

    // Few years, so that values meet; the first and the last, where arithmetic could overflow.
    private static readonly Gen<string> Year = Gen.OneOf("0001", "2024", "2025", "9999");
    private static readonly Gen<string> Month = Gen.Int[1, 12].Select(month => $"{month:D2}");
    private static readonly Gen<string> Days = Gen.Select(Year, Month, Gen.Int[1, 28], (y, m, d) => $"{y}-{m}-{d:D2}");
    private static readonly Gen<string> Dates = Gen.Frequency(
        (5, Days),
        (2, Gen.Select(Year, Month, (y, m) => $"{y}-{m}")),
        (1, Gen.Select(Year, Month, (y, m) => $"{y}-{m}-XX")),
        (1, Gen.Select(Year, Gen.OneOf(Gen.Int[21, 24], Gen.Int[33, 41]), (y, part) => $"{y}-{part}")),
        (1, Gen.Select(Year, Gen.OneOf("", "-XX", "-XX-XX"), (y, rest) => y + rest)));

    private static readonly Gen<string> Suffix = Gen.OneOf("", "", "", "~", "?", "%");
    private static readonly Gen<string> Floating = Values(Dates);
    private static readonly Gen<string> Times = Values(TimesWith(Gen.OneOf("Z", "-08:00", "+14:00", "-14:00")));
    private static readonly Gen<string> Anything =
        Gen.OneOf(Floating, Times, Values(Gen.OneOf(Dates, TimesWith(Gen.Const("+05:30")))));

    [Fact]
    public void canonical_text_is_read_back_as_the_same_value() =>
        Anything.Select(Edtf.Of).Sample(
            date =>
            {
                var again = Edtf.Of(date.Text);
                again.ShouldBe(date);
                again.Text.ShouldBe(date.Text);
                (again.Earliest, again.Latest, again.Precision, again.IsApproximate, again.Error)
                    .ShouldBe((date.Earliest, date.Latest, date.Precision, date.IsApproximate, date.Error));
            },
            iter: Many);

    [Fact]
    public void every_date_has_words() =>
        Anything.Select(Edtf.Of).Where(date => date.Error is null).Sample(
            date =>
            {
                foreach (var words in (string[])[DateWords.Of(date), DateWords.Noun(date), DateWords.When(date)])
                    words.ShouldNotMatch(@"\.\.|[\[\]/~%?]|^$|  ", date.Text);
            },
            iter: Many);

    [Fact]
    public void the_earliest_bound_is_not_after_the_latest() =>
        Anything.Select(Edtf.Of).Sample(date => date.Earliest <= date.Latest, iter: Many);

    [Fact]
    public void nor_is_it_from_the_end_of_a_day_to_that_day()
    {
        var date = Edtf.Parse("2025-06-03T24:00+05:30/2025-06-03");
        date.Latest.ShouldBe(date.Earliest);
        date.Last.Day.ShouldBe(date.First.Day);
    }

    [Fact]
    public void equal_dates_have_equal_hashes() =>
        Anything.Sample(text => Edtf.Of(text).GetHashCode() == Edtf.Of(text).GetHashCode(), iter: Many);

    [Fact]
    public void every_good_date_contains_and_narrows_itself() =>
        Anything.Select(Edtf.Of).Where(date => date.Error is null)
            .Sample(date => date.Contains(date) && date.Narrows(date), iter: Many);

    [Fact]
    public void containing_is_transitive_among_dates_and_times_of_one_place() =>
        ContainingIsTransitive(Values(Gen.OneOf(Dates, TimesWith(Gen.Const("-08:00")))));

    [Fact]
    public void containing_is_transitive_among_times_of_any_offset() => ContainingIsTransitive(Times);

    [Fact]
    public void containing_is_not_transitive_from_a_day_through_another_offset()
    {
        var (day, there, elsewhere) =
            (Edtf.Parse("2025-08-15"), Edtf.Parse("2025-08-15T20:00-08:00"), Edtf.Parse("2025-08-16T04:00Z"));
        (day.Contains(there), there.Contains(elsewhere), day.Contains(elsewhere)).ShouldBe((true, true, false));
    }

    [Fact]
    public void what_contains_a_date_contains_its_bounds() =>
        Gen.Select(Floating, Floating).Select((a, b) => (Edtf.Of(a), Edtf.Of(b))).Sample(
            (a, b) => !a.Contains(b) || a.Earliest <= b.Earliest && b.Latest <= a.Latest, iter: Many);

    [Fact]
    public void an_interval_narrowed_from_either_side_stays_contained() =>
        Days.Array[4].Select(days => days.Order().ToArray()).Sample(
            days =>
            {
                var (outer, inner) = (Edtf.Of($"{days[0]}/{days[3]}"), Edtf.Of($"{days[1]}/{days[2]}"));
                outer.Contains(inner).ShouldBeTrue();
                inner.Narrows(outer).ShouldBeTrue();
                inner.Narrows(Edtf.Of($"[{days[0]}..{days[3]}]")).ShouldBeTrue();
            },
            iter: Many);

    [Fact]
    public void a_suffix_does_not_change_the_bounds() =>
        Gen.Select(Gen.OneOf(Dates, TimesWith(Gen.Const("Z"))), Gen.OneOf("~", "?", "%")).Sample(
            (text, suffix) =>
            {
                var (plain, qualified) = (Edtf.Of(text), Edtf.Of(text + suffix));
                (qualified.Earliest, qualified.Latest).ShouldBe((plain.Earliest, plain.Latest));
                qualified.Precision.ShouldBe(Precision.Vague);
            },
            iter: Many);

    [Fact]
    public void any_text_is_a_value_or_an_error_within_it() =>
        Gen.OneOf(Gen.String, Gen.String["0129-X/.,[]~?%TZ:+ ٢"], Spoilt).Sample(
            text =>
            {
                var good = Edtf.TryParse(text, out var value, out var error);
                (value is not null, error is null).ShouldBe((good, good));
                if (!good) error!.Position.ShouldBeInRange(0, text.Length);
                if (!good) error!.Message.ShouldNotBeNullOrWhiteSpace();
            },
            iter: 5 * Many);

    /// <summary>A good text with one character replaced.</summary>
    private static Gen<string> Spoilt => Gen.Select(Anything, Gen.Int[0, 100], Gen.Char["09-XT/.[],~ zé"]).Select(
        (text, at, wrong) => text.Remove(at % text.Length, 1).Insert(at % text.Length, wrong.ToString()));

    private static Gen<string> TimesWith(Gen<string> offset) => Gen.Select(
        Days, Gen.Int[0, 24], Gen.OneOf(":00", ":59", ":30:00", ":59:59"), offset,
        (d, h, m, o) => $"{d}T{h:D2}{(h == 24 ? ":00" : m)}{o}");

    /// <summary>The dates by themselves, in intervals and in sets; two in the wrong order are a bad value.</summary>
    private static Gen<string> Values(Gen<string> dates)
    {
        var member = Gen.Select(dates, Suffix, (date, suffix) => date + suffix);
        return Gen.Frequency(
            (4, member),
            (2, Gen.Select(member, member, (a, b) => $"{a}/{b}")),
            (1, Gen.Select(member, Gen.Bool, (a, atStart) => atStart ? $"../{a}" : $"{a}/..")),
            (2, Gen.Select(member, member, (a, b) => $"[{a}..{b}]")),
            (1, Gen.Select(member, Gen.Bool, (a, atStart) => atStart ? $"[..{a}]" : $"[{a}..]")),
            (2, member.Array[2, 4].Select(all => $"[{string.Join(',', all)}]")));
    }

    // Most triples hold nothing of one another: whole triples are generated until some do.
    private static void ContainingIsTransitive(Gen<string> values) =>
        values.Select(Edtf.Of).Array[12].Sample(
            dates =>
            {
                foreach (var a in dates)
                    foreach (var b in dates.Where(a.Contains))
                        foreach (var c in dates.Where(b.Contains))
                            a.Contains(c).ShouldBeTrue($"{a} > {b} > {c}");
            },
            iter: 2_000);
}
