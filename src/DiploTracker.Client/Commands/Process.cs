using System.ComponentModel;

namespace DiploTracker.Client;

/// <summary>A negotiation is opened between at least two parties.</summary>
[Description("A negotiation is opened between at least two parties.")]
public sealed record OpenNegotiation(
    [Description("Slug of the negotiation.")] string Key,
    [Description("What people call it.")] string Title,
    [Description("CODE or CODE:Role (Principal, Mediator, Facilitator, Host, ...).")] IReadOnlyList<Party> Parties,
    [Description("What it is about.")] string? Subject = null,
    [Description("Default PreNegotiation."), OneOf(typeof(Phases))] string? Phase = null) : Command;

/// <summary>A party joins.</summary>
[Description("A party joins.")]
public sealed record AddParty(
    [Description("Code of a party.")] string Party,
    [Description("Default Principal.")] string? Role = null) : Command;

/// <summary>A party leaves.</summary>
[Description("A party leaves.")]
public sealed record RemoveParty(
    [Description("Code of a party.")] string Party,
    [Description("Why.")] string? Reason = null) : Command;

/// <summary>The negotiation enters another phase.</summary>
[Description("The negotiation enters another phase.")]
public sealed record EnterPhase(
    [Description("The phase."), OneOf(typeof(Phases))] string Phase,
    [Description("Why.")] string? Reason = null) : Command;
