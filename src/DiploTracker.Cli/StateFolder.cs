namespace DiploTracker.Cli;

/// <summary>The folder in which the tool remembers things of its user.</summary>
internal static class StateFolder
{
    public static string Of(Terminal terminal)
    {
        if (terminal.Variable("DIPLO_STATE") is { Length: > 0 } given)
            return given;
        var state = terminal.Variable("XDG_STATE_HOME") is { Length: > 0 } home
            ? home
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "diplo");
    }

    /// <summary>Writes a file whole: a reader gets the text before or the text after.</summary>
    public static void Write(string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var draft = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(draft, text);
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be written: {refused.Message} DIPLO_STATE names another folder.");
        }
    }
}
