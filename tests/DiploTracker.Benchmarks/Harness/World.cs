using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>
/// A made-up world of negotiations as lines for /api/commands, all of which are accepted: a dozen facts each, spread over ten
/// years and the months to come, in several scripts. The same number gives the same negotiation, counted from the same day.
/// </summary>
internal static class World
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly string[] States =
    [
        "USA", "RUS", "CHN", "FRA", "GBR", "DEU", "IND", "BRA", "TUR", "EGY", "SAU", "QAT", "ARE", "IRN", "ISR", "UKR", "JPN", "KOR", "ZAF", "NGA",
        "KEN", "ETH", "SDN", "ARM", "AZE", "GEO", "SRB", "GRC", "CYP", "MAR", "DZA", "MEX", "COL", "VEN", "CUB", "PAK", "AFG", "CHE", "NOR", "OMN",
    ];

    private static readonly string[] Titles =
    [
        "Ceasefire along the line of contact", "Sharing of the river's water", "Délimitation de la frontière maritime", "Échange de prisonniers et réfugiés",
        "Переговоры о контроле над вооружениями", "Урегулирование пограничного спора", "مفاوضات وقف إطلاق النار", "اتفاق تقاسم مياه النهر", "渔业协定谈判",
        "Acuerdo de libre comercio", "Fischereirechte im nördlichen Meer", "Transit of grain through the straits",
    ];

    private static readonly (string Language, string Quote)[] Quotes =
    [
        ("en", "The American side has proposed a meeting; the place is agreed and will be announced later."),
        ("ru", "Стороны договорились продолжить переговоры на следующей неделе."),
        ("ar", "قال الوزير إن المفاوضاتِ ستُستأنف الأسبوع المقبل في القاهرة"),
        ("fr", "Les négociations reprendront à Genève dès que les conditions seront réunies."),
        ("zh", "双方同意下周继续谈判。"),
        ("es", "La delegación pidió más tiempo para preparar el acuerdo."),
    ];

    private static readonly (string Kind, string Level)[] Meetings =
    [
        ("Summit", "Leaders"), ("Ministerial", "Ministers"), ("TalksRound", "Officials"), ("EnvoyVisit", "Envoy"), ("Call", "Leaders"), ("Consultation", "Officials"),
    ];

    private static readonly string[] Places = ["Geneva", "Cairo", "Doha", "Istanbul", "Vienna", "Muscat", "Oslo", "Beijing", "Nairobi", "Anchorage"];

    private static readonly string[] Likelihoods =
        ["almost-no-chance", "very-unlikely", "unlikely", "roughly-even-chance", "likely", "very-likely", "almost-certain"];

    public static IEnumerable<string> Lines(int negotiations, DateOnly today) =>
        Enumerable.Range(0, negotiations).SelectMany(number => new Told(number, today).Lines());

    private sealed class Told(int number, DateOnly today)
    {
        private readonly Random _random = new(number);
        private DateOnly _day;

        public IEnumerable<string> Lines()
        {
            _day = today.AddDays(-_random.Next(60, 3_650));
            string[] parties = _random.GetItems(States, 6).Distinct().Take(_random.Next(2, 5)).ToArray() is { Length: > 1 } several ? several : ["USA", "RUS"];
            var (one, other) = (parties[0], parties[1]);
            var (kind, level) = Pick(Meetings);
            var title = $"{Pick(Titles)} ({number})";

            yield return Line("OpenNegotiation", new { title, parties, phase = "Negotiation" });
            yield return Line("ProposeMeeting", new { id = "m-talks", by = new[] { one }, to = new[] { other }, kind, level });
            foreach (var line in Talks(one, other))
                yield return line;
            yield return Line("RecordMeetingHeld", new
            {
                meeting = "m-first", when = Day(), outcome = Pick(["Progress", "NoAgreement", "JointStatement"]), kind = Pick(Meetings).Kind, level = Pick(Meetings).Level,
                participants = new[] { $"{one}.Envoy{number % 300}", $"{other}.Minister{number % 200}" }, place = Pick(Places), track = "envoys", round = 1,
            });
            yield return Line("MakeProposal", new
            {
                id = "p-terms", by = new[] { one }, to = parties[1..], about = Pick(["Ceasefire", "Terms", "Venue", "Agenda"]), summary = Pick(Quotes).Quote,
                respondBy = Day(_random.Next(5, 60)),
            });
            if (Chance(0.6))
                yield return Line("AnswerProposal", new { id = "p-terms", by = other, answer = Pick(["Accepted", "Rejected", "Deferred", "NoComment", "NoResponse"]) });
            if (Chance(0.5))
                yield return Line("StatePosition", new { id = "d-first", by = other, kind = Pick(["Demand", "RedLine", "Precondition"]), text = Pick(Quotes).Quote, blocks = new[] { "p-terms" } });
            if (Chance(0.4))
                yield return Line("RecordAgreementStage", new { id = "a-frame", stage = Pick(["InPrinciple", "Announced", "Signed"]), type = "Framework", by = new[] { one, other }, contingentOn = new[] { "p-terms" } });
            if (Chance(0.4))
                yield return Line("SetDeadline", new { id = "t-first", when = Day(_random.Next(-100, 400)), subject = Pick(Titles) });
            foreach (var id in Enumerable.Range(1, _random.Next(1, 4)))
            {
                var (language, quote) = Pick(Quotes);
                yield return Line("RecordStatement", new { id = $"s-{id}", speaker = $"{Pick(parties)}.Minister{number % 200}", kind = Pick(["Announcement", "Claim", "Denial"]), quote, language, about = new[] { "m-talks" } });
            }
            yield return Line("RecordStatement", new { id = "s-forecast", speaker = $"{one}.Envoy{number % 300}", kind = "Expectation", likelihood = Pick(Likelihoods), about = new[] { "m-talks" } });
        }

        private IEnumerable<string> Talks(string one, string other)
        {
            if (Chance(0.2))
                yield break; // nothing is heard
            var answer = Pick(["Accepted", "Accepted", "AcceptedInPrinciple", "NoComment", "NoResponse", "Rejected"]);
            yield return Line("AnswerProposal", new { id = "m-talks", by = other, answer });
            if (answer is not ("Accepted" or "AcceptedInPrinciple"))
                yield break;

            var isWindow = Chance(0.3);
            var when = _day.AddDays(_random.Next(20, 90));
            if (Chance(0.1))
                when = today.AddDays(_random.Next(1, 120)); // still to come
            yield return Line("ScheduleMeeting", new { meeting = "m-talks", when = isWindow ? $"{Written(when)}/{Written(when.AddDays(6))}" : Written(when), tentative = isWindow, confirmedBy = new[] { one } });
            yield return Chance(0.1)
                ? Line("CancelMeeting", new { meeting = "m-talks", by = other, reason = "The conditions were not met." })
                : Line("DiscloseVenue", new { meeting = "m-talks", place = Pick(Places) });
        }

        private string Line(string command, object fields)
        {
            _day = _day.AddDays(_random.Next(1, 4));
            var said = JsonSerializer.Serialize(fields, Json)[1..];
            return $$"""{"negotiation":"world-{{number}}","command":"{{command}}","occurred":"{{Written(_day)}}",{{said}}""";
        }

        private string Day(int later = 0) => Written(_day.AddDays(later));

        private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

        private bool Chance(double of) => _random.NextDouble() < of;
    }
}
