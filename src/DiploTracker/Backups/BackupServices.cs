namespace DiploTracker.Backups;

/// <summary>Registers backup and restore.</summary>
internal static class BackupServices
{
    public static void AddBackups(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PostgresClient>();
        builder.Services.AddSingleton<Backup>();
        builder.Services.AddSingleton<RestoredBackup>();
        builder.Services.AddSingleton<BackupCommands>();
    }
}
