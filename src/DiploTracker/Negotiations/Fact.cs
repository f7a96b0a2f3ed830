namespace DiploTracker.Negotiations;

/// <summary>A fact as recorded: the event, and the circumstances of its recording.</summary>
/// <param name="Position">Its place in the log of all negotiations; rises without gaps.</param>
/// <param name="Version">Its place in its negotiation, from 1; the order of recording.</param>
/// <param name="Id">The event id, by which corrections and corroborations name it.</param>
/// <param name="RecordedAt">Assigned by the database; rises strictly over the whole log.</param>
public sealed record Fact(long Position, long Version, Guid Id, DateTimeOffset RecordedAt, DomainEvent Event, EventMetadata Metadata)
{
    /// <summary>
    /// When it became known: when it was recorded or, if it depends on facts appended with it, when the last of those
    /// was. Facts appended together are recorded a microsecond apart.
    /// </summary>
    public DateTimeOffset KnownFrom => RecordedAt.AddMicroseconds(Metadata.RestsOnNext);

    internal Fact RestingOn(int next) => next == 0 ? this : this with { Metadata = Metadata with { RestsOnNext = next } };
}

/// <summary>The recorder of a fact, and the command.</summary>
/// <param name="Command">The name of the command as it was sent: <c>ProposeSummit</c>.</param>
/// <param name="CommandId">
/// The idempotency key of the request, or an id assigned by the tracker; the same for all commands of a batch.
/// </param>
/// <param name="RestsOnNext">Number of facts recorded right after it that it depends on; 0 for nearly all.</param>
public sealed record EventMetadata(
    string Command, Guid CommandId, string By, string? CorrelationId = null, string? CausationId = null, int RestsOnNext = 0)
{
    /// <summary>For a fact that is only being tried.</summary>
    public static readonly EventMetadata Provisional = new("", Guid.Empty, "");
}
