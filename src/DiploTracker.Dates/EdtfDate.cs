namespace DiploTracker.Kernel;

/// <summary>One date or time of an EDTF text: its first and last tick on the wall clock, its offset in ticks (none for
/// a floating date), the precision of its form, and its suffix (<c>~ ? %</c> or none).</summary>
internal readonly record struct EdtfDate(
    long WallFrom, long WallTo, Precision Form, long? Offset = null, char Suffix = '\0')
{
    public const int Spring = 21;
    public const int Winter = 24;
    public const int FirstQuarter = 33;
    public const int FirstThird = 37;
    public const int FirstHalf = 40;
    public const int LastHalf = 41;

    /// <summary>
    /// It is 24:00: on the wall clock the last tick of its day, which is the first instant of the next.
    /// </summary>
    public bool IsMidnight { get; init; }

    /// <summary>It has a time itself, not only the offset of the other end.</summary>
    public bool HasTime { get; init; }

    public long From => WallFrom == EdtfSpan.Beginning ? WallFrom : WallFrom - (Offset ?? 0) + (IsMidnight ? 1 : 0);

    public long To => WallTo == EdtfSpan.End ? WallTo : WallTo - (Offset ?? 0) + (IsMidnight ? 1 : 0);

    public bool Floating => Offset is null;

    public bool Qualified => Suffix != '\0';

    public bool Approximate => Suffix is '~' or '%';

    public bool Uncertain => Suffix is '?' or '%';

    public Precision Precision => Qualified ? Precision.Vague : Form;

    public bool Exact => Precision is Precision.Day or Precision.Time;

    public static EdtfDate Year(int year) => new(Start(year, 1, 1), EndOfMonth(year, 12), Precision.Vague);

    /// <summary>21 spring, March to May; 22 summer; 23 autumn; 24 winter, December to February of the next year.
    /// The winter of 9999 ends with that year.</summary>
    public static EdtfDate Season(int year, int season)
    {
        var first = 3 * (season - Spring + 1);
        var end = season != Winter ? EndOfMonth(year, first + 2)
            : year < 9999 ? EndOfMonth(year + 1, 2)
            : EndOfMonth(year, 12);
        return new(Start(year, first, 1), end, Precision.Vague);
    }

    /// <summary>33 to 36 a quarter, 37 to 39 a third, 40 and 41 a half of the year.</summary>
    public static EdtfDate Part(int year, int part)
    {
        var (index, months) = part < FirstThird ? (part - FirstQuarter, 3)
            : part < FirstHalf ? (part - FirstThird, 4)
            : (part - FirstHalf, 6);
        return new(Start(year, index * months + 1, 1), EndOfMonth(year, (index + 1) * months), Precision.Vague);
    }

    /// <summary>A set as the end of an interval: some day between its bounds.</summary>
    public static EdtfDate OneOf(EdtfReading set) =>
        new(set.Hull.WallFrom, set.Hull.WallTo, Precision.Vague, Suffix: (set.Approximate, set.Uncertain) switch
        {
            (true, true) => '%',
            (true, false) => '~',
            (false, true) => '?',
            _ => '\0',
        });

    public static EdtfDate Month(int year, int month) =>
        new(Start(year, month, 1), EndOfMonth(year, month), Precision.Window);

    public static EdtfDate Day(int year, int month, int day)
    {
        var start = Start(year, month, day);
        return new(start, start + TimeSpan.TicksPerDay - 1, Precision.Day);
    }

    public EdtfDate AtTime(long timeOfDay, long offset) =>
        timeOfDay == TimeSpan.TicksPerDay
            ? new(WallTo, WallTo, Precision.Time, offset) { HasTime = true, IsMidnight = true }
            : new(WallFrom + timeOfDay, WallFrom + timeOfDay, Precision.Time, offset) { HasTime = true };

    /// <summary>An end of an interval without its own offset is local to the other end's place.</summary>
    public EdtfDate Beside(EdtfDate other) => this with { Offset = Offset ?? other.Offset };

    public bool IsBefore(EdtfDate other) =>
        Floating == other.Floating ? To < other.From : WallTo < other.WallFrom;

    private static long Start(int year, int month, int day) => new DateTime(year, month, day).Ticks;

    private static long EndOfMonth(int year, int month) =>
        Start(year, month, DateTime.DaysInMonth(year, month)) + TimeSpan.TicksPerDay - 1;
}
