using System.Globalization;
using System.Text.Json;
using DiploTracker.Client;

namespace DiploTracker.Cli.Rendering;

/// <summary>The lists across negotiations as tables: for each kind of row, its columns.</summary>
internal static class ListView
{
    private static readonly Dictionary<Type, (string[] Columns, Func<JsonElement, Output, string?[]> Row)> Views = new()
    {
        [typeof(NegotiationLine)] = Of<NegotiationLine>(["key", "title", "phase", "parties"], (line, _) =>
            [line.Key, line.Title, line.Phase, Listed(line.Parties.Select(party => party.Code))]),
        [typeof(CalendarMeeting)] =
            Of<CalendarMeeting>(["negotiation", "meeting", "when", "between", "status"], (meeting, _) =>
            [meeting.Negotiation,
                MeetingText.Name(meeting.Id, meeting.MeetingTitle, meeting.Kind, meeting.Level, meeting.Format),
             MeetingText.When(meeting.When, meeting.Venue), Listed(meeting.Participants),
                 MeetingText.Status(AsMeeting(meeting))]),
        [typeof(BoardProposal)] =
            Of<BoardProposal>(["negotiation", "proposal", "status", "who owes whom"], (proposal, _) =>
            [proposal.Negotiation,
                ProposalText.Made(proposal.Id, proposal.About, proposal.By, proposal.To, proposal.OpenSince),
             ProposalText.Status(proposal.Status, proposal.Answers, proposal.ContestedBy),
                 string.Join('\n', proposal.Owed.Select(ProposalText.Owed))]),
        [typeof(LedgerPosition)] =
            Of<LedgerPosition>(["negotiation", "position", "by", "status", "blocks", "text"], (position, _) =>
            [position.Negotiation, $"{position.Id}\n{position.Kind}", Toward(position.By, position.To),
             Beside(position.Status, position.ContestedBy), Listed(position.Blocks), position.Text]),
        [typeof(RegisteredAgreement)] =
            Of<RegisteredAgreement>(["negotiation", "agreement", "stage", "effective", "parties"], (agreement, _) =>
            [agreement.Negotiation, Titled(agreement.Id, agreement.AgreementTitle, agreement.Type),
                AgreementText.Stage(agreement),
             agreement.Effective, Listed(agreement.Parties.Select(party => $"{party.Key} {party.Value}"))]),
        [typeof(BoardDeadline)] =
            Of<BoardDeadline>(["negotiation", "deadline", "when", "status", "for"], (deadline, _) =>
            [deadline.Negotiation, Titled(deadline.Id, deadline.Subject), deadline.When,
             Beside(deadline.Overdue is true ? $"{deadline.Status}, overdue" : deadline.Status, deadline.ContestedBy),
                 Listed(deadline.To)]),
        [typeof(Statement)] = Of<Statement>(["negotiation", "said", "speaker", "kind", "words"], (said, _) =>
            [said.Negotiation, said.Occurred, said.Speaker
                ?? Listed(said.By), StatementText.Kind(said), StatementText.Words(said)]),
        [typeof(Forecast)] =
            Of<Forecast>(["negotiation", "speaker", "expects", "likelihood", "result"], (forecast, _) =>
            [forecast.Negotiation, forecast.Speaker, $"{forecast.About}: {forecast.Expects}", forecast.Likelihood,
                forecast.Result]),
        [typeof(Calibration)] = Of<Calibration>(["speaker", "scored", "open", "Brier"], (one, _) =>
            [one.Speaker, Number(one.Scored), Number(one.Open),
                one.Brier?.ToString("0.###", CultureInfo.InvariantCulture)]),
        [typeof(DyadWeek)] =
            Of<DyadWeek>(["negotiation", "between", "week", "total", "meetings", "proposals", "answers", "positions"],
            (week, _) =>
            [week.Negotiation, $"{week.One}, {week.Other}", week.Week, Number(week.Total), Number(week.Meetings),
                Number(week.Proposals),
             Number(week.Answers), Number(week.Positions)]),
        [typeof(Actor)] = Of<Actor>(["actor", "names", "roles", "iso", "wikidata"], (actor, _) =>
            [actor.Id, string.Join('\n', actor.Names.Select(name => $"{name.Value} ({name.Key})")),
             string.Join('\n', actor.Roles.Select(role =>
                 $"{role.Title}{(role.Party is null ? "" : $" of {role.Party}")}{(role.When is null ? ""
                 : $", {role.When}")}")),
             actor.Iso, actor.Wikidata]),
        [typeof(Contact)] = Of<Contact>(["when", "with", "meeting", "status", "before that"], (contact, _) =>
            [contact.When, Party(contact.With, contact.WithParty),
                $"{contact.Negotiation}\n{contact.Meeting} ({contact.Kind})",
             Words(contact.Status, contact.Outcome, contact.Place, contact.Directness == "Direct" ? null
                 : contact.Directness), ContactText.Previous(contact)]),
        [typeof(Checkpoint)] = Of<Checkpoint>(["size", "log", "root"], (one, _) =>
            [Number(one.Size), one.Origin, Convert.ToBase64String(one.Root)]),
    };

    /// <param name="ofOne">All rows are of one negotiation, which is not repeated.</param>
    public static void Write(Output output, Type item, IReadOnlyList<JsonElement> rows, bool ofOne)
    {
        if (rows.Count == 0)
            output.Line("None.");
        else if (Views.TryGetValue(item, out var view))
        {
            var skipped = ofOne && view.Columns[0] == "negotiation" ? 1 : 0;
            output.Table("", view.Columns[skipped..], rows.Select(row => view.Row(row, output)[skipped..]));
        }
        else
            JsonView.Write(output.Console, output.Terminal, "", JsonSerializer.SerializeToElement(rows));
    }

    public static string Listed(IEnumerable<string> items) => string.Join(", ", items);

    public static string Beside(string status, IReadOnlyList<string> contestedBy) =>
        contestedBy.Count == 0 ? status : $"{status}, contested by {Listed(contestedBy)}";

    public static string Words(params string?[] words) => Listed(words.Where(word => !string.IsNullOrEmpty(word))!);

    public static string Titled(string id, params string?[] beside) =>
        string.Join('\n', new[] { id, Words(beside) }.Where(line => line.Length > 0));

    public static string Toward(string by, IReadOnlyList<string> to) => to.Count == 0 ? by : $"{by} to {Listed(to)}";

    private static string Party(string actor, string party) => actor == party ? actor : $"{actor} ({party})";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Meeting AsMeeting(CalendarMeeting meeting) =>
        JsonSerializer.SerializeToElement(meeting, CommandJson.Options).Deserialize<Meeting>(CommandJson.Options)!;

    private static (string[], Func<JsonElement, Output, string?[]>) Of<T>(string[] columns,
        Func<T, Output, string?[]> row) =>
        (columns, (json, output) => row(json.Deserialize<T>(CommandJson.Options)!, output));
}
