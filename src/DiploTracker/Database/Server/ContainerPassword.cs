using System.Security.Cryptography;

namespace DiploTracker.Database;

/// <summary>
/// The password of the tracker's own container, kept in <c>container-password</c> of the data folder, or of its own
/// server on a port: a file that only its owner can read.
/// </summary>
internal static class ContainerPassword
{
    public const string FileName = "container-password";

    public static async Task<string> OfAsync(
        string location, CancellationToken cancellation, string name = FileName)
    {
        var file = Path.Combine(location, name);
        try
        {
            Directory.CreateDirectory(location);
            if (!File.Exists(file))
                Keep(RandomNumberGenerator.GetHexString(32, lowercase: true), file);
            return await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"{file} cannot be written or read ({refused.Message}): set DIPLO_DATA to a folder this user can "
                + "write.",
                refused);
        }
    }

    // Written to a temporary file and renamed, so that it is never read half-written; of two concurrent trackers the
    // first wins.
    private static void Keep(string password, string file)
    {
        var aside = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllText(aside, password);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
