using DiploTracker.Database;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Forgetting;

/// <summary>Finishes erasures: a copy of the key folder may have been put back.</summary>
internal sealed class ErasurePreparation(Keys keys) : ISchemaStep
{
    public Task Fill(NpgsqlConnection connection, bool wasIncomplete) => ErasureNotes.DestroyAgain(connection, keys);
}
