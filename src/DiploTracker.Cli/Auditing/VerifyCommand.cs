using System.CommandLine;
using DiploTracker.Audit;
using DiploTracker.Cli.Rendering;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Auditing;

/// <summary><c>diplo verify FILE --checkpoints DIR</c>: needs neither server nor database.</summary>
internal static class VerifyCommand
{
    public static Command Build(Guard guard)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An export." };
        var checkpoints = new Option<DirectoryInfo>("--checkpoints")
        {
            Description = "The folder of checkpoints and keys that was kept elsewhere.",
            Required = true,
        };
        var older = new Option<bool>("--older") { Description = "The export was made before the newest of the checkpoints." };
        var command = new Command("verify", "Checks an export against checkpoints kept elsewhere.") { file, checkpoints, older };

        command.SetAction(guard(async (parsed, session, _) =>
        {
            var export = parsed.GetRequiredValue(file);
            if (!export.Exists)
                throw new UsageException($"There is no file {export.FullName}.");
            var trusted = TrustedCheckpoints.Read(parsed.GetRequiredValue(checkpoints).FullName);
            var verdict = ExportFile.Verify(export.FullName, trusted, parsed.GetValue(older));
            foreach (var unreadable in trusted.Unreadable)
                await session.Terminal.Error.WriteLineAsync($"Not used, because no key of the folder signed it: {unreadable}");
            await session.Terminal.Out.WriteLineAsync(session.Json ? JsonText.Pretty(verdict) : Words(verdict));
            return verdict.Valid ? ExitCode.Done : ExitCode.Refused;
        }));
        return command;
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        { Valid: true } => $"Valid: {verdict.Checked} events, as in the checkpoint of {verdict.Checkpoint!.Size}.",
        { FirstInvalid: { } first } => $"NOT valid. First wrong: event {first.Position}{Where(first)}. {first.Reason}",
        _ => $"NOT shown to be valid. {verdict.Problem}",
    };

    private static string Where(FirstInvalid first) =>
        first.Negotiation is null ? "" : $" ({first.Negotiation}{(first.Event is null ? "" : $", {first.Event}")})";
}
