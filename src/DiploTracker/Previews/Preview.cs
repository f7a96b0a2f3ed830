using System.Text.Json.Nodes;
using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Previews;

/// <summary>What would become of commands; those that would be refused get the same problem here.</summary>
public enum PreviewOutcome
{
    /// <summary>Facts would be recorded.</summary>
    WouldRecord,

    /// <summary>It cannot be placed yet, and would wait.</summary>
    WouldPark,

    /// <summary>The very same facts are recorded already.</summary>
    AlreadyRecorded,
}

/// <summary>What commands would do, none of which is done.</summary>
/// <param name="Version">The version of the negotiation that they were judged on; 0 if it is not open.</param>
/// <param name="NextVersion">The version that it would have.</param>
/// <param name="WaitsFor">Why it would be parked; null if it would not.</param>
/// <param name="Facts">The facts of the commands, in the order of recording.</param>
/// <param name="Unparks">The parked commands that would wait no longer.</param>
/// <param name="Changes">Every value of the status that would change.</param>
/// <param name="Unblocks">What would no longer be blocked, or have further conditions met.</param>
/// <param name="Blocks">What would be blocked.</param>
/// <param name="Alters">Recorded facts that would set other values than they do now.</param>
/// <param name="Warnings">What is allowed, and may be a mistake.</param>
public record Preview(
    string Negotiation, PreviewOutcome Outcome, long Version, long NextVersion, PreviewedWait? WaitsFor,
    IReadOnlyList<PreviewedFact> Facts, IReadOnlyList<PreviewedPlacing> Unparks, IReadOnlyList<PreviewedChange> Changes,
    IReadOnlyList<PreviewedBlock> Unblocks, IReadOnlyList<PreviewedBlock> Blocks, IReadOnlyList<AlteredFact> Alters,
    IReadOnlyList<PreviewWarning> Warnings);

/// <summary>A line that would be recorded or parked.</summary>
public sealed record PreviewedLine : Preview
{
    internal PreviewedLine(int line, Preview preview) : base(preview) => Line = line;

    /// <summary>Its number, from 1.</summary>
    public int Line { get; }

    public bool Ok => true;
}

/// <summary>What a command would wait for: the refusal that it would get otherwise.</summary>
public sealed record PreviewedWait(string Code, string Detail);

/// <summary>A fact as it would be recorded.</summary>
/// <param name="Command">The name of its command, as it was sent.</param>
/// <param name="Index">In a batch, the index of its command; else null.</param>
/// <param name="Place">
/// Its place among the facts of the world. Of a correction that of the corrected fact, null if that is retracted; of
/// other facts about the record null.
/// </param>
/// <param name="Was">The place of the fact that a correction moves or retracts; else null.</param>
/// <param name="About">The fact that it is about; null for a fact about the world.</param>
/// <param name="Corrected">For a correction: every field of the corrected fact, before and after.</param>
public sealed record PreviewedFact(
    string Command, int? Index, long Version, string Type, Edtf Occurred, string Text, FactPlace? Place, FactPlace? Was,
    PreviewFact? About, CorrectedFact? Corrected);

/// <summary>A place in canonical order.</summary>
/// <param name="Number">From 1; facts that were retracted keep theirs.</param>
/// <param name="Of">The number of facts that would have a place.</param>
/// <param name="Late">Facts that are recorded already would come after it.</param>
/// <param name="Behind">The fact before it; null if it is the first.</param>
/// <param name="Ahead">The fact after it; null if it is the last.</param>
public sealed record FactPlace(int Number, int Of, bool Late, PreviewFact? Behind, PreviewFact? Ahead);

/// <summary>A fact that a preview names.</summary>
/// <param name="Id">The event id; null for a fact that is not recorded.</param>
/// <param name="Version">A version after that of the negotiation is that of a fact of this preview.</param>
public sealed record PreviewFact(Guid? Id, long Version, string Type, Edtf Occurred, string Text);

/// <summary>A parked command that would wait no longer.</summary>
/// <param name="Parked">The parking id, which becomes the event id.</param>
/// <param name="Fact">The fact that it would become; null if the very same is recorded already.</param>
public sealed record PreviewedPlacing(Guid Parked, string Command, PreviewedFact? Fact);

/// <param name="Path">The value, as in a diff: <c>meetings/m-summit/when</c>.</param>
/// <param name="Text">The change as one plain sentence.</param>
/// <param name="Facts">The facts and corrections behind it, in the order of recording.</param>
public sealed record PreviewedChange(
    string Path, JsonNode? Before, JsonNode? After, Cause Cause, string Text, IReadOnlyList<PreviewFact> Facts);

/// <param name="Path">The thing: <c>meetings/m-summit</c>.</param>
/// <param name="By">The positions that blocked it or would block it, or the conditions that would be met.</param>
public sealed record PreviewedBlock(string Path, IReadOnlyList<string> By);

/// <summary>A recorded fact, with the values that it alone would set no longer and would set instead.</summary>
public sealed record AlteredFact(PreviewFact Fact, IReadOnlyList<string> NoLonger, IReadOnlyList<string> Now);

/// <param name="Code">late, after-today, no-source, same-source, new-name or no-change.</param>
/// <param name="Index">In a batch, the index of the command; null if it is about all of them.</param>
public sealed record PreviewWarning(string Code, string Text, int? Index);
