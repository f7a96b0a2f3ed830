using System.Text.Json.Nodes;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

public enum CorrectionMode { Amended, Retracted }

/// <summary>
/// A recorded fact was wrong: it is amended in place, or retracted. Facts that rest on it must still hold.
/// </summary>
/// <param name="Fact">The event id of the fact; it may be a correction itself.</param>
/// <param name="Mode">What the correction does.</param>
/// <param name="Reason">Why.</param>
/// <param name="Replacement">
/// For an amendment, fields of the fact's command, merged into it: what is left out stays, null clears. So with the
/// members of a basis.
/// </param>
[Records<RecordCorrected>]
[Refuses("already-retracted", "correction-breaks-history", "correction-kind-unknown", "correction-target-unknown")]
public sealed record Correct(Guid Fact, Word<CorrectionMode> Mode, string Reason, Replacement? Replacement = null) : RecordCommand
{
    internal override Guid? AboutFact => Fact;

    internal override Command PlainIn(Timeline timeline) =>
        timeline.Fact(Fact) is { } fact ? this with { Replacement = Replacement?.Of(fact, timeline) } : this;

    // What was to replace one fact does not replace another.
    internal override bool KeepsWhenAmended(string member, JsonObject given) => member != "replacement"
        || Text(given["mode"]) != nameof(CorrectionMode.Retracted)
        && (!given.ContainsKey("fact") || Guid.TryParse(Text(given["fact"]), out var fact) && fact == Fact);

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var read) ? read : null;

    public override Decision Decide(Timeline timeline) =>
        !Mode.IsKnown ? Refusals.UnknownWord(Problems.CorrectionKindUnknown, "mode", Mode)
        : Mode.Value == CorrectionMode.Amended && Replacement is null
            ? Refusals.Malformed("replacement", "an amendment gives fields of the fact's command")
        : Mode.Value == CorrectionMode.Retracted && Replacement is not null ? Refusals.Malformed("replacement", "a retraction replaces nothing")
        : string.IsNullOrWhiteSpace(Reason) ? Refusals.Malformed("reason", "say why it is corrected")
        : timeline.Fact(Fact) is not { } fact ? Problems.CorrectionTargetUnknown.Because($"No fact {Fact} is recorded in this negotiation.")
        : timeline.Corrections.IsRetracted(Fact) ? Problems.AlreadyRetracted.Because($"The fact {Fact} is retracted already.")
        : Replacement is null ? new RecordCorrected(Fact, CorrectionMode.Retracted, Replacement: null, Reason)
        : Replacement.Refusal is { } malformed ? malformed
        : (fact.Event, Replacement.Command) is (NegotiationOpened opened, OpenNegotiation anew) && anew.Key != opened.Key
            ? Refusals.Malformed("key", $"'{opened.Key}' is the key of this negotiation for ever")
        : timeline.Decider.DecideInPlaceOf(fact, Replacement.Command!) switch
        {
            { Event: { } @event } => new RecordCorrected(Fact, CorrectionMode.Amended, @event, Reason),
            var refused => refused,
        };
}

/// <summary>The new content of a fact. As sent it is JSON; its meaning depends on the fact that it replaces.</summary>
public sealed record Replacement
{
    internal string? Json { get; init; }

    internal Command? Command { get; init; }

    internal Refusal? Refusal { get; init; }

    /// <summary>
    /// The replacement read as the command of its fact; what it leaves out stays.
    /// </summary>
    internal Replacement Of(Fact replaced, Timeline timeline)
    {
        if (Json is null)
            return this;

        var read = CommandJson.ReadReplacement(Json, timeline.EventOf(replaced).Standing());
        return read with { Command = read.Command is RecordCommand aboutTheRecord ? aboutTheRecord.PlainIn(timeline.Without(replaced)) : read.Command?.Plain };
    }
}

[StoredAs("record-corrected.v1")]
public sealed record RecordCorrected(Guid Fact, CorrectionMode Mode, DomainEvent? Replacement, string Reason) : RecordEvent
{
    internal override Guid? AboutFact => Fact;

    public override Command ToCommand() =>
        new Correct(Fact, Mode, Reason, Replacement is null ? null : new Replacement { Command = Replacement.Standing() });

    public override string Describe() => Mode == CorrectionMode.Retracted
        ? $"A recorded fact is retracted: {Reason}."
        : $"A recorded fact is amended ({Reason}). It now says: {Replacement!.Describe()}";
}
