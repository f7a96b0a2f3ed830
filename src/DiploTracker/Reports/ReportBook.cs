using DiploTracker.Recording;
using DiploTracker.Sealing;

namespace DiploTracker.Reports;

/// <summary>A report in the database: title and address are sealed, under a key named by the report's hash.</summary>
/// <param name="Id">The hash.</param>
/// <param name="Box">Empty for a report that was registered after its erasure.</param>
public sealed record SealedReport(
    string Id, string? Publisher, string? Language, DateTimeOffset? PublishedAt, byte[] Commitment, byte[] Box);

/// <summary>The registered reports. Titles and addresses may name anybody, so they are sealed.</summary>
public sealed class ReportBook(Documents documents, Keys keys)
{
    /// <summary>
    /// Registers a report. One that is known already keeps all that it says, and gains what was not known of it.
    /// </summary>
    /// <returns>The registered report, and whether it is new.</returns>
    public Task<(Report Report, bool IsNew)> Register(Report report) => documents.Write(async session =>
    {
        if (await session.LoadAsync<SealedReport>(report.Id) is { } known)
        {
            var opened = Open(known);
            var completed = opened with
            {
                Title = opened.Title ?? report.Title,
                Url = opened.Url ?? report.Url,
                Publisher = opened.Publisher ?? report.Publisher,
                Language = opened.Language ?? report.Language,
                PublishedAt = opened.PublishedAt ?? report.PublishedAt,
            };
            if (completed == opened || IsErased(known))
                return (opened, false);
            session.Update(Seal(completed));
            return (completed, false);
        }
        var registered = Seal(report);
        session.Insert(registered);
        return (Open(registered), true);
    });

    /// <summary>A registered report; null if there is none.</summary>
    public async Task<Report?> Find(string sha256, CancellationToken cancellation) =>
        await documents.Load<SealedReport>(sha256, cancellation) is { } report ? Open(report) : null;

    /// <summary>The reports whose title or address contains one of the spellings.</summary>
    internal async Task<List<string>> Naming(IReadOnlyCollection<string> spellings, CancellationToken cancellation) =>
        [.. (await documents.All<SealedReport>(cancellation)).Select(Open).Where(report => spellings.Any(
            spelling => $"{report.Title} {report.Url}".Contains(spelling, StringComparison.OrdinalIgnoreCase)))
            .Select(report => report.Id)];

    internal static KeyId KeyOf(string sha256) => KeyId.Parse(sha256.AsSpan(0, KeyId.Digits))!.Value;

    private bool IsErased(SealedReport report) =>
        report.Box is not { Length: > 0 } || keys.Key(KeyOf(report.Id)) is null;

    private SealedReport Seal(Report report)
    {
        var id = KeyOf(report.Id);
        var box = keys.Key(id) is { } key
            ? Box.Seal(id, key, Guid.Empty, [report.Title ?? "", report.Url ?? ""])
            : default(Box?);
        return new SealedReport(
            report.Id, report.Publisher, report.Language, report.PublishedAt, box?.Commitment ?? [], box?.Bytes ?? []);
    }

    private Report Open(SealedReport report)
    {
        var id = KeyOf(report.Id);
        string[] words = report.Box is { Length: > 0 } && keys.Key(id) is { } key
            ? new Box(id, report.Commitment, report.Box).Open(key, Guid.Empty)
            : [Erased.Words, Erased.Words];
        return new Report(
            report.Id, Said(words[0]), Said(words[1]), report.Publisher, report.Language, report.PublishedAt);
    }

    private static string? Said(string words) => words.Length == 0 ? null : words;
}
