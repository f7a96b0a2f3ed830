using System.CommandLine;
using DiploTracker.Cli.Rendering;
using DiploTracker.Client;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli.Auditing;

/// <summary>
/// <c>diplo erase --subject RUS.Putin --ground WHY</c>, or <c>--fact ID</c>, or <c>--report SHA256</c>.
/// </summary>
internal static class EraseCommand
{
    public static Command Build(Guard guard)
    {
        var subject = new Option<string?>("--subject") { Description = "A person as facts name it: RUS.Putin or Putin." };
        var fact = new Option<string?>("--fact") { Description = "The event id of a fact, of which all free words are erased." };
        var report = new Option<string?>("--report") { Description = "The SHA-256 of a report, of which title and address are erased." };
        var words = new Option<bool>("--words") { Description = "With --subject: also the words of all facts that hold its name." };
        var ground = new Option<string>("--ground") { Description = "Why. It stays in clear for ever, so it names nobody.", Required = true };
        var command = new Command("erase", "Erases for ever: destroys a key and records a certificate.") { subject, fact, report, words, ground };

        command.SetAction(guard(async (parsed, session, cancellation) =>
        {
            string?[] given = [parsed.GetValue(subject), parsed.GetValue(fact), parsed.GetValue(report)];
            if (given.Count(what => what is not null) != 1)
                throw new UsageException("Name one of --subject, --fact and --report.");
            var (answer, json, _) = await session.Client.EraseAsync(
                new RequestErasure
                {
                    Ground = parsed.GetRequiredValue(ground), Subject = given[0], Fact = given[1], Report = given[2],
                    Words = parsed.GetValue(words) ? true : null,
                }, new SendOptions { RecordedBy = session.User }, cancellation);
            if (session.Json)
            {
                await session.Terminal.Out.WriteLineAsync(JsonText.Pretty(json));
                return ExitCode.Done;
            }
            foreach (var erased in answer.Erasures)
                await session.Terminal.Out.WriteLineAsync(
                    $"Erased: {erased.What.ToLowerInvariant()}, key {erased.Key}{(erased.Negotiation is null ? "" : $"; certificate {erased.Certificate} in {erased.Negotiation}")}");
            foreach (var named in answer.StillNamed)
                await session.Terminal.Out.WriteLineAsync($"Still named in the words of {named.Fact ?? named.Report}{(named.Negotiation is null ? "" : $" ({named.Negotiation})")}");
            return ExitCode.Done;
        }));
        return command;
    }
}
