using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// How far the log and single negotiations have come, as the database says. Readers share questions: the first is put at
/// once, and all who come while it is under way wait for the next one. So each answer is of a moment after it was asked
/// for, what was committed before is in it, and a negotiation that everybody reads costs one question at a time.
/// </summary>
internal sealed class LogHeads(NpgsqlDataSource database)
{
    private readonly Lock _lock = new();
    private Question? _next;
    private bool _isAsking;

    /// <param name="negotiation">A key; what is none the database may not even be asked for.</param>
    public async Task<LogHead> Of(string negotiation, CancellationToken cancellation)
    {
        Question question;
        var isFirst = false;
        lock (_lock)
        {
            question = _next ??= new Question();
            question.Negotiations.Add(negotiation);
            if (!_isAsking)
                _isAsking = isFirst = true;
        }
        if (isFirst)
            _ = Ask();
        return (await question.Answer.Task.WaitAsync(cancellation))[negotiation];
    }

    private async Task Ask()
    {
        while (Take() is { } question)
        {
            try
            {
                question.Answer.SetResult(await Ask([.. question.Negotiations]));
            }
            catch (Exception failure) // whatever it is, those who asked are told
            {
                question.Answer.SetException(failure);
            }
        }
    }

    private Question? Take()
    {
        lock (_lock)
        {
            var taken = _next;
            _next = null;
            _isAsking = taken is not null;
            return taken;
        }
    }

    private async Task<Dictionary<string, LogHead>> Ask(string[] negotiations)
    {
        await using var ask = database.CreateCommand(
            """
            select k.key, coalesce((select position from diplo.log_head), 0),
                   coalesce((select version from mt_streams where id = k.key), 0),
                   coalesce((select revision from diplo.parked_revisions where negotiation = k.key), 0)
            from unnest($1) k (key)
            """);
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = negotiations });
        await using var rows = await ask.ExecuteReaderAsync();
        Dictionary<string, LogHead> heads = new(negotiations.Length);
        while (await rows.ReadAsync())
            heads[rows.GetString(0)] = new LogHead(rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
        return heads;
    }

    private sealed class Question
    {
        public HashSet<string> Negotiations { get; } = [];

        public TaskCompletionSource<Dictionary<string, LogHead>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>How far the log has come, and one negotiation in it; of one that was never opened both are 0.</summary>
internal readonly record struct LogHead(long Position, long Version, long ParkedRevision);
