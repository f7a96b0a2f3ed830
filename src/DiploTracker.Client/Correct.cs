namespace DiploTracker.Client;

public sealed partial record Correct
{
    /// <summary>Merges the fields of a command into a fact, in place; fields without a value stay.</summary>
    public static Correct Amend(string fact, Command replacement, string reason) =>
        new(fact, CorrectionModes.Amended, reason, CommandJson.Fields(replacement));

    /// <summary>Takes a fact out; its id stays resolvable.</summary>
    public static Correct Retract(string fact, string reason) => new(fact, CorrectionModes.Retracted, reason);
}
