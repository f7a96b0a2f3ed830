namespace DiploTracker.Negotiations;

/// <summary>
/// The limits on what is sent, each with its reason. What was recorded before a limit was set is read as ever: limits
/// hold only for what comes in.
/// </summary>
public static class Limits
{
    /// <summary>
    /// Characters of a text: the words of a speech, not the speech; it is sealed, searched and shown as a whole.
    /// </summary>
    public const int Text = 20_000;

    /// <summary>
    /// Items of a list that has no limit of its own: more parties than any conference has, and each is judged by name.
    /// </summary>
    public const int List = 250;

    /// <summary>
    /// Bases of a fact: each is kept with the fact in memory, and is compared with the others for independence.
    /// </summary>
    public const int Basis = 100;

    /// <summary>Carriers of a basis: the way of a report, from the witness to the page.</summary>
    public const int Via = 20;

    /// <summary>Characters of a date in EDTF: room for all the dates of a set.</summary>
    public const int DateText = 2_000;

    /// <summary>
    /// Dates of an EDTF set: whether one set lies in another is asked for each date of both. More are a range.
    /// </summary>
    public const int DatesInSet = 100;

    /// <summary>Bytes of a command, also on a line: it is held in memory as a whole.</summary>
    public const int CommandBytes = 1 << 20;

    /// <summary>Commands of a batch: it lands in one transaction, during which nothing else is appended.</summary>
    public const int Batch = 1_000;

    /// <summary>Bytes of a batch, for the same reason.</summary>
    public const int BatchBytes = 4 << 20;

    /// <summary>Bytes of a report: it is stored beside the log and holds up no append.</summary>
    public const int ReportBytes = 8 << 20;

    /// <summary>Commands that wait in a negotiation: each fact that lands has all of them tried.</summary>
    public const int Parked = 1_000;

    /// <summary>
    /// Facts that are decided again, after each command, to place what is parked; what was not tried is tried after the
    /// next.
    /// </summary>
    public const int Effort = 100_000;

    /// <summary>Nested levels of JSON, the framework's own limit.</summary>
    public const int Depth = 64;

    /// <summary>The limit of the list with a name.</summary>
    public static int Of(string list) => list switch
    {
        "basis" => Basis,
        "via" => Via,
        _ => List,
    };
}
