using DiploTracker.Database;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>The least that a Kestrel can do: nothing; and with Npgsql: JSON by its key, and a row written.</summary>
internal static class BareService
{
    public const string Table = "create table documents (key text primary key, data jsonb not null)";

    public static async Task Serve(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddSingleton(Pools.DataSource(builder.Configuration.GetConnectionString("DiploTracker")!));
        await using var app = builder.Build();
        app.MapGet("/alive", () => "alive");
        app.MapGet("/empty", _ => Task.CompletedTask);
        app.MapGet("/documents/{key}", Read);
        app.MapPost("/documents/{key}", Write);
        await app.RunAsync();
    }

    private static async Task Read(string key, HttpContext context, NpgsqlDataSource database)
    {
        await using var select = database.CreateCommand("select data from documents where key = $1");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await using var row = await select.ExecuteReaderAsync();
        if (!await row.ReadAsync())
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var json = row.GetFieldValue<byte[]>(0);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json);
    }

    private static async Task Write(string key, HttpContext context, NpgsqlDataSource database)
    {
        using var body = new StreamReader(context.Request.Body);
        await using var insert = database.CreateCommand(
            "insert into documents (key, data) values ($1, $2) on conflict (key) do update set data = excluded.data");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = await body.ReadToEndAsync(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await insert.ExecuteNonQueryAsync();
    }
}
