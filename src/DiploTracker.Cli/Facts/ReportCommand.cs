using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Facts;

/// <summary><c>diplo report add FILE</c>, <c>show</c>: registers the SHA-256 of a text, which is not sent.</summary>
internal static class ReportCommand
{
    public static Command Build(Guard guard) => new("report", "Registers the reports that facts cite, and shows them.")
    {
        Add(guard), Show(guard),
    };

    private static Command Add(Guard guard)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The text, - for standard input. Only its SHA-256 is sent.",
        };
        var metadata = new Metadata();
        var command = new Command("add", "Registers a report, to be cited with --report; prints its SHA-256.") { file };
        foreach (var option in metadata.All)
            command.Add(option);

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var sha256 = await ReportFile.HashAsync(session.Terminal, parsed.GetRequiredValue(file), cancellation);
            var read = await session.Client.RegisterReportAsync(
                metadata.Of(parsed, session, sha256), new SendOptions { RecordedBy = session.User }, cancellation);
            return await session.ShowAsync(read.Json, () => session.Output.Line(read.Value.Id));
        }));
        return command;
    }

    private static Command Show(Guard guard)
    {
        var sha256 = Sha256();
        var command = new Command("show", "What is known of a report.") { sha256 };
        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var read = await session.Client.GetReportAsync(parsed.GetRequiredValue(sha256), cancellation);
            return await session.ShowAsync(read.Json, () => Write(session.Output, read.Value));
        }));
        return command;
    }

    private static Argument<string> Sha256() => new("SHA256") { Description = "The SHA-256 of its text." };

    private static void Write(Output output, Report report)
    {
        output.Line(output.Words(report.Title ?? "(no title)"));
        foreach (var line in new[] { report.Publisher, report.Language, output.Minute(report.PublishedAt), report.Url }
            .Where(line => !string.IsNullOrEmpty(line)))
            output.Line($"  {output.Words(line)}");
        output.Line($"  {report.Id}");
    }

    /// <summary>The options that describe a report.</summary>
    private sealed class Metadata
    {
        private readonly Option<string?> _title = new("--title") { Description = "Its title." };
        private readonly Option<string?> _url = new("--url") { Description = "Where it can be read." };
        private readonly Option<string?> _publisher = new("--publisher") { Description = "Who published it." };
        private readonly Option<string?> _language = new("--language") { Description = "Its language (BCP 47)." };
        private readonly Option<string?> _publishedAt = new("--published-at")
        {
            Description = "When it was published: 2025-08-07 12:00.",
        };

        public IEnumerable<Option> All => [_title, _url, _publisher, _language, _publishedAt];

        public RegisterReport Of(ParseResult parsed, Session session, string sha256) => new()
        {
            Sha256 = sha256,
            Title = parsed.GetValue(_title),
            Url = parsed.GetValue(_url),
            Publisher = parsed.GetValue(_publisher),
            Language = parsed.GetValue(_language),
            PublishedAt = parsed.GetValue(_publishedAt) is { } time
                ? session.Times.Instant(time, _publishedAt.Name, Times.Edge.None) : null,
        };
    }
}
