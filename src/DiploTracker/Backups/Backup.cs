using System.Diagnostics;
using Npgsql;

namespace DiploTracker.Backups;

/// <summary>
/// <c>backup FILE</c>: a consistent copy of the database at any moment, with trackers running. It leaves out data in
/// clear that is rebuilt from the log, so it can be read only together with the folder of keys. It also leaves out data
/// of programs beside the tracker (docs/marten.md), which the tracker's role may not even be able to read.
/// </summary>
internal sealed class Backup(PostgresClient client, NpgsqlDataSource database)
{
    /// <summary>The first bytes of a file in the custom format of <c>pg_dump</c>.</summary>
    private static readonly byte[] Magic = "PGDMP"u8.ToArray();

    private static readonly string[] LeftOut =
    [
        "--exclude-table=diplo.views", "--exclude-table-data=public.mt_event_progression", "--exclude-table-data=public.mt_event_projection_floors",
        "--exclude-table-data=public.mt_high_water_skips", "--exclude-table-data=public.mt_doc_deadletterevent",
    ];

    /// <exception cref="BackupException">It could not be made; an existing file of that name is unchanged.</exception>
    public async Task Write(string file)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            using var dump = client.Start("pg_dump", ["--format=custom", .. LeftOut, .. await OtherSchemas()]);
            dump.StandardInput.Close();
            var errors = dump.StandardError.ReadToEndAsync();
            await using (var stream = new FileStream(partial, FileMode.CreateNew))
            {
                await dump.StandardOutput.BaseStream.CopyToAsync(stream);
                stream.Flush(flushToDisk: true);
            }
            await Ended(dump, errors);
            File.Move(partial, file, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup cannot be written to {file}: {refused.Message}", refused);
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    // As patterns: quoted, so that every character is literal.
    private async Task<List<string>> OtherSchemas()
    {
        await using var select = database.CreateCommand(
            """
            select '--exclude-schema="' || replace(nspname, '"', '""') || '"' from pg_namespace
            where nspname not in ('public', 'diplo', 'information_schema') and nspname !~ '^pg_'
            """);
        await using var rows = await select.ExecuteReaderAsync();
        List<string> schemas = [];
        while (await rows.ReadAsync())
            schemas.Add(rows.GetString(0));
        return schemas;
    }

    /// <summary>Is it a backup file, and not an export of the log?</summary>
    public static bool IsOne(string file)
    {
        using var stream = File.OpenRead(file);
        var begin = new byte[Magic.Length];
        return stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.AsSpan().SequenceEqual(Magic);
    }

    /// <summary>Waits for a program, and turns its output into an exception if it failed.</summary>
    public static async Task Ended(Process program, Task<string> errors)
    {
        var said = await errors;
        await program.WaitForExitAsync();
        if (program.ExitCode != 0)
            throw new BackupException($"{Path.GetFileName(program.StartInfo.FileName)} failed: {said.Trim()}");
    }
}
