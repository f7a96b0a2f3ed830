namespace DiploTracker.Cli;

/// <summary>The exit codes of the tool.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Usage = 2;

    /// <summary>The server was not reached, or could not do its work; the same command may be run again.</summary>
    public const int Unreachable = 3;

    public const int Interrupted = 130;
}

/// <summary>The command line is invalid; exit 2.</summary>
public sealed class UsageException(string message) : Exception(message);
