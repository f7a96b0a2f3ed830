using DiploTracker.Audit;
using Npgsql;

namespace DiploTracker.Backups;

/// <summary>
/// The commands <c>backup</c> and <c>restore</c> of the tracker's program; each prints its result in one sentence.
/// </summary>
internal sealed class BackupCommands(Backup backup, RestoredBackup restored, Restore export)
{
    /// <summary>0 if it succeeded, 1 if it was refused or failed, 2 if the arguments are wrong.</summary>
    public async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            switch (args)
            {
                case ["backup", var file]:
                    await backup.Write(file);
                    await output.WriteLineAsync($"Backed up to {file}. It can be read only together with the folder of keys: copy that too, to another place.");
                    return 0;
                case ["restore", var file, ..] when !File.Exists(file):
                    await error.WriteLineAsync($"Nothing was restored: there is no file {file}.");
                    return 1;
                case ["restore", var file, .. var options] when Backup.IsOne(file) && options is [] or ["--replace"]:
                    return await Said(await restored.From(file, replaces: options is not []), file, output, error);
                case ["restore", .. var rest] when rest is [var file, ..] && !Backup.IsOne(file):
                    return await export.Run(rest, output, error);
                default:
                    await error.WriteLineAsync("Usage: backup FILE, restore BACKUP [--replace], or restore EXPORT --checkpoints DIR [--older]");
                    return 2;
            }
        }
        catch (BackupException refused)
        {
            await error.WriteLineAsync($"Nothing was {(args[0] == "backup" ? "backed up" : "restored")}: {refused.Message}");
            return 1;
        }
        catch (NpgsqlException failed)
        {
            await error.WriteLineAsync($"The database does not answer: {failed.GetBaseException().Message}");
            return 1;
        }
    }

    private static async Task<int> Said(LogVerdict verdict, string file, TextWriter output, TextWriter error)
    {
        await output.WriteLineAsync($"Restored {verdict.Checked:N0} events from {file}. The views are made by the next tracker that runs.");
        if (verdict.Valid)
            return 0;
        await error.WriteLineAsync($"But what was restored does not verify: {verdict.Problem}");
        return 1;
    }
}
