using DiploTracker.Forgetting;
using Npgsql;

namespace DiploTracker.Reports;

/// <summary>The registered reports. Titles and addresses may name anybody, so they are sealed, each under a key that its hash names.</summary>
public sealed class ReportBook(NpgsqlDataSource database, Keys keys)
{
    private const string Columns = "id, publisher, language, published_at, commitment, box";

    /// <summary>Registers a report; one that is known already stays as it is, and is given.</summary>
    /// <returns>What is registered, and whether it is new.</returns>
    public async Task<(Report Report, bool IsNew)> Register(Report report, CancellationToken cancellation)
    {
        var id = KeyOf(report.Id);
        var box = keys.Key(id) is { } key ? Box.Seal(id, key, Guid.Empty, [report.Title ?? "", report.Url ?? ""]) : default(Box?);
        await using var register = database.CreateCommand(
            $"insert into diplo.reports ({Columns}, key) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing");
        register.Parameters.Add(new() { Value = report.Id });
        register.Parameters.Add(new() { Value = (object?)report.Publisher ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        register.Parameters.Add(new() { Value = (object?)report.Language ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        register.Parameters.Add(new()
        {
            Value = report.PublishedAt is { } published ? System.Text.Json.JsonSerializer.Serialize(published, Recording.Log.Json).Trim('"') : DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
        });
        register.Parameters.Add(new() { Value = box?.Commitment ?? [] });
        register.Parameters.Add(new() { Value = box?.Bytes ?? [] });
        register.Parameters.Add(new() { Value = id.ToString() });
        var isNew = await register.ExecuteNonQueryAsync(cancellation) == 1;
        return ((await Find(report.Id, cancellation))!, isNew);
    }

    /// <summary>What is registered of a report; null when it is not.</summary>
    public async Task<Report?> Find(string sha256, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand($"select {Columns} from diplo.reports where id = $1");
        select.Parameters.Add(new() { Value = sha256 });
        await using var row = await select.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? Read(row) : null;
    }

    /// <summary>The reports whose titles or addresses hold one of some spellings.</summary>
    internal async Task<List<string>> Naming(IReadOnlyCollection<string> spellings, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand($"select {Columns} from diplo.reports");
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<string> naming = [];
        while (await rows.ReadAsync(cancellation))
            if (Read(rows) is var report && spellings.Any(spelling =>
                $"{report.Title} {report.Url}".Contains(spelling, StringComparison.OrdinalIgnoreCase)))
                naming.Add(report.Id);
        return naming;
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

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
