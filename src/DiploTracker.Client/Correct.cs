namespace DiploTracker.Client;

public sealed partial record Correct
{
    /// <summary>Replaces the fields of a fact in place.</summary>
    public static Correct Amend(string fact, Command replacement, string reason) =>
        new(fact, CorrectionModes.Amended, reason, CommandJson.Fields(replacement));

    /// <summary>Takes a fact out; its id stays resolvable.</summary>
    public static Correct Retract(string fact, string reason) => new(fact, CorrectionModes.Retracted, reason);
}
