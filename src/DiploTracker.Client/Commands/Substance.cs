using System.ComponentModel;

namespace DiploTracker.Client;

/// <summary>A party states a position; a standing one blocks what it names.</summary>
[Description("A party states a position; a standing one blocks what it names.")]
public sealed record StatePosition(
    [Description("Slug of the position.")] string Id,
    [Description("Code of a party.")] string By,
    [Description("What sort of position."), OneOf(typeof(PositionKinds))] string Kind,
    [Description("Parties it is put to.")] IReadOnlyList<string>? To = null,
    [Description("The position in words.")] string? Text = null,
    [Description("Meetings, proposals, agreements it stands in the way of.")] IReadOnlyList<string>? Blocks = null)
    : Command;

/// <summary>A position softens, hardens, is restated, met or dropped.</summary>
[Description("A position softens, hardens, is restated, met or dropped.")]
public sealed record ChangePosition(
    [Description("Slug of the position.")] string Id,
    [Description("What became of it."), OneOf(typeof(PositionChanges))] string Change,
    [Description("Code of a party.")] string? By = null) : Command;

/// <summary>An agreement reaches a stage.</summary>
[Description("An agreement reaches a stage.")]
public sealed record RecordAgreementStage(
    [Description("Slug of the agreement.")] string Id,
    [Description("The stage."), OneOf(typeof(AgreementStages))] string Stage,
    [Description("What sort of agreement; required the first time.")] string? Type = null,
    [Description("EDTF: from or until when.")] string? Effective = null,
    [Description("What it depends on.")] IReadOnlyList<string>? ContingentOn = null,
    [Description("Parties to it.")] IReadOnlyList<string>? By = null) : Command;

/// <summary>A deadline is set or, later, extended.</summary>
[Description("A deadline is set or, later, extended.")]
public sealed record SetDeadline(
    [Description("Slug of the deadline.")] string Id,
    [Description("EDTF: the deadline.")] string When,
    [Description("What is due.")] string? Subject = null) : Command;

/// <summary>A deadline is met or missed.</summary>
[Description("A deadline is met or missed.")]
public sealed record CloseDeadline(
    [Description("Slug of the deadline.")] string Id,
    [Description("true when met, false when missed.")] bool Met) : Command;
