using DiploTracker.Database;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>Completes erasures at a start: an old copy of the key folder may have been restored.</summary>
internal sealed class ErasurePreparation(Keys keys) : ISchemaStep
{
    public Task Fill(NpgsqlConnection connection, bool wasIncomplete) => ErasureNotes.DestroyAgain(connection, keys);
}
