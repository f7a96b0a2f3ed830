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

    public IReadOnlyList<string> ContestedBy { get; init; } = [];

    public IReadOnlyList<Dissent> Dissent { get; init; } = [];

    public IReadOnlyList<Link> Concerns { get; init; } = [];
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

    public IReadOnlyList<string> ContestedBy { get; init; } = [];

    public IReadOnlyList<Dissent> Dissent { get; init; } = [];

    public IReadOnlyList<Link> Concerns { get; init; } = [];
}

/// <summary>An agreement and the stage it has reached.</summary>
public sealed record Agreement
{
    public string Id { get; init; } = "";

    /// <summary>The name it goes by.</summary>
    public string? Title { get; init; }

    public string? Type { get; init; }

    /// <summary>The stage recorded last.</summary>
    public string Stage { get; init; } = "";

    public string? Effective { get; init; }

    public IReadOnlyList<string> ContingentOn { get; init; } = [];

    /// <summary>Those of them that are met.</summary>
    public IReadOnlyList<string> ConditionsMet { get; init; } = [];

    /// <summary>The furthest stage of each party on the way into force.</summary>
    public IReadOnlyDictionary<string, string> Parties { get; init; } = new Dictionary<string, string>();

    public bool InForce { get; init; }

    public IReadOnlyList<string> SuspendedBy { get; init; } = [];

    public int Extensions { get; init; }

    public IReadOnlyList<Breach> Breaches { get; init; } = [];

    /// <summary>How it ended; null as long as it has not.</summary>
    public AgreementEnd? Ended { get; init; }

    public IReadOnlyList<string> ContestedBy { get; init; } = [];

    public IReadOnlyList<Dissent> Dissent { get; init; } = [];

    public IReadOnlyList<Link> Concerns { get; init; } = [];
}

/// <summary>A breach of an agreement, and when (EDTF).</summary>
public sealed record Breach
{
    public IReadOnlyList<string> By { get; init; } = [];

    public string? Occurred { get; init; }
}

/// <summary>How an agreement ended, and when (EDTF).</summary>
public sealed record AgreementEnd
{
    public string How { get; init; } = "";

    public string? Occurred { get; init; }
}

/// <summary>A deadline, EDTF, and how often it was extended.</summary>
public sealed record Deadline
{
    public string Id { get; init; } = "";

    public string? When { get; init; }

    public string Status { get; init; } = "";

    public int Extensions { get; init; }

    public string? Subject { get; init; }

    public string? By { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public IReadOnlyList<string> ContestedBy { get; init; } = [];

    public IReadOnlyList<Dissent> Dissent { get; init; } = [];

    public IReadOnlyList<Link> Concerns { get; init; } = [];
}
