using System.Text;

namespace DiploTracker.Kernel;

/// <summary>
/// Dates in English words, no more precise than they were stated: the one implementation behind pages, tables and
/// sentences. A text that is not EDTF is returned as it is.
/// </summary>
public static class DateWords
{
    /// <summary>By itself, with days of the week: <c>one day, Mon 11 to Sun 17 August 2025</c>.</summary>
    public static string Of(Edtf date) => Worded(date, Tabular.Form);

    /// <summary>As a noun in a sentence, after "set for": <c>one day between 11 and 17 August 2025</c>.</summary>
    public static string Noun(Edtf date) => Worded(date, Sentence.Noun);

    /// <summary>As an adverb in a sentence, after "was held": <c>on Friday 15 August 2025</c>.</summary>
    public static string When(Edtf date) => Worded(date, Sentence.Adverb);

    private static string Worded(Edtf date, Form form) =>
        date.Error is not null ? date.Text : Worded(date.Text, form);

    private static string Worded(string text, Form form) => text.IndexOf('/') switch
    {
        < 0 when text.StartsWith('[') => Set(text[1..^1], form),
        < 0 => form.Single(DatePiece.Of(text)),
        var slash => Interval(text[..slash], text[(slash + 1)..], form),
    };

    private static string Interval(string from, string to, Form form) => (from, to) switch
    {
        ("..", "..") => "at any time",
        ("..", _) => $"until {End(to, form)}",
        (_, "..") => $"from {End(from, form)} on",
        _ when from.StartsWith('[') || to.StartsWith('[') => $"from {End(from, form)} to {End(to, form)}",
        _ => form.From(DatePiece.Range(DatePiece.Of(from), DatePiece.Of(to), "to", form.Days)),
    };

    // A set as an end of an interval.
    private static string End(string text, Form form) =>
        text.StartsWith('[') ? Set(text[1..^1], form.AsNoun) : DatePiece.Of(text).Words(form.Days);

    private static string Set(string text, Form form)
    {
        if (text.IndexOf("..", StringComparison.Ordinal) is not (>= 0 and var dots))
            return form.OneOf(List([.. text.Split(',').Select(DatePiece.Of)], form.Days));
        return (text[..dots], text[(dots + 2)..]) switch
        {
            ("", var last) => form.OneDay($"until {DatePiece.Of(last).Words(form.Days)}"),
            (var first, "") => form.OneDay($"from {DatePiece.Of(first).Words(form.Days)} on"),
            var (first, last) => form.Between(DatePiece.Of(first), DatePiece.Of(last)),
        };
    }

    private static string List(List<DatePiece> dates, string days)
    {
        var isOneMonth = dates.TrueForAll(date => date.IsPlainDay && date.IsInMonthOf(dates[0]));
        var words = new StringBuilder();
        for (var index = 0; index < dates.Count; index++)
            words.Append(index == 0 ? "" : index == dates.Count - 1 ? " or " : ", ")
                .Append(isOneMonth && index < dates.Count - 1 ? dates[index].DayAlone(days) : dates[index].Words(days));
        return words.ToString();
    }

    /// <summary>The shape of the words around dates.</summary>
    private abstract record Form(string Days)
    {
        public virtual Form AsNoun => this;

        public abstract string Single(DatePiece date);

        public abstract string From(string range);

        public abstract string OneDay(string which);

        public abstract string OneOf(string list);

        public abstract string Between(DatePiece first, DatePiece last);
    }

    private sealed record Tabular() : Form("ddd ")
    {
        public static readonly Tabular Form = new();

        public override string Single(DatePiece date) => date.Words(Days);

        public override string From(string range) => range;

        public override string OneDay(string which) => $"one day, {which}";

        public override string OneOf(string list) => $"one day, {list}";

        public override string Between(DatePiece first, DatePiece last) =>
            OneDay(DatePiece.Range(first, last, "to", Days));
    }

    /// <param name="IsAdverb">With a preposition.</param>
    private sealed record Sentence(bool IsAdverb) : Form("")
    {
        public static readonly Sentence Noun = new(IsAdverb: false);
        public static readonly Sentence Adverb = new(IsAdverb: true);

        public override Form AsNoun => Noun;

        public override string Single(DatePiece date) => IsAdverb ? date.Adverb() : date.Words("dddd ");

        public override string From(string range) => IsAdverb ? $"from {range}" : range;

        public override string OneDay(string which) => $"{On}one day {which}";

        public override string OneOf(string list) => On + list;

        public override string Between(DatePiece first, DatePiece last) =>
            OneDay($"between {DatePiece.Range(first, last, "and", Days)}");

        private string On => IsAdverb ? "on " : "";
    }
}
