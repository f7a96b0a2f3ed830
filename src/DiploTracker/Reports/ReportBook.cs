using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Reports;

/// <summary>
/// The registered reports. Titles and addresses may name anybody, so they are sealed, each under a key named by the
/// report's hash.
/// </summary>
public sealed class ReportBook(Commits commits, Keys keys)
{
    private const string Columns = "id, publisher, language, published_at, commitment, box";

    /// <summary>Registers a report; one that is known already stays as it is, and is returned.</summary>
    /// <returns>The registered report, and whether it is new.</returns>
    public async Task<(Report Report, bool IsNew)> Register(Report report, CancellationToken cancellation)
    {
        var id = KeyOf(report.Id);
        var box = keys.Key(id) is { } key ? Box.Seal(id, key, Guid.Empty, [report.Title ?? "", report.Url ?? ""]) : default(Box?);
        var isNew = await commits.Write(
            $"""
            with counted as ({LogEnd.Count})
            insert into diplo.reports ({Columns}, key) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing
            """,
            new() { Value = report.Id }, Text(report.Publisher), Text(report.Language),
            Text(report.PublishedAt is { } published ? System.Text.Json.JsonSerializer.Serialize(published, Log.Json).Trim('"') : null),
            new() { Value = box?.Commitment ?? [] }, new() { Value = box?.Bytes ?? [] }, new() { Value = id.ToString() }) == 1;
        return ((await Find(report.Id, cancellation))!, isNew);
    }

    /// <summary>A registered report; null if there is none.</summary>
    public async Task<Report?> Find(string sha256, CancellationToken cancellation) => (await commits.Read(
        $"select {Columns} from diplo.reports where id = $1", Read, cancellation, new NpgsqlParameter { Value = sha256 })).FirstOrDefault();

    /// <summary>The reports whose title or address contains one of the spellings.</summary>
    internal async Task<List<string>> Naming(IReadOnlyCollection<string> spellings, CancellationToken cancellation)
    {
        List<string?> naming = await commits.Read($"select {Columns} from diplo.reports", row => Read(row) is var report
            && spellings.Any(spelling => $"{report.Title} {report.Url}".Contains(spelling, StringComparison.OrdinalIgnoreCase)) ? report.Id : null, cancellation);
        return [.. naming.OfType<string>()];
    }

    internal static KeyId KeyOf(string sha256) => KeyId.Parse(sha256.AsSpan(0, KeyId.Digits))!.Value;

    private Report Read(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        string[] words = row.GetFieldValue<byte[]>(5) is { Length: > 0 } box && keys.Key(KeyOf(id)) is { } key
            ? new Box(KeyOf(id), row.GetFieldValue<byte[]>(4), box).Open(key, Guid.Empty)
            : [Erased.Words, Erased.Words];
        return new Report(
            id, Said(words[0]), Said(words[1]), Text(row, 1), Text(row, 2),
            Text(row, 3) is { } published ? DateTimeOffset.Parse(published, System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    private static string? Said(string words) => words.Length == 0 ? null : words;

    private static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
