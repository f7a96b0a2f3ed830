using DiploTracker.Forgetting;
using DiploTracker.Kernel;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Marten;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// <c>restore FILE --checkpoints DIR</c>: loads a verified export of the whole log into an empty tracker, with its
/// positions, ids, recorded times and hashes. An invalid file is refused before anything is written.
/// </summary>
internal sealed class Restore(NpgsqlDataSource database, IDocumentStore store, AuditFolder folder, Keys keys)
{
    private const string Usage = "Usage: restore FILE --checkpoints DIR [--older]";

    /// <summary>
    /// Runs the command; returns 0 if the log is restored, 1 if it is refused, 2 if the arguments are wrong.
    /// </summary>
    public async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        var isOlder = args.Contains("--older");
        if (args.Except(["--older"]).ToArray() is not [var file, "--checkpoints", var checkpoints])
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }
        if (!Directory.Exists(checkpoints))
        {
            await error.WriteLineAsync($"Nothing was restored: there is no folder {checkpoints}.");
            return 1;
        }
        try
        {
            var restored = await From(file, TrustedCheckpoints.Read(checkpoints), isOlder);
            await output.WriteLineAsync($"Restored {restored.Size} events of {restored.Origin}.");
            return 0;
        }
        catch (Exception refused) when (refused is RestoreRefusedException or IOException or UnauthorizedAccessException or AuditUnavailableException)
        {
            await error.WriteLineAsync($"Nothing was restored: {refused.Message}");
            return 1;
        }
        catch (Exception foreign) when (foreign is InvalidOperationException or InvalidDataException or System.Text.Json.JsonException)
        {
            await error.WriteLineAsync($"Nothing was restored; this tracker cannot read what is in the file: {foreign.Message}");
            return 1;
        }
    }

    /// <exception cref="RestoreRefusedException">
    /// The file is not valid, or the tracker is not empty; nothing was written.
    /// </exception>
    public async Task<Checkpoint> From(string file, TrustedCheckpoints trusted, bool isOlder = false)
    {
        var verdict = ExportFile.Verify(file, trusted, isOlder);
        if (!verdict.Valid)
            throw new RestoreRefusedException(verdict.FirstInvalid is { } wrong ? $"event {wrong.Position}: {wrong.Reason}" : verdict.Problem!);
        var signed = ExportFile.LastSeal(file) is { Negotiation: null, Checkpoint: { } note }
            ? SignedCheckpoint.Read(note)!
            : throw new RestoreRefusedException("the file holds one negotiation, not the whole log.");

        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RestoredRows.Claim(connection);
        var root = await RestoredRows.Write(connection, file);
        if (!root.AsSpan().SequenceEqual(signed.Checkpoint.Root))
            throw new RestoreRefusedException("the file changed while it was read.");
        await RestoredTree.Write(connection, signed, trusted);
        await ErasureNotes.Restore(connection, keys);
        await ReadAll(connection);
        Keep(signed, trusted);
        await transaction.CommitAsync();
        return signed.Checkpoint;
    }

    /// <exception cref="InvalidOperationException">An event has a type that this version does not know.</exception>
    private async Task ReadAll(NpgsqlConnection connection)
    {
        await using var select = new NpgsqlCommand($"select {StoredFact.Columns} from mt_events order by seq_id", connection);
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            StoredFact.Of(rows).Read(keys);
    }

    // The next checkpoint must continue these, and verifying it takes the earlier keys.
    private void Keep(SignedCheckpoint signed, TrustedCheckpoints trusted)
    {
        var restored = signed.Checkpoint;
        var there = folder.Checkpoints(restored.Origin);
        folder.KeepSealedLog(restored.Origin);
        foreach (var key in trusted.Keys.Where(key => key.Name == restored.Origin))
            folder.KeepKey(restored.Origin, key);
        foreach (var kept in trusted.All.Where(kept => kept.Checkpoint.Origin == restored.Origin && kept.Checkpoint.Size < restored.Size).Append(signed))
            DurableFile.Write(Path.Combine(there, OutsideCheckpoints.NameOf(kept.Checkpoint.Size)), kept.Note);
    }
}

/// <summary>An export cannot be restored; the message states the reason, and nothing was written.</summary>
internal sealed class RestoreRefusedException(string message) : Exception(message);
