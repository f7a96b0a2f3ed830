using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>
/// What somebody who needs one view writes by hand: a document for each negotiation with its meetings, proposals and
/// statements, from single events in the order of the log. It knows no late facts, no corrections and no poison.
/// </summary>
internal sealed class DocumentLoop(NpgsqlDataSource database)
{
    private const int Page = 5_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>An empty table and the beginning of the log.</summary>
    public async Task Begin()
    {
        await using var begin = database.CreateCommand(
            """
            drop table if exists documents, progress;
            create table documents (id text primary key, data jsonb not null);
            create table progress (position bigint not null);
            insert into progress values (0);
            """);
        await begin.ExecuteNonQueryAsync();
    }

    /// <summary>Catches up page by page: loads the documents that a page touches, applies its events, and puts them back.</summary>
    public async Task CatchUp(long to)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var progress = new NpgsqlCommand("select position from progress", connection);
        for (var position = (long)(await progress.ExecuteScalarAsync())!; position < to;)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var events = await Events(connection, position, Math.Min(to, position + Page));
            var documents = await Documents(connection, [.. events.Select(one => one.Negotiation).Distinct()]);
            foreach (var one in events)
            {
                if (!documents.TryGetValue(one.Negotiation, out var document))
                    documents[one.Negotiation] = document = new Document();
                document.Apply(one);
            }
            position = events[^1].Position;
            await Put(connection, documents, position);
            await transaction.CommitAsync();
        }
    }

    /// <summary>Builds anew: reads all, folds in memory, COPYs the documents.</summary>
    public async Task Rebuild(long to)
    {
        await using var connection = await database.OpenConnectionAsync();
        Dictionary<string, Document> documents = [];
        await foreach (var one in Read(connection, 0, to))
        {
            if (!documents.TryGetValue(one.Negotiation, out var document))
                documents[one.Negotiation] = document = new Document();
            document.Apply(one);
        }
        await using var copy = await connection.BeginBinaryImportAsync("copy documents (id, data) from stdin (format binary)");
        foreach (var (id, document) in documents)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(id, NpgsqlDbType.Text);
            await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, Json), NpgsqlDbType.Jsonb);
        }
        await copy.CompleteAsync();
    }

    private static async Task<List<Stored>> Events(NpgsqlConnection connection, long from, long to)
    {
        List<Stored> events = new(Page);
        await foreach (var one in Read(connection, from, to))
            events.Add(one);
        return events;
    }

    private static async IAsyncEnumerable<Stored> Read(NpgsqlConnection connection, long from, long to)
    {
        await using var select = new NpgsqlCommand(
            "select seq_id, stream_id, type, data from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = from }, new NpgsqlParameter<long> { TypedValue = to } },
        };
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            yield return new Stored(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3));
    }

    private static async Task<Dictionary<string, Document>> Documents(NpgsqlConnection connection, string[] ids)
    {
        await using var select = new NpgsqlCommand("select id, data from documents where id = any ($1)", connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = ids } },
        };
        await using var rows = await select.ExecuteReaderAsync();
        Dictionary<string, Document> documents = new(ids.Length);
        while (await rows.ReadAsync())
            documents[rows.GetString(0)] = JsonSerializer.Deserialize<Document>(rows.GetFieldValue<byte[]>(1), Json)!;
        return documents;
    }

    private static async Task Put(NpgsqlConnection connection, Dictionary<string, Document> documents, long position)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into documents (id, data) select * from unnest($1, $2) on conflict (id) do update set data = excluded.data")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. documents.Keys] },
                new() { Value = documents.Values.Select(document => JsonSerializer.SerializeToUtf8Bytes(document, Json)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("update progress set position = $1") { Parameters = { new NpgsqlParameter<long> { TypedValue = position } } });
        await batch.ExecuteNonQueryAsync();
    }

    private readonly record struct Stored(long Position, string Negotiation, string Type, byte[] Data)
    {
        public T Read<T>() => JsonSerializer.Deserialize<T>(Data, Json)!;
    }

    private sealed class Document
    {
        public string? Title { get; set; }

        public Dictionary<string, Meeting> Meetings { get; set; } = [];

        public Dictionary<string, Proposal> Proposals { get; set; } = [];

        public int Statements { get; set; }

        public Said? Last { get; set; }

        public void Apply(Stored stored)
        {
            switch (stored.Type)
            {
                case "negotiation-opened.v1":
                    Title = stored.Read<Opened>().Title;
                    break;
                case "meeting-proposed.v1":
                    var invited = stored.Read<Proposed>();
                    Meetings[invited.Id] = new Meeting { Status = "Proposed" };
                    Proposals[invited.Id] = new Proposal { By = invited.By, To = invited.To };
                    break;
                case "proposal-made.v1":
                    var made = stored.Read<Proposed>();
                    Proposals[made.Id] = new Proposal { By = made.By, To = made.To };
                    break;
                case "proposal-answered.v1":
                    var answered = stored.Read<Answered>();
                    Proposals[answered.Id].Answers[answered.By] = answered;
                    break;
                case "meeting-scheduled.v1" or "meeting-rescheduled.v1":
                    var scheduled = stored.Read<Scheduled>();
                    var meeting = Meetings[scheduled.Meeting];
                    (meeting.Status, meeting.When, meeting.ConfirmedBy) = ("Scheduled", scheduled.When, scheduled.ConfirmedBy);
                    meeting.Sequence++;
                    break;
                case "statement-recorded.v1":
                    Last = stored.Read<Said>();
                    Statements++;
                    break;
                default:
                    throw new InvalidOperationException($"The loop does not know {stored.Type}.");
            }
        }
    }

    private sealed class Meeting
    {
        public required string Status { get; set; }

        public string? When { get; set; }

        public string[]? ConfirmedBy { get; set; }

        public int Sequence { get; set; }
    }

    private sealed class Proposal
    {
        public required string[] By { get; set; }

        public required string[] To { get; set; }

        public Dictionary<string, Answered> Answers { get; set; } = [];
    }

    private sealed record Opened(string Title);

    private sealed record Proposed(string Id, string[] By, string[] To);

    private sealed record Answered(string Id, string By, string Answer, string[]? Conditions, string? Occurred);

    private sealed record Scheduled(string Meeting, string When, string[]? ConfirmedBy);

    private sealed record Said(string Id, string Speaker, string Kind, string? Quote, string? Occurred);
}
