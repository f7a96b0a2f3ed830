using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>The status of a negotiation.</summary>
public sealed record NegotiationStatus
{
    public string Key { get; init; } = "";

    public string Title { get; init; } = "";

    public string? Subject { get; init; }

    public string Phase { get; init; } = "";

    public long Version { get; init; }

    public IReadOnlyList<PartyStatus> Parties { get; init; } = [];

    public IReadOnlyList<Meeting> Meetings { get; init; } = [];

    public IReadOnlyList<Proposal> Proposals { get; init; } = [];

    public IReadOnlyList<Position> Positions { get; init; } = [];

    public IReadOnlyList<Agreement> Agreements { get; init; } = [];

    public IReadOnlyList<Deadline> Deadlines { get; init; } = [];

    public int StatementCount { get; init; }

    /// <summary>The parties that deny the negotiation itself.</summary>
    public IReadOnlyList<string> ContestedBy { get; init; } = [];

    /// <summary>The marking of facts that have none; null, and GREEN, where nobody set one.</summary>
    public string? DefaultMarking { get; init; }

    /// <summary>The principals or groups to whom it is restricted; empty if it is open to all.</summary>
    public IReadOnlyList<string> RestrictedTo { get; init; } = [];

    /// <summary>
    /// The fact behind each value, by its path (<c>meetings/m-summit/when</c>); null unless asked for.
    /// </summary>
    public IReadOnlyDictionary<string, Explanation>? Explain { get; init; }

    /// <summary>Members this client does not know yet.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

/// <summary>A party of a negotiation; <see cref="Left"/> is whether, or when, it left.</summary>
public sealed record PartyStatus
{
    public string Code { get; init; } = "";

    public string? Role { get; init; }

    public JsonElement? Left { get; init; }

    public IReadOnlyList<string> Succeeds { get; init; } = [];

    public string? MemberOf { get; init; }
}

/// <summary>One negotiation of a list.</summary>
public sealed record NegotiationLine
{
    public string Key { get; init; } = "";

    public string Title { get; init; } = "";

    public string Phase { get; init; } = "";

    public long Version { get; init; }

    public IReadOnlyList<PartyStatus> Parties { get; init; } = [];
}

/// <summary>A filter of the list of negotiations.</summary>
public sealed record NegotiationFilter(string? Phase = null, string? Party = null, string? Q = null);
