using System.Security.Cryptography;
using System.Text;
using DiploTracker.Client;

namespace DiploTracker.Cli.Facts;

/// <summary>The text of a report: its SHA-256 is sent, the text is not.</summary>
internal static class ReportFile
{
    private const int Digits = 64;

    /// <summary>
    /// The SHA-256 of a report as it is cited: of a registered one, or of a file that is registered now.
    /// </summary>
    public static async Task<string> CitedAsync(Session session, string report, string option,
        CancellationToken cancellation)
    {
        if (report.Length == Digits && report.All(char.IsAsciiHexDigit))
            return report.ToLowerInvariant();
        if (report != "-" && !File.Exists(report))
            throw new UsageException(
                $"{option}: '{report}' is neither the SHA-256 of a report ({Digits} hexadecimal digits) nor a file.");
        var registered = await session.Client.RegisterReportAsync(
            new RegisterReport { Sha256 = await HashAsync(session.Terminal, report, cancellation) },
                new SendOptions { RecordedBy = session.User }, cancellation);
        return registered.Value.Id;
    }

    public static async Task<string> HashAsync(Terminal terminal, string file, CancellationToken cancellation)
    {
        try
        {
            if (file == "-")
                return Convert.ToHexStringLower(
                    SHA256.HashData(Encoding.UTF8.GetBytes(await terminal.In.ReadToEndAsync(cancellation))));
            await using var text = File.OpenRead(file);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(text, cancellation));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be read: {refused.Message}");
        }
    }
}
