using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Running;

/// <summary><c>diplo run FILE.jsonl</c>.</summary>
internal static class RunCommand
{
    private const int LinesAhead = 512;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static Command Build(Guard guard)
    {
        var file = new Argument<string>("FILE") { Description = "Lines of JSON, - for standard input." };
        var negotiation = new Option<string?>("--negotiation")
        {
            Description = "The negotiation of lines that name none; lets them be lines of a history.",
        };
        var onRefusal = new Option<OnRefusal>("--on-refusal") { Description = "Go on with the next line, or stop." };
        var park = new Option<bool>("--park") { Description = "Facts that cannot be placed yet wait; they are not refused." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for a server that is away, then go on." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what each line would do, and record nothing." };
        var command = new Command("run", "Records the commands of a file; run again it doubles nothing.")
        {
            file, negotiation, onRefusal, park, wait, dryRun,
        };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            var source = parsed.GetRequiredValue(file);
            var settings = new RunSettings(
                source, parsed.GetValue(negotiation), parsed.GetValue(onRefusal), parsed.GetValue(park));
            using var reader = Open(source, session.Terminal);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var script = Script(reader, settings.Negotiation, ending.Token);
            try
            {
                if (parsed.GetValue(dryRun))
                    return await new DryRun(session, script, settings).ToEndAsync(cancellation);
                return await WithProgressAsync(session, report => RunAsync(
                    session, new Run(session.Client, script, settings, report), settings,
                    TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellation));
            }
            finally
            {
                await ending.CancelAsync();
            }
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, Run run, RunSettings settings, TimeSpan wait, CancellationToken cancellation)
    {
        var away = Stopwatch.StartNew();
        var pause = FirstPause;
        while (true)
        {
            var before = run.Tally.Total();
            try
            {
                await run.ToEndAsync(cancellation);
                TallyView.Write(session, run.Tally);
                return run.Tally.Refused == 0 ? ExitCode.Done : ExitCode.Refused;
            }
            catch (Exception broken) when (IsBroken(broken, cancellation))
            {
                if (run.Tally.Total() > before)
                    (away, pause) = (Stopwatch.StartNew(), FirstPause);
                if (away.Elapsed + pause > wait)
                {
                    await session.Terminal.Error.WriteLineAsync(
                        $"{settings.Source}: the server is away, at line {run.Reached ?? 1}: {broken.Message}\n"
                        + "Run the same command again to go on; what is recorded is not doubled.");
                    TallyView.Write(session, run.Tally);
                    return ExitCode.Unreachable;
                }
                await Task.Delay(pause, cancellation);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
    }

    private static bool IsBroken(Exception broken, CancellationToken cancellation) => broken switch
    {
        DiploProblemException problem => !problem.Problem.IsRefusal,
        _ => !cancellation.IsCancellationRequested
            && broken is (HttpRequestException or IOException or OperationCanceledException),
    };

    private static async Task<int> WithProgressAsync(Session session, Func<RunReport, Task<int>> run)
    {
        if (!session.Terminal.ErrorIsTerminal || session.Json)
            return await run(new RunReport(session.Terminal.Error.WriteLine, _ => { }));

        var console = session.Terminal.Messages();
        return await console.Status().StartAsync("Recording", status => run(new RunReport(
            line => console.WriteLine(line),
            answered => status.Status($"Recording: {answered} lines answered"))));
    }

    internal static TextReader Open(string file, Terminal terminal)
    {
        if (file == "-")
            return terminal.In;
        if (!File.Exists(file))
            throw new UsageException($"There is no file '{file}'.");
        try
        {
            return new StreamReader(file, Encoding.UTF8);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be read: {refused.Message}");
        }
    }

    /// <summary>
    /// Reads ahead, so that a request carries the lines that arrived while the last one was answered.
    /// </summary>
    private static ChannelReader<ScriptLine> Script(
        TextReader reader, string? negotiation, CancellationToken cancellation)
    {
        var lines = Channel.CreateBounded<ScriptLine>(LinesAhead);
        _ = Task.Run(async () =>
        {
            try
            {
                for (var number = 1; await reader.ReadLineAsync(cancellation) is { } text; number++)
                {
                    if (ScriptLine.Read(text, number, negotiation) is { } line)
                        await lines.Writer.WriteAsync(line, cancellation);
                }
                lines.Writer.Complete();
            }
            catch (Exception ended)
            {
                // The reader of the lines gets it.
                lines.Writer.Complete(ended);
            }
        }, CancellationToken.None);
        return lines.Reader;
    }
}
