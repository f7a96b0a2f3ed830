using DiploTracker.Client;
using Spectre.Console;
using static DiploTracker.Cli.Rendering.ListView;

namespace DiploTracker.Cli.Rendering;

/// <summary>The status of a negotiation, in tables.</summary>
internal static class StatusView
{
    private const int StatementsShown = 5;

    public static void Write(Output output, NegotiationStatus status, IReadOnlyList<HistoryItem> statements)
    {
        output.Console.MarkupLineInterpolated($"[bold]{output.Words(status.Title)}[/] ({status.Key})");
        var denied = status.ContestedBy is { Count: > 0 } by ? $", denied by {Listed(by)}" : "";
        output.Line($"{status.Phase}, version {status.Version}{denied}");

        output.Table("Parties", ["code", "role", "left"], status.Parties.Select(party => new[]
            { party.Code, party.MemberOf is null ? party.Role : $"{party.Role}, of {party.MemberOf}", party.Left
                ? "left" : null }));
        output.Table("Meetings", ["meeting", "when", "between", "status"], status.Meetings.Select(meeting => new[]
            { MeetingText.Name(meeting), MeetingText.When(meeting.When, meeting.Venue), Listed(meeting.Participants),
                MeetingText.Status(meeting) }));
        output.Table("Proposals", ["proposal", "status", "summary"], status.Proposals.Select(proposal => new[]
        {
            ProposalText.Made(proposal.Id, proposal.About, proposal.By, proposal.To, proposal.OpenSince),
            ProposalText.Status(proposal.Status, proposal.Answers, proposal.ContestedBy), proposal.Summary,
        }));
        output.Table("Positions", ["position", "by", "status", "blocks", "text"],
            status.Positions.Select(position => new[]
        {
            $"{position.Id}\n{position.Kind}", Toward(position.By, position.To),
                Beside(position.Status, position.ContestedBy),
            Listed(position.Blocks), position.Text,
        }));
        output.Table("Agreements", ["agreement", "stage", "effective", "parties"],
            status.Agreements.Select(agreement => new[]
        {
            Titled(agreement.Id, agreement.Title, agreement.Type), AgreementText.Stage(agreement), agreement.Effective,
            Listed(agreement.Parties.Select(party => $"{party.Key} {party.Value}")),
        }));
        output.Table("Deadlines", ["deadline", "when", "status", "for"], status.Deadlines.Select(deadline => new[]
        {
            Titled(deadline.Id, deadline.Subject), deadline.When,
            Beside(deadline.Extensions == 0 ? deadline.Status
                : $"{deadline.Status}, extended {deadline.Extensions} times", deadline.ContestedBy),
            Listed(deadline.To),
        }));
        WriteStatements(output, status, statements);
    }

    private static void WriteStatements(Output output, NegotiationStatus status, IReadOnlyList<HistoryItem> statements)
    {
        var shown = output.Wide ? statements : [.. statements.TakeLast(StatementsShown)];
        output.Table("Statements", ["occurred", "said"],
            shown.Select(said => new[] { said.Occurred, HistoryView.Words(said, output) }));
        if (statements.Count > shown.Count)
            output.Line($"{statements.Count - shown.Count} earlier statements: diplo statements {status.Key}");
    }

    /// <summary>The members of a status beyond the tables, such as explanations.</summary>
    public static void WriteMore(Output output, NegotiationStatus status)
    {
        foreach (var (name, value) in status.More ?? [])
            JsonView.Write(output.Console, output.Terminal, name, value);
    }
}
