using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Kernel;

namespace DiploTracker.Briefs;

/// <summary>
/// A text for people in which our own words and those of the data are told apart: data may be of any script and hold
/// anything, so each form of a page escapes and isolates it. As JSON it is the plain text.
/// </summary>
[JsonConverter(typeof(PassageJsonConverter))]
public sealed class Passage
{
    internal Passage(IReadOnlyList<Run> runs) => Runs = runs;

    internal IReadOnlyList<Run> Runs { get; }

    /// <summary>The plain text.</summary>
    public string Text => field ??=
        string.Concat(Runs.Select(run => run.Kind == RunKind.Quote ? $"“{run.Text}”" : run.Text));

    internal static readonly Passage Empty = new([]);

    internal static Passage Of(PassageBuilder text) => new(text.Runs);

    /// <summary>The same, beginning with a capital if it begins with our own words.</summary>
    internal Passage Capitalised() => Runs is [{ Kind: RunKind.Words, Text: [var first, ..] text } begin, ..]
        ? new Passage([begin with { Text = char.ToUpperInvariant(first) + text[1..] }, .. Runs.Skip(1)])
        : this;

    /// <summary>
    /// What follows a title: a verb at the beginning gives way to a colon, since a title may be of any number.
    /// </summary>
    internal Passage AfterTitle()
    {
        if (Runs is not [{ Kind: RunKind.Words, Text: var text }, ..]
            || Array.Find(Verbs, verb => text.StartsWith(verb, StringComparison.Ordinal)) is not { } begun)
            return Of($" {this}");
        return Of($": {new Passage([Run.Words(text[begun.Length..]), .. Runs.Skip(1)])}");
    }

    private static readonly string[] Verbs = ["is ", "was ", "has been "];

    internal static Passage Join(string separator, IEnumerable<Passage> parts) =>
        new([.. parts.SelectMany((part, index) => index == 0 ? part.Runs : part.Runs.Prepend(Run.Words(separator)))]);

    /// <summary>"USA, RUS and UKR"; each of them is data.</summary>
    internal static Passage Names(IEnumerable<string> names, string last = "and")
    {
        List<Passage> all = [.. names.Select(name => Of($"{name}"))];
        return all.Count < 2 ? Join("", all)
            : Join($" {last} ", [Join(", ", all.SkipLast(1)), all[^1]]);
    }

    public override string ToString() => Text;
}

internal enum RunKind
{
    /// <summary>Our own words.</summary>
    Words,

    /// <summary>Words of the data.</summary>
    Data,

    /// <summary>Words of a source, quoted.</summary>
    Quote,

    /// <summary>An id, for those who type it.</summary>
    Id,
}

/// <param name="Language">The language of a quote, a BCP 47 tag.</param>
internal readonly record struct Run(RunKind Kind, string Text, string? Language = null)
{
    public static Run Words(string text) => new(RunKind.Words, text);

    /// <summary>
    /// Data as it may be shown: on one line, without characters that control a terminal or override the direction.
    /// </summary>
    public static Run Data(string text, RunKind kind = RunKind.Data, string? language = null)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var letter in Characters.Mended(text))
            if (char.IsWhiteSpace(letter))
                shown.Append(shown.Length > 0 && shown[^1] != ' ' ? " " : "");
            else if (!Controls.IsOne(letter))
                shown.Append(letter);
        return new Run(kind, shown.ToString().TrimEnd(), language);
    }
}

/// <summary>
/// Builds a passage from an interpolated string: what is written out are our own words, a text in a hole is data. The
/// formats: <c>w</c> for words of our own, <c>id</c> for an id.
/// </summary>
[InterpolatedStringHandler]
public readonly struct PassageBuilder
{
    public PassageBuilder(int literalLength, int formattedCount) => Runs = new List<Run>(formattedCount + 1);

    internal List<Run> Runs { get; }

    public void AppendLiteral(string words) => Runs.Add(Run.Words(words));

    public void AppendFormatted(string? data) => AppendFormatted(data, format: "");

    public void AppendFormatted(int number) => AppendFormatted($"{number}", "w");

    public void AppendFormatted(Passage? passage) => Runs.AddRange(passage?.Runs ?? []);

    public void AppendFormatted(string? text, string format)
    {
        if (!string.IsNullOrEmpty(text))
            Runs.Add(format switch
            {
                "w" => Run.Words(text),
                "id" => Run.Data(text, RunKind.Id),
                _ => Run.Data(text),
            });
    }
}

internal sealed class PassageJsonConverter : JsonConverter<Passage>
{
    public override Passage Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new([Run.Data(reader.GetString()!)]);

    public override void Write(Utf8JsonWriter writer, Passage value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
