using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>Searches everything sealed in the database.</summary>
internal static class SealedRows
{
    /// <summary>
    /// The keys under which a person is sealed, and the facts whose words contain one of its spellings.
    /// </summary>
    public static async Task<(HashSet<KeyId> Keys, List<NamedIn> Named)> Search(
        NpgsqlDataSource database, Keys keys, string name, IReadOnlyCollection<string> spellings, CancellationToken cancellation)
    {
        HashSet<KeyId> found = [];
        List<NamedIn> named = [];
        await using var select = database.CreateCommand(
            $"""
            select stream_id, id, data from mt_events where {StoredMembers.HoldsSealed("data")}
            union all select negotiation, id, fact from diplo.parked where {StoredMembers.HoldsSealed("fact")}
            """);
        select.CommandTimeout = 0; // no limit: the log may be long
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var id = rows.GetGuid(1);
            foreach (var box in Sealed.Boxes(rows.GetFieldValue<byte[]>(2)))
            {
                var isOfWords = box.Key == KeyId.Of(id);
                if (keys.Key(box.Key) is not { } key)
                    continue;
                var values = box.Open(key, id);
                if (!isOfWords && values[0] == name)
                    found.Add(box.Key);
                else if (isOfWords && values.Any(value => spellings.Any(spelling => value.Contains(spelling, StringComparison.OrdinalIgnoreCase))))
                    named.Add(new NamedIn(rows.GetString(0), id));
            }
        }
        return (found, named);
    }
}
