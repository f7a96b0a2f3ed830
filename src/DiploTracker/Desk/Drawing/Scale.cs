using System.Globalization;
using DiploTracker.Kernel;

namespace DiploTracker.Desk.Drawing;

/// <summary>
/// Days on a horizontal axis, in percent of its width; from right to left where the page reads that way.
/// </summary>
public sealed record Scale(DateOnly From, DateOnly To, bool IsRightToLeft)
{
    private int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Where a day begins, or the days before it end.</summary>
    public double Start(DateOnly day) => At(day.DayNumber - From.DayNumber);

    public double Middle(DateOnly day) => At(day.DayNumber - From.DayNumber + 0.5);

    public double End(DateOnly day) => At(day.DayNumber - From.DayNumber + 1);

    public bool Has(DateOnly day) => day >= From && day <= To;

    /// <summary>The first and the last day of a date that the axis shows; open ends reach beyond it.</summary>
    public (DateOnly First, DateOnly Last) DaysOf(Edtf date) =>
        (date.First.Date ?? From.AddDays(-1), date.Last.Date ?? To.AddDays(1));

    public bool Shows(Edtf date) => DaysOf(date) is var (first, last) && first <= To && last >= From;

    /// <summary>The days that are named below the axis: each of a week, else beginnings of months or years.</summary>
    public IEnumerable<DateOnly> Ticks() => Days switch
    {
        <= 14 => Enumerable.Range(0, Days).Select(From.AddDays),
        <= 500 => Months(Days <= 190 ? 1 : 3),
        var days => Months(12 * Math.Max(1, days / 3650)),
    };

    public string Name(DateOnly tick, CultureInfo culture) => tick.ToString(
        Days <= 14 ? "ddd d" : Days <= 500 ? "MMM yyyy" : "yyyy", culture);

    /// <summary>An axis over some dates with room at both ends; null if none of them has a day.</summary>
    public static Scale? Over(IEnumerable<Edtf> dates, DateOnly today, bool isRightToLeft)
    {
        List<DateOnly> days =
        [
            .. dates.SelectMany(date => new[] { date.First.Date, date.Last.Date }).OfType<DateOnly>(),
        ];
        if (days is [])
            return null;
        var (first, last) = (days.Min(), days.Max());
        // Today is shown where it is near.
        if (today > last && today.DayNumber - last.DayNumber < 60)
            last = today;
        // What is long over is named, and does not press the rest together.
        if (last.DayNumber - first.DayNumber > 3 * 365)
            first = days.Where(day => last.DayNumber - day.DayNumber <= 400).DefaultIfEmpty(last).Min();
        var room = Math.Max(2, (last.DayNumber - first.DayNumber) / 40);
        return new Scale(Moved(first, -room), Moved(last, room), isRightToLeft);
    }

    private static DateOnly Moved(DateOnly day, int by) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + by, 0, DateOnly.MaxValue.DayNumber));

    private IEnumerable<DateOnly> Months(int step)
    {
        var index = From.Year * 12 + From.Month - 1 + (From.Day > 1 ? 1 : 0);
        for (index += (step - index % step) % step; index < 9999 * 12; index += step)
        {
            var tick = new DateOnly(index / 12, index % 12 + 1, 1);
            if (tick > To)
                yield break;
            yield return tick;
        }
    }

    private double At(double days)
    {
        var share = Math.Clamp(days / Days, 0, 1) * 100;
        return IsRightToLeft ? 100 - share : share;
    }
}
