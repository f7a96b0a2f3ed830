using System.Runtime.CompilerServices;

namespace DiploTracker.IntegrationTests;

/// <summary>Trackers of a test run that are not told otherwise keep their keys and checkpoints in a folder that goes with it.</summary>
internal static class OwnData
{
    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable("DIPLO_DATA") is not null)
            return;
        var folder = Directory.CreateTempSubdirectory("diplo-tests-").FullName;
        Environment.SetEnvironmentVariable("DIPLO_DATA", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
