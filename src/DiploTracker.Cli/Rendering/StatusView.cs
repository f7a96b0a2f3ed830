using DiploTracker.Client;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>The status of a negotiation, in tables.</summary>
internal static class StatusView
{
    public static void Write(Terminal terminal, NegotiationStatus status)
    {
        var console = terminal.Tables();
        console.MarkupLineInterpolated($"[bold]{Bidi.Isolate(status.Title, terminal.OutIsTerminal)}[/] ({status.Key})");
        console.WriteLine($"{status.Phase}, version {status.Version}, {status.StatementCount} statements");

        void Table<T>(string title, string[] columns, IEnumerable<T> items, Func<T, string?[]> row) =>
            Grid.Write(console, terminal, title, columns, items.Select(row));

        Table("Parties", ["code", "role", "left"], status.Parties, party =>
            [party.Code, party.Role, party.Left is { } left ? JsonView.Cell(left) : null]);
        Table(
            "Meetings",
            ["id", "kind", "status", "when", "precision", "venue", "confirmed by", "blocked by", "outcome"],
            status.Meetings, meeting =>
            [
                meeting.Id, meeting.Kind, Status(meeting), meeting.When, meeting.Precision, Venue(meeting.Venue),
                List(meeting.ConfirmedBy), List(meeting.BlockedBy), meeting.Outcome,
            ]);
        Table("Proposals", ["id", "by", "to", "about", "status", "answers"], status.Proposals, proposal =>
            [
                proposal.Id, List(proposal.By), List(proposal.To), proposal.About,
                Beside(proposal.Status, proposal.ContestedBy), Answers(proposal),
            ]);
        Table("Positions", ["id", "by", "kind", "status", "blocks", "text"], status.Positions, position =>
            [
                position.Id, position.By, position.Kind, Beside(position.Status, position.ContestedBy),
                List(position.Blocks), position.Text,
            ]);
        Table(
            "Agreements", ["id", "type", "stage", "effective", "parties", "suspended by"],
            status.Agreements, agreement =>
            [
                agreement.Id, agreement.Type, Beside(agreement.Stage, agreement.ContestedBy), agreement.Effective,
                Stages(agreement), List(agreement.SuspendedBy),
            ]);
        Table("Deadlines", ["id", "when", "status", "extensions", "subject"], status.Deadlines, deadline =>
            [
                deadline.Id, deadline.When, Beside(deadline.Status, deadline.ContestedBy),
                deadline.Extensions.ToString(), deadline.Subject,
            ]);
    }

    /// <summary>The members of a status beyond the tables, such as explanations.</summary>
    public static void WriteMore(Terminal terminal, NegotiationStatus status)
    {
        var console = terminal.Tables();
        foreach (var (name, value) in status.More ?? [])
            JsonView.Write(console, terminal, name, value);
    }

    private static string Status(Meeting meeting)
    {
        var words = new List<string> { meeting.Status };
        if (meeting.Tentative && meeting.When is not null)
            words.Add("tentative");
        if (meeting.Moved)
            words.Add("moved");
        if (meeting.Reinstated > 0)
            words.Add("reinstated");
        if (meeting.DeclinedBy.Count > 0)
            words.Add($"declined by {List(meeting.DeclinedBy)}");
        return Beside(string.Join(", ", words), meeting.ContestedBy);
    }

    private static string Beside(string status, IReadOnlyList<string> contestedBy) =>
        contestedBy.Count == 0 ? status : $"{status}, contested by {List(contestedBy)}";

    private static string Venue(Venue venue) =>
        venue.Agreement is "None" or "" ? "" : $"{venue.Place ?? venue.Disclosure} ({venue.Agreement})";

    private static string Answers(Proposal proposal) => string.Join("; ", proposal.Answers.Select(answer =>
        answer.Value.Conditions.Count == 0
            ? $"{answer.Key} {answer.Value.Answer}"
            : $"{answer.Key} {answer.Value.Answer} ({List(answer.Value.Conditions)})"));

    private static string Stages(Agreement agreement) =>
        string.Join(", ", agreement.Parties.Select(party => $"{party.Key} {party.Value}"));

    private static string List(IReadOnlyList<string> items) => string.Join(", ", items);
}
