using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>The options that every command has: its date, its sources, and how to send it.</summary>
internal sealed class CommonOptions(IReadOnlyCollection<string> fields)
{
    private readonly Option<string?> _occurred = new("--occurred")
    {
        Description = "When it was so in the world: yesterday, 2025-08-07 12:00, or EDTF (default: today).",
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
    private readonly BasisOptions _basis = new(fields.Contains("speaker") ? "--basis-speaker" : "--speaker");
    private readonly Option<string?> _source = new("--session")
    {
        Description = "A file with the source that bases are filled from, in place of the one that `diplo session` "
            + "keeps; none: from nothing.",
    };
    private readonly Option<string?> _marking = new("--marking")
    {
        Description = "TLP 2.0: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.",
    };
    private readonly Option<string?> _embargoUntil = new("--embargo-until")
    {
        Description = "Not to be shown before: 2025-08-07 12:00.",
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
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what it would do, and record nothing.",
    };

    public IEnumerable<Option> All =>
    [
        _occurred, _phrase, _phraseLanguage, .. _basis.All, _source, _marking, _embargoUntil, _recipients, _markedParts,
        _ifMatch, _idempotencyKey, _park, _dryRun,
    ];

    /// <summary>Adds the options given to the body of a command.</summary>
    public async Task AddToAsync(JsonObject body, ParseResult parsed, Session session, CancellationToken cancellation)
    {
        if (parsed.GetValue(_occurred) is { } occurred)
            body["occurred"] = session.Times.Edtf(occurred, _occurred.Name);
        if (parsed.GetValue(_phrase) is { } phrase)
            body["phrase"] = new JsonObject
            {
                ["text"] = phrase,
                ["language"] = parsed.GetValue(_phraseLanguage) ?? "en",
            };
        if (await _basis.AllAsync(parsed, session, Source(parsed, session), cancellation) is { Count: > 0 } bases)
            body["basis"] = JsonSerializer.SerializeToNode(bases, CommandJson.Options);
        if (parsed.GetValue(_marking) is { } marking)
            body["marking"] = marking;
        if (parsed.GetValue(_embargoUntil) is { } embargo)
            body["embargoUntil"] = session.Times.Instant(embargo, _embargoUntil.Name, Times.Edge.Start);
        if (parsed.GetValue(_recipients) is { Length: > 0 } recipients)
            body["recipients"] =
                new JsonArray([.. recipients.SelectMany(FieldOption.SplitAtCommas).Select(one =>
                JsonValue.Create(one))]);
        if (parsed.GetValue(_markedParts) is { Length: > 0 } parts)
            body["markedParts"] = new JsonObject(parts.Select(Part));
    }

    /// <summary>Is the command only to be tried?</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public SendOptions Sending(ParseResult parsed, Session session) => new()
    {
        RecordedBy = session.User,
        IfMatch = parsed.GetValue(_ifMatch),
        IdempotencyKey = parsed.GetValue(_idempotencyKey),
        Park = parsed.GetValue(_park),
    };

    private Basis? Source(ParseResult parsed, Session session) => parsed.GetValue(_source) switch
    {
        null => new Sources(session).Kept(),
        "none" => null,
        var file => Sources.Read(file),
    };

    private KeyValuePair<string, JsonNode?> Part(string text) => text.Split('=', 2) is [var part, var marking]
        ? KeyValuePair.Create(part, (JsonNode?)marking)
        : throw new UsageException($"{_markedParts.Name} takes PART=MARKING.");
}
