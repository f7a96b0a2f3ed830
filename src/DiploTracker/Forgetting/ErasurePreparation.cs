using DiploTracker.Database;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>
/// Completes erasures at a start: an old copy of the key folder may have been restored, or the log of a backup, whose
/// certificates are noted first.
/// </summary>
internal sealed class ErasurePreparation(Keys keys) : ISchemaStep
{
    public Task Fill(NpgsqlConnection connection, bool wasIncomplete) =>
        wasIncomplete ? ErasureNotes.Restore(connection, keys) : ErasureNotes.DestroyAgain(connection, keys);
}
