using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>
/// A key to destroy, and where its destruction is certified; the negotiation is '' for a person that no fact names.
/// </summary>
internal sealed record ToErase(string Key, string Negotiation, Erasure What, Guid? Fact, string Ground);

/// <summary>
/// Erasures are noted in <c>diplo.erasures</c> before anything is done, so that they are completed whatever happens.
/// </summary>
internal sealed class ErasureNotes(NpgsqlDataSource database, Commits commits)
{
    /// <summary>Completes pending erasures: destroys all keys noted.</summary>
    internal static async Task DestroyAgain(NpgsqlConnection connection, Keys keys)
    {
        await using var select = new NpgsqlCommand("select distinct key from diplo.erasures", connection);
        await using var rows = await select.ExecuteReaderAsync();
        List<KeyId> alive = [];
        while (await rows.ReadAsync())
            if (KeyId.Parse(rows.GetString(0)) is { } id && keys.Key(id) is not null)
                alive.Add(id);
        if (alive.Count > 0)
            keys.Destroy(alive);
    }

    /// <summary>
    /// Notes the erasures that a restored log certifies, and destroys their keys if a copy of the folder still has
    /// them.
    /// </summary>
    internal static async Task Restore(NpgsqlConnection connection, Keys keys)
    {
        await using var note = new NpgsqlCommand(
            $"""
            insert into diplo.erasures (key, negotiation, what, fact, ground, erased_by, certificate)
            select {StoredMembers.CertifiedKey("data")}, stream_id, {StoredMembers.Certified("data")}, coalesce(user_name, ''), id
            from mt_events where {StoredMembers.IsCertificate("type")}
            on conflict (key, negotiation) do update set certificate = excluded.certificate
            """, connection);
        await note.ExecuteNonQueryAsync();
        await DestroyAgain(connection, keys);
    }

    public Task Add(IReadOnlyList<ToErase> erasures, Caller caller, Guid? request) => commits.Write(
            $"""
            with counted as ({LogEnd.Count})
            insert into diplo.erasures (key, negotiation, what, fact, ground, erased_by, request)
            select e.key, e.negotiation, e.what, e.fact, $5, $6, $7 from unnest($1, $2, $3, $4) e (key, negotiation, what, fact)
            on conflict (key, negotiation) do nothing
            """,
            new() { Value = erasures.Select(erased => erased.Key).ToArray() },
            new() { Value = erasures.Select(erased => erased.Negotiation).ToArray() },
            new() { Value = erasures.Select(erased => erased.What.ToString()).ToArray() },
            new() { Value = erasures.Select(erased => erased.Fact).ToArray() },
            new() { Value = erasures[0].Ground },
            new() { Value = caller.Name },
            new() { Value = (object?)request ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });

    public async Task Certified(ToErase erased, CancellationToken cancellation)
    {
        await using var note = database.CreateCommand(
            $"""
            update diplo.erasures e set certificate = m.id from mt_events m
            where e.key = $1 and e.negotiation = $2 and m.stream_id = $2
              and {StoredMembers.IsCertificate("m.type")} and {StoredMembers.CertifiedKey("m.data")} = $1
            """);
        note.Parameters.Add(new() { Value = erased.Key });
        note.Parameters.Add(new() { Value = erased.Negotiation });
        await note.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Erasures not certified yet, and who requested them.</summary>
    public async Task<List<(ToErase Erased, string By)>> NotCertified(CancellationToken cancellation)
    {
        await using var select = database.CreateCommand(
            "select key, negotiation, what, fact, ground, erased_by from diplo.erasures where certificate is null and negotiation <> ''");
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<(ToErase Erased, string By)> missing = [];
        while (await rows.ReadAsync(cancellation))
            missing.Add((Read(rows), rows.GetString(5)));
        return missing;
    }

    public async Task<IReadOnlyList<CertifiedErasure>> All(CancellationToken cancellation) => await Noted("true", value: null, cancellation);

    public async Task<IReadOnlyList<CertifiedErasure>> Of(IEnumerable<string> keys, CancellationToken cancellation) =>
        await Noted("key = any ($1)", keys.Distinct().ToArray(), cancellation);

    /// <summary>The result of an earlier identical request; null if this is the first.</summary>
    public async Task<ErasureAnswer?> Before(Guid? request, CancellationToken cancellation) =>
        request is { } asked && await Noted("request = $1", asked, cancellation) is { Count: > 0 } done ? new ErasureAnswer(done, []) : null;

    private Task<List<CertifiedErasure>> Noted(string where, object? value, CancellationToken cancellation) => commits.Read(
            $"""
            select e.key, e.negotiation, e.what, e.fact, e.ground, e.erased_by, e.certificate, m.timestamp
            from diplo.erasures e left join mt_events m on m.id = e.certificate where {where} order by m.seq_id, e.key
            """, CertifiedOf, cancellation, value is null ? [] : [new NpgsqlParameter { Value = value }]);

    private static CertifiedErasure CertifiedOf(NpgsqlDataReader row)
    {
        var erased = Read(row);
        return new CertifiedErasure(
            erased.Key, erased.What, erased.Negotiation is { Length: > 0 } negotiation ? negotiation : null, erased.Fact, erased.Ground, row.GetString(5),
            row.IsDBNull(6) ? null : row.GetGuid(6), row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7));
    }

    private static ToErase Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), Enum.Parse<Erasure>(row.GetString(2)), row.IsDBNull(3) ? null : row.GetGuid(3), row.GetString(4));
}
