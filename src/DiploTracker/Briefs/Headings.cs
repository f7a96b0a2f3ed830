using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Briefs;

/// <summary>The words of a page around the sentences, the same in every form.</summary>
internal static class Headings
{
    public const string Stands = "What stands";
    public const string Next = "What is next";
    public const string Owed = "Who owes what";
    public const string Blocks = "What blocks what";
    public const string Contested = "What is contested";
    public const string Over = "What is over";
    public const string NextOfAll = "What is next, over all";
    public const string OwedOfAll = "Who owes what, over all";

    public static Passage Title(Briefing briefing) => briefing.Negotiations is [var only]
        ? only.Title
        : Passage.Of($"Briefing on {Wording.Count(briefing.Negotiations.Count, "negotiation"):w}");

    /// <summary>The moment of the page, in words.</summary>
    public static Passage Moment(Briefing briefing) => Passage.Of(
        $"{(briefing.AsOf is { } asOf ? Passage.Of($"As of {Wording.Noun(asOf)}, as known") : Passage.Of($"As known"))}"
        + $" on {BriefSources.Minute(briefing.KnownAt):w}"
        + $"{(briefing.ReportedAt is { } reported ? Passage.Of($", as reported by {Reported(reported)}") : null)}."
        + $" Position {(int)briefing.Position} of the log.");

    /// <summary>What a reader must know before all else.</summary>
    public static IEnumerable<Passage> Notices(Briefing briefing)
    {
        if (briefing.Negotiations is [])
            yield return Passage.Of($"No negotiation that was known then meets the filter.");
        if (briefing.Missing is not [])
            yield return Passage.Of(
                $"Not shown, because the list cannot take them in: {Passage.Names(briefing.Missing)}.");
    }

    public static IEnumerable<(Brief Of, NextLine Line)> AllNext(Briefing briefing) => briefing.Negotiations
        .SelectMany(brief => brief.Next, (brief, line) => (brief, line))
        .OrderBy(one => one.line.When is null)
        .ThenBy(one => one.line.When?.First.Day ?? 0)
        .ThenBy(one => one.line.When?.Last.Day ?? 0);

    public static IEnumerable<(Brief Of, OwedLine Line)> AllOwed(Briefing briefing) => briefing.Negotiations
        .SelectMany(brief => brief.Owed, (brief, line) => (brief, line))
        .OrderByDescending(one => one.line.Days ?? -1);

    public static Passage More(Brief brief) => Passage.Of($"{brief.MoreOver} more before; the status has them.");

    public static Passage Word(int independent) => Passage.Of(
        $"({(independent == 0 ? "no source named" : Wording.Count(independent, "independent source")):w})");

    public static Passage Changed(BriefChanges changed) => Passage.Of($"What changed since {Since(changed)}");

    /// <summary>Why no change is listed; null if some are.</summary>
    public static string? NoChange(BriefChanges changed) =>
        changed.IsNew ? "Nothing of it was known then: all of this page is new."
        : changed.Lines is [] ? "Nothing changed."
        : null;

    public static string Of(Cause cause) => cause switch
    {
        Cause.Learned => "We learned later that it had been so",
        Cause.Corrected => "The record was corrected",
        _ => "The world changed",
    };

    public static string Nothing(string heading) => heading switch
    {
        Stands => "Nothing stands.",
        Next or NextOfAll => "Nothing is set.",
        Owed or OwedOfAll => "Nobody owes an answer.",
        Blocks => "Nothing is blocked.",
        Contested => "Nobody contests anything.",
        _ => "Nothing yet.",
    };

    public static IEnumerable<Passage> Proof(Briefing briefing)
    {
        foreach (var brief in briefing.Negotiations)
            yield return Passage.Of(
                $"{brief.Title}: {Wording.Count(brief.Facts, "fact"):w} seen from this moment, "
                + $"of {Wording.Count((int)brief.Version, "recorded fact"):w}; "
                + $"the last is at position {(int)brief.Position} of the log. Read it again: {brief.Address:id}");
        yield return briefing.Seal is { } seal
            ? Passage.Of(
                $"Sealed by the checkpoint over {Wording.Count((int)seal.Size, "event"):w} of {seal.Origin:id}, "
                + $"root {Convert.ToBase64String(seal.Root):id}. "
                + $"To verify it against checkpoints that were kept elsewhere:")
            : Passage.Of(
                $"Not sealed yet: no checkpoint covers the last of these facts. One is written within a second or so.");
    }

    private static Passage Since(BriefChanges changed) => changed.Axis == "occurred"
        ? Wording.Noun(Edtf.Of(changed.Since))
        : Passage.Of($"{Reported(changed.Since)}{(changed.Axis == "reported" ? ", by what was reported" : ""):w}");

    private static Passage Reported(string moment) => Rfc3339JsonConverter.TryParse(moment, out var time)
        ? Passage.Of($"{BriefSources.Minute(time):w}")
        : Wording.Noun(Edtf.Of(moment));
}
