namespace DiploTracker.Negotiations.Record;

/// <summary>The kind of erasure: of a person wherever it is named, or of the words of one fact.</summary>
public enum Erasure { Person, Words }

/// <summary>
/// A key was destroyed, and with it everything sealed under it. No client can send it: the tracker records it after the
/// erasure.
/// </summary>
/// <param name="Key">The id of the key that is gone.</param>
/// <param name="Fact">The fact whose words were erased.</param>
/// <param name="Ground">Why; stays in clear text permanently.</param>
[Records<SubjectErased>]
internal sealed record CertifyErasure(Erasure What, string Key, Guid? Fact, string Ground) : RecordCommand
{
    public override Decision Decide(Timeline timeline) => timeline.CertificateOf(Key) is not null
        ? Decision.Nothing
        : new SubjectErased(What, Key, Fact, Ground);
}

[StoredAs("subject-erased.v1")]
public sealed record SubjectErased(Erasure What, string Key, Guid? Fact, string Ground) : RecordEvent
{
    internal override Guid? AboutFact => Fact;

    public override Command ToCommand() => new CertifyErasure(What, Key, Fact, Ground);

    public override string Describe() => What == Erasure.Person
        ? $"A person was erased, whose key was {Key}: {Ground.TrimEnd('.')}."
        : $"The words of a fact were erased, whose key was {Key}: {Ground.TrimEnd('.')}.";
}
