using DiploTracker.Database;
using Microsoft.Extensions.Configuration;

namespace DiploTracker.Testing;

/// <summary>Trackers of a test run that are not told otherwise keep their keys and checkpoints in a folder that goes with it.</summary>
internal static class OwnData
{
    /// <summary>The data folder that a tracker would use outside the tests; programs fetched for the tests stay there.</summary>
    public static string Lasting => Given ?? DataLocation.Of(new ConfigurationBuilder().Build());

    private static string? Given { get; } = Environment.GetEnvironmentVariable("DIPLO_DATA");

    internal static void Set()
    {
        if (Given is not null)
            return;
        var folder = Directory.CreateTempSubdirectory("diplo-tests-").FullName;
        Environment.SetEnvironmentVariable("DIPLO_DATA", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
