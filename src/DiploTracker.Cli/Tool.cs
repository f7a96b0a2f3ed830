using System.CommandLine;
using System.CommandLine.Invocation;
using DiploTracker.Cli.Auditing;
using DiploTracker.Cli.Facts;
using DiploTracker.Cli.Reading;
using DiploTracker.Cli.Rendering;
using DiploTracker.Cli.Running;
using DiploTracker.Client;

namespace DiploTracker.Cli;

/// <summary>The <c>diplo</c> tool.</summary>
public static class Tool
{
    /// <summary>Runs one command line to its exit code.</summary>
    public static async Task<int> RunAsync(
        string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = Root(args, terminal).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        var code = await parsed.InvokeAsync(configuration, cancellation);
        return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
    }

    private static RootCommand Root(string[] args, Terminal terminal)
    {
        var root = new RootCommand("Records and reads diplomatic negotiations.");
        foreach (var option in Session.Options)
            root.Add(option);
        var guard = Guarded(terminal);
        Func<Guard, System.CommandLine.Command>[] byHand =
        [
            StatusCommand.Build, HistoryCommand.Build, ChangesCommand.Build, WhyCommand.Build, BlockersCommand.Build,
            DiffCommand.Build, BriefCommand.Build, ParkedCommand.Build, SearchCommand.Build, CalendarCommand.Build,
            WatchCommand.Build,
            RunCommand.Build, BatchCommand.Build, ReplayCommand.Build, ExportCommand.Build, VerifyCommand.Build,
            EraseCommand.Build, ReportCommand.Build, SessionCommand.Build, CompletionCommand.Build,
        ];
        foreach (var build in byHand)
            root.Add(build(guard));
        foreach (var command in RecordingCommands.Build(() => guard))
            root.Add(command);
        foreach (var (name, method) in ReadCommand.All)
            root.Add(ReadCommand.Build(name, method, args, guard));
        foreach (var type in CommandJson.Commands.Values.OrderBy(type => type.Name))
            root.Add(FactCommand.Build(type, args, guard));
        return root;
    }

    /// <summary>Turns errors into a message and an exit code.</summary>
    private static Guard Guarded(Terminal terminal) => work => async (parsed, cancellation) =>
    {
        var json = parsed.GetValue(Session.JsonOption);
        try
        {
            return await work(parsed, Session.Of(parsed, terminal), cancellation);
        }
        catch (UsageException usage)
        {
            await terminal.Error.WriteLineAsync(usage.Message);
            return ExitCode.Usage;
        }
        catch (DiploProblemException refused)
        {
            ProblemView.Write(terminal, refused.Problem, json);
            return refused.Problem.IsRefusal ? ExitCode.Refused : ExitCode.Unreachable;
        }
        catch (Exception ended) when (cancellation.IsCancellationRequested
            && ended is (OperationCanceledException or IOException or HttpRequestException))
        {
            return ExitCode.Interrupted;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            await terminal.Error.WriteLineAsync($"The server was not reached: {broken.Message}");
            return ExitCode.Unreachable;
        }
    };
}

/// <summary>Wraps the work of a subcommand with its session and its exit codes.</summary>
internal delegate Func<ParseResult, CancellationToken, Task<int>> Guard(
    Func<ParseResult, Session, CancellationToken, Task<int>> work);
