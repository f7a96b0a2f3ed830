using Npgsql;

namespace DiploTracker.Audit;

/// <summary>The result of verifying the log in the database.</summary>
/// <param name="Checked">The number of events checked, including those not sealed yet.</param>
/// <param name="Unsealed">The number of them not sealed yet.</param>
/// <param name="Checkpoint">The largest checkpoint kept outside the database that fits.</param>
public sealed record LogVerdict(bool Valid, long Checked, long Unsealed, FirstInvalid? FirstInvalid, Checkpoint? Checkpoint, string? Problem)
{
    /// <summary>The losses, accepted by an operator, after which the log got its present name.</summary>
    public IReadOnlyList<Intervention> Losses { get; init; } = [];
}

/// <summary>
/// Recomputes everything that is sealed from the present content of the database, in one pass: compares each event with
/// its leaf, and the tree with the checkpoints stored in the database and kept outside.
/// </summary>
public sealed class LogVerification(NpgsqlDataSource database, AuditFolder folder)
{
    public async Task<LogVerdict> Verify(CancellationToken cancellation)
    {
        try
        {
            return await Recompute(cancellation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or AuditUnavailableException)
        {
            return new LogVerdict(false, 0, 0, null, null, $"What is kept outside the database cannot be read: {refused.Message} Nothing can be said.");
        }
    }

    private async Task<LogVerdict> Recompute(CancellationToken cancellation)
    {
        var sealedBefore = folder.SealedLog();
        if (await TreeState.Read(database, cancellation) is not { } state)
            return await NothingSealed(sealedBefore, cancellation);

        // The events are read last, so that they cover everything signed before.
        var trusted = TrustedCheckpoints.Read(folder.Checkpoints(state.Origin));
        var (stored, damaged) = await Stored(state, trusted, cancellation);
        var growth = new GrowthCheck([.. stored.Concat(trusted.Expected(state.Origin)).OrderBy(checkpoint => checkpoint.Size)]);
        var pass = new LogPass(state, growth, new TreeTiles(database));
        var wrong = await pass.Run(database, cancellation) ?? damaged;

        var outside = trusted.Of(state.Origin);
        var fits = growth.Fits is { } reached ? outside.LastOrDefault(kept => kept.Size <= reached.Size) : null;
        var problem = folder.Exchanged(sealedBefore, state.Origin) ?? wrong?.Reason
            ?? (outside.Count == 0 ? $"No checkpoint of this log is kept in {folder.Checkpoints(state.Origin)}: nothing can be said." : null)
            ?? await pass.TreeProblem();
        return new LogVerdict(problem is null, pass.Count, Math.Max(0, pass.Count - growth.Size), wrong, fits, problem)
        {
            Losses = trusted.LossesBefore(state.Origin),
        };
    }

    private async Task<LogVerdict> NothingSealed(string? sealedBefore, CancellationToken cancellation)
    {
        await using var count = database.CreateCommand("select count(*) from mt_events");
        count.CommandTimeout = 0; // as long as the log
        var events = (long)(await count.ExecuteScalarAsync(cancellation))!;
        var problem = folder.Exchanged(sealedBefore, origin: null) ?? (events == 0 ? null : "Nothing has been sealed yet.");
        return new LogVerdict(problem is null, events, events, null, null, problem);
    }

    /// <summary>The stored checkpoints, and the problem of the first that this log did not sign.</summary>
    private async Task<(List<Checkpoint> Stored, FirstInvalid? Damaged)> Stored(
        TreeState state, TrustedCheckpoints trusted, CancellationToken cancellation)
    {
        List<Checkpoint> stored = [];
        FirstInvalid? damaged = null;
        await using var select = database.CreateCommand("select size, note from diplo.checkpoints order by size");
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var size = rows.GetInt64(0);
            if (SignedCheckpoint.Read(rows.GetString(1)) is { } signed && signed.Checkpoint.Size == size
                && signed.Checkpoint.Origin == state.Origin && trusted.Trusts(signed))
                stored.Add(signed.Checkpoint);
            else
                damaged ??= new FirstInvalid(
                    size, null, null, $"The stored checkpoint of {size} events is not signed with a key that is kept outside the database.");
        }
        return (stored, damaged);
    }
}
