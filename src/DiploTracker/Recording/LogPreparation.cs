using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>Prepares the head and the incarnation of the log, and checks whether recording is allowed.</summary>
internal sealed class LogPreparation(RecordingGate gate) : ISchemaStep
{
    private const string HeadAtTheEndOfTheLog =
        """
        insert into diplo.log_head ("only", position, recorded_at)
        select true, seq_id, timestamp from mt_events order by seq_id desc limit 1 on conflict do nothing
        """;

    // The append of earlier versions kept the list of negotiations there; it is a projection now.
    private const string WithoutFormerList = "drop table if exists views.negotiations";

    public async Task Fill(NpgsqlConnection connection, bool wasIncomplete)
    {
        await using (var drop = new NpgsqlCommand(WithoutFormerList, connection))
            await drop.ExecuteNonQueryAsync();
        if (wasIncomplete)
        {
            await using var head = new NpgsqlCommand(HeadAtTheEndOfTheLog, connection);
            await head.ExecuteNonQueryAsync();
        }
        await Incarnation.Settle(connection);
    }

    public Task Check(NpgsqlConnection connection) => gate.Ask(CancellationToken.None);
}
