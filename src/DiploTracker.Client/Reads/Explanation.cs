namespace DiploTracker.Client;

/// <summary>Why a status shows a value: the fact it rests on, who said so, and the three times.</summary>
public sealed record Explanation
{
    /// <summary>The event id.</summary>
    public string Fact { get; init; } = "";

    public long Version { get; init; }

    /// <summary>The fact as one plain sentence.</summary>
    public string Text { get; init; } = "";

    /// <summary>EDTF.</summary>
    public string Occurred { get; init; } = "";

    /// <summary>When the first source published it; null if none gives a time.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public string RecordedBy { get; init; } = "";

    public IReadOnlyList<string> Speakers { get; init; } = [];

    public IReadOnlyList<string> Via { get; init; } = [];

    public IReadOnlyList<string> Reports { get; init; } = [];

    public Phrase? Phrase { get; init; }

    /// <summary>
    /// Number of independent sources; those that share a speaker, a publisher or a report count once.
    /// </summary>
    public int IndependentSources { get; init; }
}
