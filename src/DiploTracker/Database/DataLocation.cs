namespace DiploTracker.Database;

/// <summary>
/// The folder of a tracker's own database: <c>DIPLO_DATA</c>, or <c>$XDG_DATA_HOME/diplotracker</c>
/// (<c>~/.local/share/diplotracker</c>), or, for root, <c>/var/lib/diplotracker</c>: PostgreSQL refuses to run as root,
/// so its server runs as the user <c>postgres</c>, which cannot read root's home.
/// </summary>
public static class DataLocation
{
    public static string Of(IConfiguration configuration)
    {
        if (configuration["DIPLO_DATA"] is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            return "/var/lib/diplotracker";
        // .NET's LocalApplicationData is XDG_DATA_HOME or ~/.local/share on Linux.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0
            ? Path.Combine(home, "diplotracker")
            : throw new DatabaseUnavailableException(
                "This user has no home to keep the database in: set DIPLO_DATA to a folder it can write.");
    }
}
