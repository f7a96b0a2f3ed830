using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// The database for the appends, with connections of their own. One group is appended at a time, so it is always the
/// same connection; a pool that others use too gives the one that has rested longest, and with it each time another
/// process of the server, which has to find its plans and the indexes anew.
/// </summary>
public sealed record AppendDatabase(NpgsqlDataSource Source);

/// <summary>The database for what is read to decide commands. Readers cannot take its connections.</summary>
public sealed record RecordingDatabase(NpgsqlDataSource Source);

/// <summary>
/// The database for what follows the log: views, sealing, the feed, drift. Readers cannot take its connections.
/// </summary>
public sealed record BackgroundDatabase(NpgsqlDataSource Source);

/// <summary>The database for health: a single connection that nothing else uses.</summary>
public sealed record HealthDatabase(NpgsqlDataSource Source);
