using System.CommandLine;
using System.Text.Json.Nodes;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>The options that every command has: its date, its sources, and how to send it.</summary>
internal sealed class CommonOptions(IReadOnlyCollection<string> fields)
{
    private readonly Option<string?> _occurred = new("--occurred")
    {
        Description = "EDTF: when it was so in the world (default: today).",
    };
    private readonly Option<string?> _phrase = new("--phrase")
    {
        Description = "The words that gave the date or venue.",
    };
    private readonly Option<string?> _phraseLanguage = new("--phrase-language")
    {
        Description = "BCP 47 language of the phrase (default: en).",
    };
    // A statement has a speaker of its own; that of the basis then has a longer name.
    private readonly Option<string?> _speaker = new(fields.Contains("speaker") ? "--basis-speaker" : "--speaker")
    {
        Description = "Who said so: RUS.Ushakov.",
    };
    private readonly Option<string[]> _via = new("--via") { Description = "Publisher it came through; repeatable." };
    private readonly Option<string?> _report = new("--report") { Description = "SHA-256 of a registered report." };
    private readonly Option<string?> _publishedAt = new("--published-at")
    {
        Description = "When the source published it (RFC 3339).",
    };
    private readonly Option<string?> _statedAt = new("--stated-at") { Description = "When it was said (RFC 3339)." };
    private readonly Option<string?> _reliability = new("--reliability") { Description = "Admiralty code, A to F." };
    private readonly Option<int?> _credibility = new("--credibility") { Description = "Admiralty code, 1 to 6." };
    private readonly Option<string?> _marking = new("--marking")
    {
        Description = "TLP 2.0: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.",
    };
    private readonly Option<string?> _embargoUntil = new("--embargo-until")
    {
        Description = "Not to be shown before (RFC 3339).",
    };
    private readonly Option<string[]> _recipients = new("--recipients", "--recipient")
    {
        Description = "Of what is RED: a principal or group it is for; repeatable.",
    };
    private readonly Option<string[]> _markedParts = new("--marked-part")
    {
        Description = "The marking of a part, quote=AMBER: quote, place, basis or persons; repeatable.",
    };
    private readonly Option<string?> _ifMatch = new("--if-match")
    {
        Description = "Refuse when the negotiation has another version.",
    };
    private readonly Option<Guid?> _idempotencyKey = new("--idempotency-key")
    {
        Description = "UUID: the same key and command are recorded once.",
    };
    private readonly Option<bool> _park = new("--park") { Description = "Park what cannot be placed yet." };

    public IEnumerable<Option> All =>
    [
        _occurred, _phrase, _phraseLanguage, _speaker, _via, _report, _publishedAt, _statedAt, _reliability,
        _credibility, _marking, _embargoUntil, _recipients, _markedParts, _ifMatch, _idempotencyKey, _park,
    ];

    /// <summary>Adds the options given to the body of a command.</summary>
    public void AddTo(JsonObject body, ParseResult parsed)
    {
        Set(body, "occurred", parsed.GetValue(_occurred));
        if (parsed.GetValue(_phrase) is { } phrase)
            body["phrase"] = new JsonObject
            {
                ["text"] = phrase,
                ["language"] = parsed.GetValue(_phraseLanguage) ?? "en",
            };
        if (Basis(parsed) is { Count: > 0 } basis)
            body["basis"] = new JsonArray(basis);
        Set(body, "marking", parsed.GetValue(_marking));
        SetTime(body, "embargoUntil", parsed.GetValue(_embargoUntil), _embargoUntil.Name);
        if (parsed.GetValue(_recipients) is { Length: > 0 } recipients)
            body["recipients"] = new JsonArray(
                [.. recipients.SelectMany(FieldOption.SplitAtCommas).Select(recipient => JsonValue.Create(recipient))]);
        if (parsed.GetValue(_markedParts) is { Length: > 0 } parts)
            body["markedParts"] = new JsonObject(parts.Select(Part));
    }

    public SendOptions Sending(ParseResult parsed) => new()
    {
        IfMatch = parsed.GetValue(_ifMatch),
        IdempotencyKey = parsed.GetValue(_idempotencyKey),
        Park = parsed.GetValue(_park),
    };

    private JsonObject Basis(ParseResult parsed)
    {
        var basis = new JsonObject();
        Set(basis, "speaker", parsed.GetValue(_speaker));
        if (parsed.GetValue(_via) is { Length: > 0 } via)
            basis["via"] = new JsonArray([.. via.Select(publisher => JsonValue.Create(publisher))]);
        Set(basis, "report", parsed.GetValue(_report));
        SetTime(basis, "publishedAt", parsed.GetValue(_publishedAt), _publishedAt.Name);
        SetTime(basis, "statedAt", parsed.GetValue(_statedAt), _statedAt.Name);
        Set(basis, "reliability", parsed.GetValue(_reliability));
        if (parsed.GetValue(_credibility) is { } credibility)
            basis["credibility"] = credibility;
        return basis;
    }

    private KeyValuePair<string, JsonNode?> Part(string text) => text.Split('=', 2) is [var part, var marking]
        ? KeyValuePair.Create(part, (JsonNode?)marking)
        : throw new UsageException($"{_markedParts.Name} takes PART=MARKING.");

    private static void Set(JsonObject body, string name, string? value)
    {
        if (value is not null)
            body[name] = value;
    }

    private static void SetTime(JsonObject body, string name, string? value, string option)
    {
        if (value is not null)
            body[name] = Moments.Time(value, option);
    }
}
