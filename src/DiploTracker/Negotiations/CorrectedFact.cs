using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiploTracker.Negotiations;

/// <summary>What a correction did to a fact.</summary>
/// <param name="Fact">The event id of the fact.</param>
/// <param name="Fields">Every field of the fact's command, also those that stayed.</param>
public sealed record CorrectedFact(Guid Fact, IReadOnlyDictionary<string, CorrectedField> Fields)
{
    /// <summary>Of a timeline as the reader may see it; null for another fact than a correction.</summary>
    internal static CorrectedFact? Of(long version, Timeline seen)
    {
        if (seen.Recorded[(int)version - 1].Event is not RecordCorrected { Fact: var id }
            || seen.Fact(id) is not { } fact)
            return null;
        var before = FieldsOf(fact, Corrections.Of(seen.Recorded.First((int)version - 1)));
        var after = FieldsOf(fact, Corrections.Of(seen.Recorded.First((int)version)));
        var names = before.Select(field => field.Key).Union(after.Select(field => field.Key));
        return new CorrectedFact(id, names.ToDictionary(
            name => name, name => new CorrectedField(before[name]?.DeepClone(), after[name]?.DeepClone())));
    }

    private static JsonObject FieldsOf(Fact fact, Corrections corrections)
    {
        if (corrections.IsRetracted(fact.Id))
            return [];
        var command = (corrections.AmendedEvent(fact.Id) ?? fact.Event).Standing();
        return (JsonObject)JsonSerializer.SerializeToNode(command, command.GetType(), CommandJson.Options)!;
    }
}

/// <summary>A field before and after a correction; null where it has no value, as in a retracted fact.</summary>
public sealed record CorrectedField(JsonNode? Before, JsonNode? After);
