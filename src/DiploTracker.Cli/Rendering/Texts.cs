using System.Text.Json;
using DiploTracker.Client;
using static DiploTracker.Cli.Rendering.ListView;

namespace DiploTracker.Cli.Rendering;

/// <summary>A meeting in the cells of a table.</summary>
internal static class MeetingText
{
    public static string Name(string id, string? title, string? kind, string? level, string? format) =>
        string.Join('\n', new[] { title is null ? id : $"{title} ({id})", Words(kind, level, format) }.Where(line =>
            line.Length > 0));

    public static string Name(Meeting meeting) =>
        Name(meeting.Id, meeting.Title, meeting.Kind, meeting.Level, meeting.Format)
        + (meeting.Track is null ? ""
            : $"\n{meeting.Track}{(meeting.Round is null ? "" : $", round {meeting.Round}")}");

    public static string When(string? when, Venue venue) => string.Join('\n', new[]
    {
        when ?? "",
        venue.Agreement is "None" or "" ? "" : $"{venue.Place ?? venue.Disclosure} ({venue.Agreement})",
    }.Where(line => line.Length > 0));

    public static string Status(Meeting meeting)
    {
        List<string> lines = [Words(
            meeting.Status,
            meeting.Tentative && meeting.When is not null ? "tentative" : null,
            meeting.Moved ? "moved" : null,
            meeting.Reinstated > 0 ? "reinstated" : null,
            meeting.Reiterated > 0 ? "reiterated" : null)];
        void Say(string what, IEnumerable<string> who)
        {
            if (Listed(who) is { Length: > 0 } names)
                lines.Add($"{what} {names}");
        }
        Say("outcome", meeting.Outcome is { } outcome ? [outcome] : []);
        Say("confirmed by", meeting.ConfirmedBy);
        Say("declined by", meeting.DeclinedBy);
        Say("absent", meeting.Absent);
        Say("contested by", meeting.Dissent.Count > 0 ? meeting.Dissent.Select(one => $"{one.By} ({one.Aspect})")
            : meeting.ContestedBy);
        Say("blocked by", meeting.BlockedBy);
        return string.Join('\n', lines);
    }
}

/// <summary>A proposal in the cells of a table.</summary>
internal static class ProposalText
{
    public static string Made(string id, string about, IReadOnlyList<string> by, IReadOnlyList<string> to,
        string since) =>
        $"{id} ({about})\n{Listed(by)}{(to.Count == 0 ? "" : $" to {Listed(to)}")}, {since}";

    public static string Status(string status, IReadOnlyDictionary<string, ProposalAnswer> answers,
        IReadOnlyList<string> contestedBy) =>
        string.Join('\n', [Beside(status, contestedBy), .. answers.Select(answer => answer.Value.Conditions.Count == 0
            ? $"{answer.Key} {answer.Value.Answer}"
            : $"{answer.Key} {answer.Value.Answer} ({Listed(answer.Value.Conditions)})")]);

    public static string Owed(OwedAnswer owed) =>
        $"{owed.By} owes {Listed(owed.To)} an answer since {owed.Since}{(owed.Silence == Silences.Nothing ? ""
            : $" ({owed.Silence})")}";
}

/// <summary>An agreement in the cells of a table.</summary>
internal static class AgreementText
{
    public static string Stage(RegisteredAgreement agreement) => string.Join('\n', new[]
    {
        Beside(Words(agreement.Stage, agreement.InForce && agreement.Stage != "InForce" ? "in force"
            : null, agreement.Overdue is true ? "overdue" : null), agreement.ContestedBy),
        agreement.SuspendedBy.Count == 0 ? "" : $"suspended by {Listed(agreement.SuspendedBy)}",
        agreement.ContingentOn.Count == 0 ? "" : $"contingent on {Listed(agreement.ContingentOn)}",
        agreement.Breaches.Count == 0 ? ""
            : $"breached by {Listed(agreement.Breaches.SelectMany(breach => breach.By).Distinct())}",
        agreement.Ended is { } ended ? $"ended: {ended.How}, {ended.Occurred}" : "",
    }.Where(line => line.Length > 0));

    public static string Stage(Agreement agreement) => Stage(
        JsonSerializer.SerializeToElement(agreement, CommandJson.Options)
            .Deserialize<RegisteredAgreement>(CommandJson.Options)!);
}

/// <summary>A statement in the cells of a table.</summary>
internal static class StatementText
{
    public static string Kind(Statement said) => Words(said.Kind, said.Aspect, said.Stance, said.Likelihood);

    public static string Words(Statement said) => ListView.Words(
        said.About.Count == 0 ? null : $"on {Listed(said.About)}",
        said.Expects is null ? null : $"expects {said.Expects}",
        said.Translation ?? said.Quote);

    private static string Words(params string?[] words) => ListView.Words(words);
}

/// <summary>A contact in the cells of a table.</summary>
internal static class ContactText
{
    public static string Previous(Contact contact) => contact.Previous is { } previous
        ? $"{previous.When}, {previous.Meeting}{(previous.Days is { } days ? $" ({days} days)" : "")}"
        : contact.Held ? "their first at this level" : "";
}
