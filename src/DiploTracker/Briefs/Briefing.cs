using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.ProposalBoard;

namespace DiploTracker.Briefs;

/// <summary>
/// A page for those who decide: how one or several negotiations stand at a moment, and on whose word. The same model is
/// behind Markdown, HTML and JSON.
/// </summary>
/// <param name="AsOf">Only what had occurred by then (EDTF); null without that limit.</param>
/// <param name="ReportedAt">Only what had been published by then, a time or a day; null without that limit.</param>
/// <param name="KnownAt">Only what was recorded by then.</param>
/// <param name="Day">The day from which ages are counted, and on which a date has passed or not.</param>
/// <param name="Position">The position in the log of the last fact in it; 0 without any.</param>
/// <param name="Seal">The checkpoint that seals the last fact in it; null if it is not sealed yet.</param>
/// <param name="Sources">The sources by their numbers in the text.</param>
/// <param name="Missing">The keys of negotiations that the list cannot process and that are left out.</param>
public sealed record Briefing(
    Edtf? AsOf, string? ReportedAt, DateTimeOffset KnownAt, DateOnly Day, long Position, BriefSeal? Seal,
    IReadOnlyList<Brief> Negotiations, IReadOnlyList<BriefSource> Sources, IReadOnlyList<string> Missing);

/// <summary>One negotiation in a briefing.</summary>
/// <param name="Version">Number of recorded facts.</param>
/// <param name="Position">The position of the last of them in the log.</param>
/// <param name="Facts">Number of facts that the moment shows.</param>
/// <param name="Address">Where the same is found again.</param>
/// <param name="Stands">What stands: the process, what is under way, what was agreed or demanded.</param>
/// <param name="Over">What is over, the latest first.</param>
/// <param name="MoreOver">Number of further things that are over and left out; the status has them.</param>
/// <param name="Next">What is next, by date; what has no date last.</param>
/// <param name="Owed">Who owes what.</param>
/// <param name="Blocks">What is blocked, and by what.</param>
/// <param name="Contested">What is contested.</param>
/// <param name="Changed">What changed since a moment; null if none was given.</param>
public sealed record Brief(
    string Key, Passage Title, Passage? Subject, Phase Phase, long Version, long Position, int Facts, string Address,
    IReadOnlyList<BriefLine> Stands, IReadOnlyList<BriefLine> Over, int MoreOver, IReadOnlyList<NextLine> Next,
    IReadOnlyList<OwedLine> Owed, IReadOnlyList<BlockLine> Blocks, IReadOnlyList<ContestedLine> Contested,
    BriefChanges? Changed);

/// <summary>A sentence or more.</summary>
/// <param name="About">The thing, by its path in the status: <c>meetings/m-summit</c>; null for the whole.</param>
/// <param name="Sources">The numbers of the sources behind it.</param>
public record BriefLine(Passage Text, string? About, IReadOnlyList<int> Sources);

/// <summary>Something to come.</summary>
/// <param name="When">EDTF; null if no date is set.</param>
/// <param name="Date">The same in words.</param>
/// <param name="Overdue">The date has passed, and nobody has recorded what became of it.</param>
public sealed record NextLine(
    Edtf? When, string Date, bool Overdue, Passage Text, string? About, IReadOnlyList<int> Sources)
    : BriefLine(Text, About, Sources);

/// <summary>An answer that a party owes, or a deadline that it is to meet.</summary>
/// <param name="By">The party that owes it.</param>
/// <param name="Silence">How the party is silent; null for a deadline.</param>
/// <param name="Since">When it was asked or set (EDTF).</param>
/// <param name="Days">Number of days since then, at least; null if that is unknown.</param>
public sealed record OwedLine(
    string By, Silence? Silence, Edtf? Since, int? Days, Passage Text, string? About, IReadOnlyList<int> Sources)
    : BriefLine(Text, About, Sources);

/// <summary>Something that is blocked or stands in the way.</summary>
/// <param name="By">What stands in its way.</param>
public sealed record BlockLine(Passage Text, string? About, IReadOnlyList<int> Sources, IReadOnlyList<BlockLine> By)
    : BriefLine(Text, About, Sources);

/// <summary>A value that somebody denies.</summary>
/// <param name="Independent">Number of independent sources of the value.</param>
/// <param name="Dissent">Who denies it, in words.</param>
/// <param name="By">Who denies it.</param>
/// <param name="Aspect">Which side of it is denied.</param>
/// <param name="DissentIndependent">Number of independent sources of the denial.</param>
/// <param name="DissentSources">The numbers of the sources of the denial.</param>
public sealed record ContestedLine(
    Passage Text, string? About, IReadOnlyList<int> Sources, int Independent, Passage Dissent, string By, Aspect Aspect,
    int DissentIndependent, IReadOnlyList<int> DissentSources) : BriefLine(Text, About, Sources);

/// <summary>The changes since a moment.</summary>
/// <param name="Since">The moment as it was asked for.</param>
/// <param name="Axis">known, reported or occurred: the time in which it lies.</param>
/// <param name="IsNew">Nothing was known of the negotiation then: all of it is new, and not listed again.</param>
public sealed record BriefChanges(string Since, string Axis, bool IsNew, IReadOnlyList<ChangedLine> Lines);

/// <summary>A change, and why.</summary>
public sealed record ChangedLine(Cause Cause, Passage Text, string? About, IReadOnlyList<int> Sources)
    : BriefLine(Text, About, Sources);

/// <summary>A source, by its number in the text.</summary>
/// <param name="Speaker">Who says so there; null if nobody is named.</param>
/// <param name="Publisher">Who published it: the publisher of the report, or the carriers.</param>
/// <param name="Report">The SHA-256 of the registered report; null without one.</param>
/// <param name="Grades">Reliability and credibility (Admiralty code), where they were given: B2.</param>
/// <param name="Text">All of it in words.</param>
public sealed record BriefSource(
    int Number, string? Speaker, string? Publisher, string? Title, DateTimeOffset? PublishedAt,
    string? Language, string? Url, string? Report, IReadOnlyList<string> Grades, Passage Text);

/// <summary>The checkpoint of the log that seals what the briefing rests on.</summary>
/// <param name="Size">Number of events that it covers.</param>
/// <param name="Root">The root of the tree over them, base64.</param>
/// <param name="Command">The commands that verify it.</param>
public sealed record BriefSeal(string Origin, long Size, byte[] Root, string Command);
