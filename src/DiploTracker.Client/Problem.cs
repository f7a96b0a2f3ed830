using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiploTracker.Client;

/// <summary>RFC 9457 problem details with hints for mending it; other members are in More.</summary>
public sealed record Problem
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public int Status { get; init; }

    /// <summary>The problem in words for a diplomat.</summary>
    public string? Detail { get; init; }

    public string? Instance { get; init; }

    /// <summary>The refusal's code: <c>not-agreed</c>.</summary>
    public string Code { get; init; } = "";

    /// <summary>The errors by field.</summary>
    public JsonElement? Errors { get; init; }

    /// <summary>Positions that stand in the way.</summary>
    public IReadOnlyList<string>? BlockedBy { get; init; }

    /// <summary>The current state of the stream, after a stale <c>If-Match</c>.</summary>
    public JsonElement? Current { get; init; }

    /// <summary>The place in a batch, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>Facts that rest on what is to be corrected, or that a late fact would make impossible.</summary>
    public IReadOnlyList<Dependant>? Dependants { get; init; }

    /// <summary>The facts recorded since the version in a stale <c>If-Match</c>.</summary>
    public IReadOnlyList<ChangeSince>? Changes { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }

    /// <summary>True if a rule was broken; false if the server failed and the request may succeed later.</summary>
    [JsonIgnore]
    public bool IsRefusal => Status < 500;
}

/// <summary>A fact that rests on another, and the code of the rule that it would break.</summary>
public sealed record Dependant(string Fact, long Version, string Text, string Code);

/// <summary>A fact that was recorded meanwhile.</summary>
public sealed record ChangeSince(string Id, long Version, string Type, string Text);

/// <summary>The server answered with a problem.</summary>
public sealed class DiploProblemException(Problem problem) : Exception(problem.Detail ?? problem.Title ?? problem.Code)
{
    /// <summary>The whole problem.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>The refusal's code: <c>not-agreed</c>.</summary>
    public string Code => Problem.Code;

    /// <summary>The HTTP status.</summary>
    public int Status => Problem.Status;
}

/// <summary>The answers ended before every line had one; lines without an answer may be sent again.</summary>
public sealed class StreamBrokenException(string message, Exception? inner = null) : IOException(message, inner);
