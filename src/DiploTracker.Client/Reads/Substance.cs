using System.Text.Json;

namespace DiploTracker.Client;

/// <summary>A proposal and what its addressees answered, by party.</summary>
public sealed record Proposal
{
    public string Id { get; init; } = "";

    public IReadOnlyList<string> By { get; init; } = [];

    public IReadOnlyList<string> To { get; init; } = [];

    public string? About { get; init; }

    public string? Formality { get; init; }

    public string Status { get; init; } = "";

    public IReadOnlyDictionary<string, ProposalAnswer> Answers { get; init; } =
        new Dictionary<string, ProposalAnswer>();

    public string? CounterTo { get; init; }

    public JsonElement? CounteredBy { get; init; }

    public string? OpenSince { get; init; }
}

/// <summary>One addressee's answer.</summary>
public sealed record ProposalAnswer
{
    public string Answer { get; init; } = "";

    public IReadOnlyList<string> Conditions { get; init; } = [];

    public string? Occurred { get; init; }
}

/// <summary>A position and what it blocks.</summary>
public sealed record Position
{
    public string Id { get; init; } = "";

    public string By { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Status { get; init; } = "";

    public string? Text { get; init; }

    public IReadOnlyList<string> Blocks { get; init; } = [];
}

/// <summary>An agreement and the stage it has reached.</summary>
public sealed record Agreement
{
    public string Id { get; init; } = "";

    public string? Type { get; init; }

    public string Stage { get; init; } = "";

    public string? Effective { get; init; }
}

/// <summary>A deadline, EDTF, and how often it was extended.</summary>
public sealed record Deadline
{
    public string Id { get; init; } = "";

    public string? When { get; init; }

    public string Status { get; init; } = "";

    public int Extensions { get; init; }

    public string? Subject { get; init; }
}
