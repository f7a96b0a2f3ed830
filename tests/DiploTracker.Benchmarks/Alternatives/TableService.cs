using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiploTracker.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>
/// What a team would build instead: one row a negotiation with its last fact, a trigger that keeps every version of the
/// row, and a check of the idempotency key, all in one statement, behind a slim Kestrel with source-generated JSON.
/// </summary>
internal static class TableService
{
    // One statement: one round trip, and a transaction of its own.
    private const string Change =
        """
        with changed as (
            update tracked set version = version + 1, kind = $3, data = $4, changed_by = 'local', changed_at = clock_timestamp()
            where negotiation = $2 and not exists (select from requests where id = $1)
            returning version),
        kept as (insert into requests (id, request, version) select $1, $5, version from changed)
        select version from changed
        """;

    public static async Task Serve(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.ConfigureHttpJsonOptions(http => http.SerializerOptions.TypeInfoResolverChain.Insert(0, TableJson.Default));
        builder.Services.AddSingleton(Pools.DataSource(builder.Configuration.GetConnectionString("DiploTracker")! + ";Maximum Pool Size=20"));
        await using var app = builder.Build();
        app.MapGet("/alive", () => "alive");
        app.MapPost("/facts/{negotiation}/{kind}", Record);
        await app.RunAsync();
    }

    private static async Task<Results<Ok<Changed>, NotFound, UnprocessableEntity>> Record(
        string negotiation, string kind, HttpRequest request, TrackedFact fact, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(request.Headers["Idempotency-Key"], out var key) || fact is { Id: null, Meeting: null })
            return TypedResults.UnprocessableEntity();

        var data = JsonSerializer.SerializeToUtf8Bytes(fact, TableJson.Default.TrackedFact);
        var hash = SHA256.HashData(data);
        await using var change = database.CreateCommand(Change);
        change.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key });
        change.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        change.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        change.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = data, NpgsqlDbType = NpgsqlDbType.Jsonb });
        change.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        try
        {
            if (await change.ExecuteScalarAsync() is long version)
                return TypedResults.Ok(new Changed(negotiation, version));
        }
        catch (PostgresException twice) when (twice.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The same request was under way at the same time; its answer is read below.
        }
        return await Before(database, key) is not var (before, asked) ? TypedResults.NotFound()
            : asked.AsSpan().SequenceEqual(hash) ? TypedResults.Ok(new Changed(negotiation, before))
            : TypedResults.UnprocessableEntity();
    }

    private static async Task<(long Version, byte[] Request)?> Before(NpgsqlDataSource database, Guid key)
    {
        await using var select = database.CreateCommand("select version, request from requests where id = $1");
        select.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key });
        await using var row = await select.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
    }
}

/// <summary>The fields that the facts of the load have.</summary>
internal sealed record TrackedFact(
    string? Id, string? Meeting, string? Speaker, string? Kind, string? Quote, string? Language, string[]? About, string? By, string? Answer,
    string[]? Conditions, string? When, string[]? ConfirmedBy, string? Reason, string Occurred, TrackedPhrase? Phrase, TrackedBasis[]? Basis, string? Marking);

internal sealed record TrackedPhrase(string Text, string Language);

internal sealed record TrackedBasis(string? Speaker, string[]? Via, string? Reliability, int? Credibility, DateTimeOffset? PublishedAt);

internal sealed record Changed(string Negotiation, long Version);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrackedFact))]
[JsonSerializable(typeof(Changed))]
internal sealed partial class TableJson : JsonSerializerContext;
