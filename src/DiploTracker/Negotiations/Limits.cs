using System.Reflection;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>A text that is not kept, only its hash: it may be as long as a report.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LongTextAttribute : Attribute
{
    public static bool IsOn(ICustomAttributeProvider? member) =>
        member?.IsDefined(typeof(LongTextAttribute), inherit: false) == true;
}

/// <summary>
/// The limits on requests, each with its reason. They do not apply to reading: facts recorded before a limit was set
/// stay readable.
/// </summary>
public static class Limits
{
    /// <summary>
    /// Characters of a text: a quotation, not a whole speech; a text is sealed, searched and shown as a whole.
    /// </summary>
    public const int Text = 20_000;

    /// <summary>
    /// Characters of the name of a party, a person or an agency, on each side of the dot, and of an id: both are keys
    /// in indexes, which hold at most 2.7 kB.
    /// </summary>
    public const int Name = Names.Longest;

    /// <summary>
    /// Characters of a label (a role, a level, a format, a track, a stance, a carrier): a word or a few, indexed with
    /// names.
    /// </summary>
    public const int Label = 200;

    /// <summary>
    /// Items of a list that has no limit of its own: more parties than any conference has, and each is checked by name.
    /// </summary>
    public const int List = 250;

    /// <summary>
    /// Bases of a fact: each is kept in memory with the fact and compared with the others for independence.
    /// </summary>
    public const int Basis = 100;

    /// <summary>Carriers of a basis: the path of a report, from the witness to the page.</summary>
    public const int Via = 20;

    /// <summary>Characters of a date in EDTF: room for all the dates of a set.</summary>
    public const int DateText = 2_000;

    /// <summary>
    /// Dates of an EDTF set: the check whether one set lies in another visits each date of both. Use a range for more.
    /// </summary>
    public const int DatesInSet = 100;

    /// <summary>Bytes of a command, in a body or on a line: it is buffered whole.</summary>
    public const int CommandBytes = 1 << 20;

    /// <summary>Commands of a batch: it is appended in one transaction, which blocks all other appends.</summary>
    public const int Batch = 1_000;

    /// <summary>Bytes of a batch, for the same reason.</summary>
    public const int BatchBytes = 4 << 20;

    /// <summary>Bytes of a report: it is stored beside the log and blocks no append.</summary>
    public const int ReportBytes = 8 << 20;

    /// <summary>Commands parked in a negotiation: all of them are tried again after each append.</summary>
    public const int Parked = 1_000;

    /// <summary>
    /// Facts decided again after each command to place parked ones; those not tried are tried after the next command.
    /// </summary>
    public const int Effort = 100_000;

    /// <summary>
    /// Facts held for a preview of lines: those of the negotiations that it names, and its own. Each negotiation is kept
    /// until the end.
    /// </summary>
    public const int PreviewFacts = 100_000;

    /// <summary>Nested levels of JSON, the framework's own limit.</summary>
    public const int Depth = 64;

    /// <summary>
    /// Maximum number of characters of a text member of a request, or of an item of a list; of a name with the party that
    /// it speaks for.
    /// </summary>
    internal static int OfText(string member, bool isList, ICustomAttributeProvider? declared) =>
        LongTextAttribute.IsOn(declared) ? ReportBytes : TextForms.LongestWhole(TextForms.Of(member, isList));

    /// <summary>The limit for a list by its name.</summary>
    public static int Of(string list) => list switch
    {
        "basis" => Basis,
        "via" => Via,
        _ => List,
    };
}
