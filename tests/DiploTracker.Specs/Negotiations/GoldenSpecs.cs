using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Events are stored for ever: the bytes of each kind are kept in <c>Golden</c>, one file an event, named as it is stored.</summary>
public sealed class GoldenSpecs
{
    private static readonly DateTimeOffset Noon = new(2025, 8, 7, 12, 0, 0, TimeSpan.FromHours(3));

    /// <summary>What was said in the golden files: read as anything else, they would be written alike.</summary>
    private static readonly DomainEvent[] Events =
    [
        Opened with
        {
            Subject = "an end to the war",
            Phrase = new Phrase("الأسبوع المقبل", "ar"),
            Basis =
            [
                new Basis
                {
                    Speaker = "RUS.Ushakov", Via = ["TASS", "AFP"], Report = new string('a', 64), PublishedAt = Noon,
                    StatedAt = Noon.ToUniversalTime().AddTicks(1_234_567), Reliability = Reliability.B, Credibility = 2,
                },
            ],
            Marking = Marking.AMBERSTRICT,
            EmbargoUntil = Noon.AddDays(1),
        },
        new PartyJoined("EGY", "Mediator"),
        new PartyLeft("USA", "withdrawal"),
        new PhaseEntered(Phase.Agreement, "signed"),
        CeasefireProposed with { Summary = "30 days", CounterTo = "p-truce", RespondBy = Date("2025-08-10") },
        new ProposalAnswered("p-ceasefire", "RUS.Ushakov", Answer.AcceptedConditionally, ["no arms", "no mobilisation"]),
        new ProposalClosed("p-ceasefire", Closing.Withdrawn, "USA", "refused"),
        SummitProposed,
        new MeetingScheduled("m-summit", Date(NextWeek), true, ["RUS"], ["d-terms-first"]),
        new MeetingDateConfirmed("m-summit", "USA"),
        new MeetingRescheduled("m-summit", Date("2025-08-16"), true, ["USA"], "weather"),
        new MeetingPostponed("m-summit", "RUS", "manoeuvres"),
        new MeetingCancelled("m-summit", "USA", "hostility"),
        new MeetingReinstated("m-summit", "USA", Date("2025-08-15")),
        new MeetingFormatSet("m-summit", "Trilateral", "Envoy", ["USA", "RUS", "UKR"], "terms"),
        new MeetingHeld("m-istanbul", Date("2025-07-23"), MeetingOutcome.NoAgreement, ["TUR"], "Istanbul", "direct", 3, MeetingKind.TalksRound, ["RUS", "UKR"], "Officials", "Bilateral"),
        new MeetingNotHeld("m-summit", NotHeldReason.NoShow, ["RUS"]),
        new VenueAgreedInPrinciple("m-summit", "Alaska"),
        new VenueDisclosed("m-summit", "Anchorage"),
        new VenueConfirmed("m-summit", "Elmendorf, Anchorage"),
        TermsFirst with { Text = "terms first" },
        new PositionChanged("d-terms-first", PositionChange.Softened, "RUS"),
        FrameworkSigned with { Effective = Date("2025-09"), ContingentOn = ["ratification"], By = ["USA", "RUS"] },
        CeasefireBy8August,
        new DeadlineClosed("t-ceasefire", false),
        new StatementRecorded("s-soon", "USA.Trump", StatementKind.Expectation, "very soon", "en", "قريبا جدا", "Optimistic", Likelihood.RoughlyEvenChance, Date("2025-08-07/.."), ["m-summit"]),
        new FactCorroborated(Fact(2)) { Basis = [new Basis { Speaker = "TASS" }] },
        new DisclosureChanged("m-summit") { Marking = Marking.RED },
        new SubjectErased(Erasure.Words, "00c0ffee1234", Fact(4), "a request under Article 17 GDPR"),
        new RecordCorrected(Fact(3), CorrectionMode.Amended, FrameworkSigned with { Occurred = TheDay }, "a misprint"),
    ];

    public static TheoryData<string> Stored => [.. Language.Events.Keys];

    public static TheoryData<string> Said => [.. Events.Select(Language.NameOf)];

    [Theory]
    [MemberData(nameof(Stored))]
    public void every_event_is_written_as_ever(string name) =>
        Encoding.UTF8.GetString(EventJson.Write(EventJson.Read(name, Encoding.UTF8.GetBytes(Golden(name))))).ShouldBe(Golden(name));

    [Theory]
    [MemberData(nameof(Said))]
    public void and_read_as_ever(string name) =>
        EventJson.Read(name, Encoding.UTF8.GetBytes(Golden(name)))
            .ShouldBe(Events.Single(@event => Language.NameOf(@event) == name) with { Occurred = TheDay });

    [Theory]
    [MemberData(nameof(Stored))]
    public void its_file_has_each_of_its_members(string name)
    {
        var golden = JsonNode.Parse(Golden(name))!.AsObject();
        EventJson.Options.MakeReadOnly(populateMissingResolver: true);
        EventJson.Options.GetTypeInfo(Language.Events[name]).Properties.Select(member => member.Name)
            .Where(member => !Circumstances.Contains(member) && golden[member] is null or JsonArray { Count: 0 })
            .ShouldBeEmpty();
    }

    [Fact]
    public void nothing_that_was_ever_stored_is_forgotten() =>
        Directory.GetFiles(Folder, "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)
            .ShouldBe(Language.Events.Keys.Concat(Upcasts.Known.Names).Order(StringComparer.Ordinal));

    private static readonly HashSet<string> Circumstances =
        [.. typeof(DomainEvent).GetProperties().Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    private static string Golden(string name)
    {
        var file = Path.Combine(Folder, $"{name}.json");
        return File.Exists(file) ? File.ReadAllText(file).TrimEnd('\n')
            : throw new ShouldAssertException($"Golden/{name}.json is missing. With all its members said it is like {Example(name)}");
    }

    private static string Example(string name) =>
        Encoding.UTF8.GetString(EventJson.Write(Generated.Of(Language.Events[name]).Single() with { Occurred = TheDay }));
}
