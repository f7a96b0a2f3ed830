namespace DiploTracker.Cli.Running;

/// <summary>What became of the lines of a run.</summary>
public sealed class Tally
{
    public long Recorded { get; set; }

    public long AlreadyThere { get; set; }

    public long RefusedAsExpected { get; set; }

    /// <summary>They wait for what they refer to.</summary>
    public long Parked { get; set; }

    public long Refused { get; set; }

    public long Total() => Recorded + AlreadyThere + RefusedAsExpected + Parked + Refused;
}
