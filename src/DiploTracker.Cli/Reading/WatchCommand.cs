using System.CommandLine;
using System.Globalization;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Reading;

/// <summary><c>diplo watch</c>: follows the feed until Ctrl+C, over restarts of the tracker.</summary>
internal static class WatchCommand
{
    public static Command Build(Guard guard)
    {
        var negotiation = new Option<string?>("--negotiation")
        {
            Description = "Only of these negotiations, separated by commas.",
        };
        var party = new Option<string?>("--party") { Description = "Only what concerns one of these parties." };
        var type = new Option<string?>("--type")
        {
            Description = "Only these types: meeting-scheduled, statement-recorded, …",
        };
        var after = new Option<string?>("--after")
        {
            Description = "Begin after this event, by the place that watch shows of it; 0: with the first. Else only "
                + "what is new.",
        };
        var command = new Command("watch", "What is recorded, as it is recorded.") { negotiation, party, type, after };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var filter = new FeedFilter(parsed.GetValue(negotiation), parsed.GetValue(party), parsed.GetValue(type));
            var (output, error) = (session.Terminal.Out, session.Terminal.Error);
            var watch = new FeedWatch(
                Lost: broken => error.WriteLine(
                    $"The tracker at {session.Server} is away{(broken is null ? ""
                    : $" ({broken.Message})")}; waiting for it."),
                Back: () => error.WriteLine("The tracker is back; the feed goes on where it broke off."));
            try
            {
                await foreach (var one in session.Client.FeedAsync(filter, parsed.GetValue(after), watch, cancellation))
                    await output.WriteLineAsync(session.Json ? JsonText.Escaped(one.Json.GetRawText())
                        : Line(one, session.Output));
            }
            catch (Exception ended) when (cancellation.IsCancellationRequested
                && ended is OperationCanceledException or IOException or HttpRequestException)
            {
                // The normal way to end.
            }
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Line(FeedEvent one, Output shown) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Place,6}  {shown.Minute(one.RecordedAt)}  {one.Negotiation}  {one.Occurred}  {shown.Words(one.Text)}");
}
