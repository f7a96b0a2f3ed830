using System.Globalization;
using System.Text;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>
/// Negotiations that go on and on: each has a summit that is moved, a proposal that is answered and statements, in turn.
/// Each fact is later than the one before and of about 450 bytes as it is stored, and every one is accepted.
/// </summary>
internal sealed class Talks(int negotiations, string prefix = "talks")
{
    private static readonly string[] Answers = ["Rejected", "Deferred", "AcceptedInPrinciple", "Accepted"];

    private readonly int[] _facts = new int[negotiations];
    private readonly int[] _next = new int[negotiations];

    public string Key(int negotiation) => $"{prefix}-{negotiation}";

    /// <summary>What opens them, as lines for /api/commands.</summary>
    public string Opening()
    {
        var lines = new StringBuilder();
        for (var number = 0; number < negotiations; number++)
        {
            Line("OpenNegotiation", """ "title": "Talks about a ceasefire", "parties": ["USA:Mediator", "RUS", "UKR", "TUR:Host"], "phase": "Negotiation" """);
            Line("ProposeSummit", """ "id": "m-summit", "by": ["USA"], "to": ["RUS"] """);
            Line("AnswerProposal", """ "id": "m-summit", "by": "RUS", "answer": "Accepted" """);
            Line("ScheduleMeeting", """ "meeting": "m-summit", "when": "2026-01-01" """);
            Line("MakeProposal", """ "id": "p-ceasefire", "by": ["USA"], "to": ["RUS", "UKR"], "about": "Ceasefire" """);

            void Line(string command, string fields) => lines.AppendLine(
                CultureInfo.InvariantCulture, $$"""{"negotiation": "{{Key(number)}}", "command": "{{command}}", "occurred": "2025-01-01", {{fields}}}""");
        }
        return lines.ToString();
    }

    /// <summary>The next fact of a connection, which speaks of negotiations of its own, in turn, so that none comes late.</summary>
    public (string Negotiation, string Command, string Body) Next(int connection, int connections)
    {
        var negotiation = connection + connections * (_next[connection]++ % Math.Max(1, (negotiations - connection + connections - 1) / connections));
        var (command, body) = Fact(_facts[negotiation]++);
        return (Key(negotiation), command, body);
    }

    /// <summary>The nth fact of a negotiation, from 0.</summary>
    public static (string Command, string Body) Fact(int number, DateTime? occurred = null)
    {
        var when = (occurred ?? new DateTime(2025, 1, 2).AddMinutes(number)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var circumstances =
            $$"""
            "occurred": "{{when}}", "basis": [{"speaker": "RUS.Ushakov", "via": ["Russian agencies", "Reuters"], "reliability": "B", "credibility": 2, "publishedAt": "2025-08-07T12:00:00+03:00"}], "marking": "CLEAR"
            """;
        return (number % 3) switch
        {
            0 => ("record-statement",
                $$"""{"id": "s-{{number}}", "speaker": "RUS.Ushakov", "kind": "Announcement", "quote": "The American side has proposed a meeting, the place is agreed and will be announced later ({{number}}).", "language": "en", "about": ["m-summit"], {{circumstances}}}"""),
            1 => ("answer-proposal",
                $$"""{"id": "p-ceasefire", "by": "UKR", "answer": "AcceptedConditionally", "conditions": ["{{Answers[number / 3 % 4]}} before, guarantees for the line of contact", "an exchange of all prisoners ({{number}})"], "phrase": {"text": "на следующей неделе", "language": "ru"}, {{circumstances}}}"""),
            _ => ("reschedule-meeting",
                $$"""{"meeting": "m-summit", "when": "{{new DateTime(2026, 1, 2).AddDays(number % 300):yyyy-MM-dd}}", "confirmedBy": ["USA"], "reason": "The delegations have asked for more time to prepare the agenda and the documents ({{number}}).", "phrase": {"text": "на следующей неделе", "language": "ru"}, {{circumstances}}}"""),
        };
    }
}
