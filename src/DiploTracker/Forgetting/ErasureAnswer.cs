namespace DiploTracker.Forgetting;

/// <summary>The result of an erasure.</summary>
/// <param name="StillNamed">
/// Facts and reports whose words name the person, as far as its spellings are known; they can be erased too.
/// </param>
public sealed record ErasureAnswer(IReadOnlyList<CertifiedErasure> Erasures, IReadOnlyList<NamedIn> StillNamed);

/// <summary>A key that was destroyed, as certified in a negotiation.</summary>
/// <param name="Key">The id of the key.</param>
/// <param name="Negotiation">Null for somebody whom no fact names.</param>
/// <param name="Fact">Whose words they were.</param>
/// <param name="Certificate">The event id of the certificate; null where there is none, or not yet.</param>
public sealed record CertifiedErasure(
    string Key, Erasure What, string? Negotiation, Guid? Fact, string Ground, string ErasedBy, Guid? Certificate, DateTimeOffset? CertifiedAt);

/// <summary>A fact or a report whose words name a person.</summary>
/// <param name="Report">The SHA-256 of a report.</param>
public sealed record NamedIn(string? Negotiation, Guid? Fact, string? Report = null);
