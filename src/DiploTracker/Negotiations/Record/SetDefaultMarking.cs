using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

/// <summary>Facts without a marking have the <c>marking</c> of the command from now on; GREEN where none was set.</summary>
[Records<DefaultMarkingSet>]
[Refuses("recipients-needed")]
public sealed record SetDefaultMarking : RecordCommand
{
    public override Decision Decide(Timeline timeline) => Marking?.Value switch
    {
        null => Refusals.Malformed("marking", "name the marking of facts that have none"),
        Negotiations.Marking.RED => Problems.RecipientsNeeded.Because(
            "A default names no recipients: each fact without a marking would be for its recorder and the editors only."),
        _ => new DefaultMarkingSet(),
    };
}

[StoredAs("default-marking-set.v1")]
public sealed record DefaultMarkingSet : RecordEvent
{
    internal const string What = "default marking";

    internal override string Settles => What;

    public override Command ToCommand() => new SetDefaultMarking();

    public override string Describe() =>
        $"Facts without a marking are {(Marking is { } marking ? Vocabulary<Marking>.WordOf(marking) : "GREEN")} from now on.";
}
