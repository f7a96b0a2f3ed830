using System.ComponentModel;

namespace DiploTracker.Client;

/// <summary>A proposal is made, formally or floated.</summary>
[Description("A proposal is made, formally or floated.")]
public sealed record MakeProposal(
    [Description("Slug of the proposal.")] string Id,
    [Description("Parties that propose.")] IReadOnlyList<string> By,
    [Description("Parties addressed.")] IReadOnlyList<string> To,
    [Description("Meeting, Venue, Date, Format, Terms, Ceasefire, Mediation, Agenda, ...")] string About,
    [Description("What is proposed.")] string? Summary = null,
    [Description("Default Formal."), OneOf(typeof(Formalities))] string? Formality = null,
    [Description("The proposal it counters.")] string? CounterTo = null,
    [Description("EDTF: by when an answer is asked for.")] string? RespondBy = null) : Command;

/// <summary>An addressee answers; silence and "no comment" are answers too.</summary>
[Description("An addressee answers; silence and \"no comment\" are answers too.")]
public sealed record AnswerProposal(
    [Description("Slug of the proposal or meeting.")] string Id,
    [Description("The party that answers.")] string By,
    [Description("The answer."), OneOf(typeof(Answers))] string Answer,
    [Description("Conditions of a conditional acceptance."), FreeText] IReadOnlyList<string>? Conditions = null)
    : Command;

/// <summary>A proposal ends without an agreement.</summary>
[Description("A proposal ends without an agreement.")]
public sealed record CloseProposal(
    [Description("Slug of the proposal.")] string Id,
    [Description("How it ends."), OneOf(typeof(Closings))] string How,
    [Description("The proposer that withdraws.")] string? By = null,
    [Description("Why.")] string? Reason = null) : Command;
