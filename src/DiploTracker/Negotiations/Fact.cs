namespace DiploTracker.Negotiations;

/// <summary>A fact as recorded: the event, and what the tracker knows of its recording.</summary>
/// <param name="Position">Its place in the log of all negotiations; rises without gaps.</param>
/// <param name="Version">Its place in its negotiation, from 1; the order of recording.</param>
/// <param name="Id">The event id, by which corrections and corroborations name it.</param>
/// <param name="RecordedAt">Assigned by the database; rises strictly over the whole log.</param>
public sealed record Fact(long Position, long Version, Guid Id, DateTimeOffset RecordedAt, DomainEvent Event, EventMetadata Metadata)
{
    /// <summary>
    /// When the tracker began to know it: when it was recorded, or when the last of those was with which alone it was
    /// possible. What lands together is recorded a microsecond apart.
    /// </summary>
    public DateTimeOffset KnownFrom => RecordedAt.AddMicroseconds(Metadata.RestsOnNext);

    internal Fact RestingOn(int next) => next == 0 ? this : this with { Metadata = Metadata with { RestsOnNext = next } };
}

/// <summary>Who had a fact recorded, by which command.</summary>
/// <param name="Command">The name of the command as it was sent: <c>ProposeSummit</c>.</param>
/// <param name="CommandId">
/// The idempotency key of the request, or an id of the tracker's; one for all commands of a batch.
/// </param>
/// <param name="RestsOnNext">
/// How many of the facts recorded right after it must stand for it to be possible; 0 for nearly all.
/// </param>
public sealed record EventMetadata(
    string Command, Guid CommandId, string By, string? CorrelationId = null, string? CausationId = null, int RestsOnNext = 0)
{
    /// <summary>Of a fact that is only being tried.</summary>
    public static readonly EventMetadata Provisional = new("", Guid.Empty, "");
}
