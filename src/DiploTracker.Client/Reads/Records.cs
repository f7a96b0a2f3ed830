using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>A fact that waits for what it refers to.</summary>
public sealed record ParkedFact
{
    public string Id { get; init; } = "";

    public string Command { get; init; } = "";

    public JsonElement Fact { get; init; }

    /// <summary>Why it cannot be placed now.</summary>
    public ParkedReason Reason { get; init; } = new("", "");

    public DateTimeOffset Since { get; init; }

    public string RecordedBy { get; init; } = "";
}

/// <summary>The refusal that the fact would meet now: its code, and a sentence.</summary>
public sealed record ParkedReason(string Code, string Detail);

/// <summary>One article or cable to be registered, by its text or by the SHA-256 of it.</summary>
public sealed record Report
{
    public string? Sha256 { get; init; }

    public string? Text { get; init; }

    public string? Title { get; init; }

    public string? Url { get; init; }

    public string? Publisher { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>A registered report; its text is not kept.</summary>
public sealed record RegisteredReport
{
    /// <summary>SHA-256 of the text, by which facts cite it.</summary>
    public string Id { get; init; } = "";

    public string? Title { get; init; }

    public string? Url { get; init; }

    public string? Publisher { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }
}
