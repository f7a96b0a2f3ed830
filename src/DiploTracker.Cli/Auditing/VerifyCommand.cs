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
            var folder = parsed.GetRequiredValue(checkpoints);
            if (!folder.Exists)
                throw new UsageException($"There is no folder {folder.FullName}.");
            var (verdict, trusted) = Verify(export.FullName, folder.FullName, parsed.GetValue(older));
            foreach (var unreadable in trusted.Unreadable)
                await session.Terminal.Error.WriteLineAsync($"Not used, because no key of the folder signed it: {unreadable}");
            if (verdict.Checkpoint is { } fits && trusted.All.Select(kept => kept.Checkpoint.Origin).Distinct()
                .Where(origin => origin != fits.Origin && verdict.Losses.All(loss => origin != loss.Origin && origin != loss.Continues)).ToList() is [_, ..] others)
                await session.Terminal.Error.WriteLineAsync(
                    $"The file is of {fits.Origin}. The folder also has checkpoints of {string.Join(", ", others)}: is it the log that you meant?");
            await session.Terminal.Out.WriteLineAsync(session.Json ? JsonText.Pretty(verdict) : Words(verdict));
            if (!session.Json)
                foreach (var one in trusted.Interventions.Where(one => verdict.Losses.Contains(one) || one.Origin == verdict.Checkpoint?.Origin))
                    await session.Terminal.Out.WriteLineAsync(one.Words());
            return verdict.Valid ? ExitCode.Done : ExitCode.Refused;
        }));
        return command;
    }

    private static (Verdict, TrustedCheckpoints) Verify(string file, string folder, bool isOlder)
    {
        try
        {
            var trusted = TrustedCheckpoints.Read(folder);
            return (ExportFile.Verify(file, trusted, isOlder), trusted);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing was verified: {refused.Message}");
        }
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        { Valid: true } => $"Valid: {verdict.Checked} events of {verdict.Checkpoint!.Origin}, as in its checkpoint of {verdict.Checkpoint.Size}.",
        { FirstInvalid: { } first } => $"NOT valid. First wrong: event {first.Position}{Where(first)}. {first.Reason}",
        _ => $"NOT shown to be valid. {verdict.Problem}",
    };

    private static string Where(FirstInvalid first) =>
        first.Negotiation is null ? "" : $" ({first.Negotiation}{(first.Event is null ? "" : $", {first.Event}")})";
}
