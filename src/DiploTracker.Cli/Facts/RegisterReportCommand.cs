using System.CommandLine;
using System.Security.Cryptography;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Facts;

/// <summary><c>diplo register-report FILE</c>: registers the SHA-256 of a text, which is not sent.</summary>
internal static class RegisterReportCommand
{
    public static Command Build(Guard guard)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The text. Only its SHA-256 is sent." };
        var title = new Option<string?>("--title") { Description = "Its title." };
        var url = new Option<string?>("--url") { Description = "Where it can be read." };
        var publisher = new Option<string?>("--publisher") { Description = "Who published it." };
        var language = new Option<string?>("--language") { Description = "Its language (BCP 47)." };
        var publishedAt = new Option<string?>("--published-at") { Description = "When it was published (RFC 3339)." };
        var command = new Command("register-report", "Registers a report, to be cited with --report.")
        {
            file, title, url, publisher, language, publishedAt,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var report = new Report
            {
                Sha256 = await HashAsync(parsed.GetRequiredValue(file), cancellation),
                Title = parsed.GetValue(title),
                Url = parsed.GetValue(url),
                Publisher = parsed.GetValue(publisher),
                Language = parsed.GetValue(language),
                PublishedAt = parsed.GetValue(publishedAt) is { } time ? Moments.Time(time, publishedAt.Name) : null,
            };
            var (registered, json, _) = await session.Client.RegisterReportAsync(report, cancellation);
            await session.Terminal.Out.WriteLineAsync(session.Json ? JsonText.Pretty(json) : registered.Id);
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<string> HashAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            await using var text = file.OpenRead();
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(text, cancellation));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be read: {refused.Message}");
        }
    }
}
