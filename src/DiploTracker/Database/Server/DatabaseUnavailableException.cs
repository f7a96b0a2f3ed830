namespace DiploTracker.Database;

/// <summary>No PostgreSQL to work with. The message is one sentence a person can act on: what is wrong, how to mend it.
/// </summary>
public sealed class DatabaseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
