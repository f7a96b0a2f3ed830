namespace DiploTracker.Kernel;

/// <summary>One date or time of an EDTF text: its first and last tick on the wall clock, its offset in ticks (none for
/// a floating date), the precision of its form, and its suffix (<c>~ ? %</c> or none).</summary>
internal readonly record struct EdtfDate(
    long WallFrom, long WallTo, Precision Form, long? Offset = null, char Suffix = '\0')
{
    public const int Spring = 21;
    public const int Winter = 24;

    public long From => WallFrom - (Offset ?? 0);

    public long To => WallTo - (Offset ?? 0);

    public bool Floating => Offset is null;

    public bool Qualified => Suffix != '\0';

    public bool Approximate => Suffix is '~' or '%';

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

    public static EdtfDate Month(int year, int month) =>
        new(Start(year, month, 1), EndOfMonth(year, month), Precision.Window);

    public static EdtfDate Day(int year, int month, int day)
    {
        var start = Start(year, month, day);
        return new(start, start + TimeSpan.TicksPerDay - 1, Precision.Day);
    }

    public EdtfDate AtTime(long timeOfDay, long offset) =>
        new(WallFrom + timeOfDay, WallFrom + timeOfDay, Precision.Time, offset);

    /// <summary>An end of an interval without its own offset is local to the other end's place.</summary>
    public EdtfDate Beside(EdtfDate other) => this with { Offset = Offset ?? other.Offset };

    public bool IsBefore(EdtfDate other) =>
        Floating == other.Floating ? To < other.From : WallTo < other.WallFrom;

    private static long Start(int year, int month, int day) => new DateTime(year, month, day).Ticks;

    private static long EndOfMonth(int year, int month) =>
        Start(year, month, DateTime.DaysInMonth(year, month)) + TimeSpan.TicksPerDay - 1;
}
