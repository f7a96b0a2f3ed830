using System.Diagnostics;

namespace DiploTracker.Database;

/// <summary>
/// Fetches something into a folder once: one process at a time, into a temporary folder beside it that is renamed when
/// complete, so that an interrupted fetch leaves nothing in the way.
/// </summary>
internal static class Fetching
{
    public static string Unfinished(string folder) => $"{folder}.new-{Guid.NewGuid():N}";

    /// <summary>Waits until no other process fetches into the folder.</summary>
    public static async Task<IDisposable> OnlyOneAsync(string folder, CancellationToken cancellation)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
                return new FileStream($"{folder}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists($"{folder}.lock"))
            {
                // Another process is fetching.
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new DatabaseUnavailableException(
                    $"Nothing can be fetched into {folder} ({refused.Message}): set DIPLO_DATA to a folder that this "
                    + "user can write.", refused);
            }
        }
        while (await look.WaitForNextTickAsync(cancellation));
        throw new OperationCanceledException(cancellation);
    }

    /// <summary>Moves what was fetched into place, readable by the user that the server runs as.</summary>
    public static async Task CompleteAsync(string fetched, string folder)
    {
        if (ServerProcess.User is not null)
        {
            await ServerProcess.RunAsync(new ProcessStartInfo("chmod", ["-R", "a+rX", fetched]), user: null);
            await ServerProcess.RunAsync(
                new ProcessStartInfo("chmod", ["a+rx", Path.GetDirectoryName(folder)!]), user: null);
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(fetched, folder);
    }

    /// <summary>Removes the remains of interrupted fetches.</summary>
    public static void RemoveCutShort(string folder)
    {
        foreach (var cutShort in Directory.EnumerateDirectories(
            Path.GetDirectoryName(folder)!, $"{Path.GetFileName(folder)}.new-*"))
            try
            {
                Directory.Delete(cutShort, recursive: true);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                // A program of a tracker just killed is still writing there; the next fetch removes it.
            }
    }
}
