namespace DiploTracker.Cli.Running;

/// <summary>The results of the lines of a run.</summary>
public sealed class Tally
{
    public long Recorded { get; set; }

    public long AlreadyThere { get; set; }

    public long RefusedAsExpected { get; set; }

    /// <summary>Number of lines parked until the facts they refer to are recorded.</summary>
    public long Parked { get; set; }

    public long Refused { get; set; }

    public long Total() => Recorded + AlreadyThere + RefusedAsExpected + Parked + Refused;
}
