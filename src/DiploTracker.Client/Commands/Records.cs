using System.ComponentModel;
using System.Text.Json.Nodes;

namespace DiploTracker.Client;

/// <summary>Somebody said something that matters.</summary>
[Description("Somebody said something that matters.")]
public sealed record RecordStatement(
    [Description("Slug of the statement.")] string Id,
    [Description("Who said it: USA.Trump, UNSC, AFP.")] string Speaker,
    [Description("What sort of statement."), OneOf(typeof(StatementKinds))] string Kind,
    [Description("The words.")] string? Quote = null,
    [Description("BCP 47 language of the quote.")] string? Language = null,
    [Description("The words in English.")] string? Translation = null,
    [Description("Supports, Opposes, DeclinesToComment, ...")] string? Stance = null,
    [Description("Of what is expected."), OneOf(typeof(Likelihoods))] string? Likelihood = null,
    [Description("EDTF: when it is expected.")] string? Expects = null,
    [Description("What it is about: ids, or negotiation.")] IReadOnlyList<string>? About = null) : Command;

/// <summary>A second source for what is already recorded.</summary>
[Description("A second source for what is already recorded.")]
public sealed record Corroborate(
    [Description("Event id of the fact.")] string Fact) : Command;

/// <summary>A recorded fact is amended or retracted.</summary>
[Description("A recorded fact is amended or retracted.")]
public sealed record Correct(
    [Description("Event id of the fact.")] string Fact,
    [Description("What the correction does."), OneOf(typeof(CorrectionModes))] string Mode,
    [Description("Why.")] string Reason,
    [Description("The fact's fields anew, a JSON object.")] JsonObject? Replacement = null) : Command
{
    /// <summary>Replaces the fields of a fact where it stands.</summary>
    public static Correct Amend(string fact, Command replacement, string reason) =>
        new(fact, CorrectionModes.Amended, reason, CommandJson.Fields(replacement));

    /// <summary>Takes a fact out; its id stays resolvable.</summary>
    public static Correct Retract(string fact, string reason) => new(fact, CorrectionModes.Retracted, reason);
}

/// <summary>Marking or embargo of what is recorded changes.</summary>
[Description("Marking or embargo of what is recorded changes.")]
public sealed record ChangeDisclosure(
    [Description("What it concerns: an event id or a slug.")] string Ref) : Command;
