namespace DiploTracker.Database;

/// <summary>No usable PostgreSQL. The message is one actionable sentence: what is wrong and how to mend it.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
