using System.CommandLine;
using System.Text.RegularExpressions;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>The options of a basis, and of the further bases of one command.</summary>
internal sealed partial class BasisOptions(string speaker)
{
    private const string FurtherOption = "--basis";

    private readonly Option<string?> _speaker = new(speaker) { Description = "Who said so: RUS.Ushakov." };
    private readonly Option<string[]> _via = new("--via")
    {
        Description = "Publishers it came through, nearest to the speaker first: separated by commas, or repeated; a "
            + "comma in a name is \\,.",
    };
    private readonly Option<string?> _report = new("--report")
    {
        Description = "The report: the SHA-256 of a registered one, or the file of its text (-: standard input), "
            + "which is registered.",
    };
    private readonly Option<string?> _publishedAt = new("--published-at")
    {
        Description = "When the source published it: 2025-08-07 12:00.",
    };
    private readonly Option<string?> _statedAt = new("--stated-at")
    {
        Description = "When it was said: 2025-08-07 12:00.",
    };
    private readonly Option<string?> _reliability = new("--reliability") { Description = "Admiralty code, A to F." };
    private readonly Option<int?> _credibility = new("--credibility") { Description = "Admiralty code, 1 to 6." };
    private readonly Option<string[]> _further = new(FurtherOption)
    {
        Description = "One more basis, with the names of these options: 'speaker=USA.Trump; via=AFP,X; "
            + "published-at=…'; repeatable.",
    };

    public IEnumerable<Option> OfOne => [_speaker, _via, _report, _publishedAt, _statedAt, _reliability, _credibility];

    public IEnumerable<Option> All => [.. OfOne, _further];

    /// <summary>The basis of the options; null if none is given.</summary>
    public async Task<Basis?> OneAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        var basis = new Basis
        {
            Speaker = parsed.GetValue(_speaker),
            Via = parsed.GetValue(_via) is { Length: > 0 } via ? [.. via.SelectMany(Publishers)] : null,
            Report = parsed.GetValue(_report) is { } report
                ? await ReportFile.CitedAsync(session, report, _report.Name, cancellation) : null,
            PublishedAt = Time(session, parsed.GetValue(_publishedAt), _publishedAt.Name),
            StatedAt = Time(session, parsed.GetValue(_statedAt), _statedAt.Name),
            Reliability = parsed.GetValue(_reliability),
            Credibility = parsed.GetValue(_credibility),
        };
        return basis == new Basis() ? null : basis;
    }

    /// <summary>All bases that a command is given, each filled from a source.</summary>
    public async Task<List<Basis>> AllAsync(ParseResult parsed, Session session, Basis? source,
        CancellationToken cancellation)
    {
        List<Basis> bases = [];
        if (await OneAsync(parsed, session, cancellation) is { } one)
            bases.Add(one);
        foreach (var text in parsed.GetValue(_further) ?? [])
            bases.Add(await FurtherAsync(text, session, cancellation));
        if (bases.Count == 0 && source is not null)
            bases.Add(source);
        return bases.ConvertAll(basis => Sources.Filled(basis, source));
    }

    private static async Task<Basis> FurtherAsync(string text, Session session, CancellationToken cancellation)
    {
        var basis = new Basis();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, { Length: > 0 } value])
                throw new UsageException($"{FurtherOption}: '{part}' is not NAME=VALUE.");
            basis = name switch
            {
                "speaker" => basis with { Speaker = value },
                "via" => basis with { Via = [.. Publishers(value)] },
                "report" => basis with { Report = await ReportFile.CitedAsync(session, value, FurtherOption,
                    cancellation) },
                "published-at" => basis with { PublishedAt = Time(session, value, FurtherOption) },
                "stated-at" => basis with { StatedAt = Time(session, value, FurtherOption) },
                "reliability" => basis with { Reliability = value },
                "credibility" when int.TryParse(value, out var credibility) => basis with { Credibility = credibility },
                _ => throw new UsageException(
                    $"{FurtherOption}: '{part}' is none of speaker, via, report, published-at, stated-at, reliability "
                        + $"and credibility (a number)."),
            };
        }
        return basis;
    }

    private static DateTimeOffset? Time(Session session, string? text, string option) =>
        text is null ? null : session.Times.Instant(text, option, Times.Edge.None);

    private static IEnumerable<string> Publishers(string text) => Comma().Split(text)
        .Select(publisher => publisher.Replace("\\,", ",", StringComparison.Ordinal).Trim()).Where(publisher =>
            publisher.Length > 0);

    [GeneratedRegex(@"(?<!\\),")]
    private static partial Regex Comma();
}
