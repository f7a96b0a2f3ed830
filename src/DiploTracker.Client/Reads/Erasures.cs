namespace DiploTracker.Client;

/// <summary>The erasure of a person, or of the words of a fact or of a report.</summary>
/// <param name="Ground">Why; it stays in clear permanently, so it should name nobody.</param>
/// <param name="Subject">A person as facts name it: RUS.Putin or Putin.</param>
/// <param name="Fact">An event id.</param>
/// <param name="Report">The SHA-256 of a report.</param>
/// <param name="Words">With a subject: also the words of all facts that contain its name.</param>
public sealed record RequestErasure(string Ground, string? Subject = null, string? Fact = null, string? Report = null, bool? Words = null);

/// <summary>The erased keys, and the facts whose words still name the person.</summary>
public sealed record ErasureAnswer
{
    public IReadOnlyList<CertifiedErasure> Erasures { get; init; } = [];

    public IReadOnlyList<NamedIn> StillNamed { get; init; } = [];
}

/// <summary>A key that was destroyed, as certified in a negotiation.</summary>
public sealed record CertifiedErasure
{
    public string Key { get; init; } = "";

    public string What { get; init; } = "";

    public string? Negotiation { get; init; }

    public string? Fact { get; init; }

    public string Ground { get; init; } = "";

    public string ErasedBy { get; init; } = "";

    public string? Certificate { get; init; }
}

/// <summary>A fact whose words name a person.</summary>
public sealed record NamedIn
{
    public string? Negotiation { get; init; }

    public string? Fact { get; init; }

    public string? Report { get; init; }
}
