namespace DiploTracker.Client;

/// <summary>A fact to record: its own fields, and with them its date and its sources.</summary>
public abstract record Command
{
    /// <summary>EDTF: when it was so in the world; the server takes today when it is absent.</summary>
    public string? Occurred { get; init; }

    /// <summary>The words that gave the date or the venue, with their language.</summary>
    public Phrase? Phrase { get; init; }

    /// <summary>The sources: who said so, and who carried it; none, one or several.</summary>
    public IReadOnlyList<Basis>? Basis { get; init; }

    /// <summary>TLP 2.0, one of <see cref="Markings"/>.</summary>
    public string? Marking { get; init; }

    /// <summary>The fact is not to be shown before this time.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>Of what is RED: the principals or groups it is for.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    /// <summary>The marking of parts of the fact, by name: quote, place, basis, persons.</summary>
    public IReadOnlyDictionary<string, string>? MarkedParts { get; init; }
}

/// <summary>Words as they were spoken or printed; <paramref name="Language"/> is BCP 47.</summary>
public sealed record Phrase(string Text, string Language);

/// <summary>One source of a fact: who said it, through whom, in which report, and how reliable they are.</summary>
public sealed record Basis
{
    /// <summary>An actor, or an actor of a party: <c>USA.Witkoff</c>.</summary>
    public string? Speaker { get; init; }

    /// <summary>Publishers it came through, nearest to the speaker first.</summary>
    public IReadOnlyList<string>? Via { get; init; }

    /// <summary>SHA-256 of a registered report.</summary>
    public string? Report { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? StatedAt { get; init; }

    /// <summary>Admiralty code, A (always reliable) to F (cannot be judged).</summary>
    public string? Reliability { get; init; }

    /// <summary>Admiralty code, 1 (confirmed) to 6 (cannot be judged).</summary>
    public int? Credibility { get; init; }
}
