using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Desk.Entry;
using DiploTracker.NegotiationHistory;
using DiploTracker.Negotiations;

namespace DiploTracker.Desk.Correction;

/// <summary>The fields of a recorded fact, as they are typed.</summary>
/// <param name="Form">The form of its command; null if it can only be retracted.</param>
/// <param name="Now">What is in the fields now.</param>
public sealed record CorrectionForm(HistoryItem Fact, CommandForm? Form, Typed Now)
{
    private static readonly string[] Common = ["occurred", "phrase.text", "phrase.language"];

    public IEnumerable<CommandField> Fields => Form is null ? []
        : [.. Form.Fields, .. Circumstance.Fields.Where(one => Common.Contains(one.Name))];

    public static CorrectionForm? Of(Guid id, Timeline timeline)
    {
        if (timeline.Fact(id) is not { } fact)
            return null;
        var item = HistoryItem.Of(fact, timeline);
        var @event = timeline.EventOf(fact);
        var command = @event is RecordCorrected ? null
            : @event.ToCommand() with { Occurred = @event.Occurred, Phrase = @event.Phrase };
        if (CommandForm.All.Values.FirstOrDefault(one => one.Command == command?.GetType()) is not { } form)
            return new CorrectionForm(item, null, Typed.Nothing);
        var members = JsonSerializer.SerializeToNode(command, form.Command, CommandJson.Options)!.AsObject();
        return new CorrectionForm(item, form, Typed.From(members));
    }

    /// <summary>
    /// The fields that were typed otherwise; what was cleared is null. A part of a nested member keeps the rest.
    /// </summary>
    public JsonObject Changed(IFormCollection typed)
    {
        var changed = new JsonObject();
        foreach (var field in Fields.Where(one => Clean(typed[one.Name].ToString()) != Now[one.Name]))
            if (field.Name.Split('.') is [var outer, _])
                changed[outer] = Whole(outer, typed);
            else
                changed[field.Name] = field.Read(typed[field.Name].ToString());
        return changed;
    }

    // A browser sends the lines of a text with carriage returns.
    private static string Clean(string typed) => typed.ReplaceLineEndings("\n").Trim();

    private JsonObject? Whole(string outer, IFormCollection typed)
    {
        var whole = new JsonObject();
        foreach (var field in Fields.Where(one => one.Name.StartsWith(outer + ".", StringComparison.Ordinal)))
            if (field.Read(typed[field.Name].ToString()) is { } value)
                whole[field.Name[(outer.Length + 1)..]] = value;
        return whole.Count == 0 ? null : whole;
    }
}
