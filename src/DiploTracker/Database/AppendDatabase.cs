using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// The database for appends, with its own connections. One group is appended at a time, so it is always the same
/// connection; a shared pool hands out the connection that has been idle longest, and with it another server process
/// each time, which has to load its plans and indexes again.
/// </summary>
public sealed record AppendDatabase(NpgsqlDataSource Source);

/// <summary>The database for the reads that command decisions need. Readers cannot take its connections.</summary>
public sealed record RecordingDatabase(NpgsqlDataSource Source);

/// <summary>
/// The database for followers of the log: views, sealing, the feed, drift. Readers cannot take its connections.
/// </summary>
public sealed record BackgroundDatabase(NpgsqlDataSource Source);

/// <summary>The database for health checks: a single connection that nothing else uses.</summary>
public sealed record HealthDatabase(NpgsqlDataSource Source);
