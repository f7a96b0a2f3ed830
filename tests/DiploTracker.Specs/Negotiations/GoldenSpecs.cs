using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>
/// Events are stored for ever: the bytes of each kind are kept in <c>Golden</c>, in a file named as it is stored. Members
/// that came later have files of their own beside it: <c>deadline-closed.v1+2.json</c>.
/// </summary>
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
        new MeetingPostponed("m-summit", ["RUS"], "manoeuvres"),
        new MeetingCancelled("m-summit", ["USA"], "hostility"),
        new MeetingReinstated("m-summit", "USA", Date("2025-08-15")),
        new MeetingFormatSet("m-summit", "Trilateral", "Envoy", ["USA", "RUS", "UKR"], "terms"),
        new MeetingHeld("m-istanbul", Date("2025-07-23"), MeetingOutcome.NoAgreement, ["TUR"], "Istanbul", "direct", 3, MeetingKind.TalksRound, ["RUS", "UKR"], "Officials", "Bilateral"),
        new MeetingBegun("m-summit", Date("2025-08-15/.."), ["USA", "RUS"]),
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
        new DisclosureChanged("m-summit", "a leak") { Marking = Marking.RED, Recipients = ["alice", "desk"] },
        new DefaultMarkingSet { Marking = Marking.AMBER },
        new NegotiationRestricted(["alice", "desk"], "back channel"),
        new SubjectErased(Erasure.Words, "00c0ffee1234", Fact(4), "a request under Article 17 GDPR"),
        new RecordCorrected(Fact(3), CorrectionMode.Amended, FrameworkSigned with { Occurred = TheDay }, "a misprint"),
    ];

    /// <summary>The same for the members that came later.</summary>
    private static readonly Dictionary<string, DomainEvent> Later = new()
    {
        ["agreement-stage-reached.v1+2"] = new AgreementStageReached("a-framework", AgreementStage.Fulfilled, null, null, [], []),
        ["agreement-stage-reached.v1+title"] = FrameworkSigned with { Title = "Alaska framework" },
        ["negotiation-opened.v1+group"] = Opened with { Parties = [new("USA"), new("FRA", "Mediator", "E3")] },
        ["deadline-closed.v1+2"] = new DeadlineClosed("t-ceasefire", null, DeadlineClosing.CalledOff),
        ["deadline-set.v1+2"] = CeasefireBy8August with { By = "USA", To = ["RUS"] },
        ["meeting-proposed.v1+2"] = SummitProposed with { Through = ["CHE"] },
        ["party-joined.v1+2"] = new PartyJoined("EGY", "Mediator", ["UAR"], "LAS"),
        ["proposal-answered.v1+2"] = new ProposalAnswered("p-ceasefire", "RUS", Answer.Accepted, [], ["CHE"]),
        ["proposal-made.v1+2"] = CeasefireProposed with { Through = ["OMN"] },
        ["agreement-stage-reached.v1+links"] = FrameworkSigned with { Concerns = Links },
        ["deadline-set.v1+links"] = CeasefireBy8August with { Concerns = Links },
        ["position-changed.v1+text"] = new PositionChanged("d-terms-first", PositionChange.Softened, "RUS") { Text = "terms soon" },
        ["position-stated.v1+links"] = TermsFirst with { Concerns = Links },
        ["proposal-made.v1+links"] = CeasefireProposed with { Concerns = Links },
        ["disclosure-changed.v2+parts"] = new DisclosureChanged("m-summit") { Recipients = [], MarkedParts = Parts },
        ["party-joined.v1+disclosure"] = new PartyJoined("EGY", "Mediator")
        {
            Marking = Marking.RED, Recipients = ["alice", "desk"], MarkedParts = Parts,
        },
        ["statement-recorded.v1+act"] = new StatementRecorded("s-strike", null, StatementKind.Act, null, null, null, null, null, null, ["p-ceasefire"])
        {
            By = ["RUS", "Wagner"],
        },
        ["statement-recorded.v1+aspect"] = Denied with { Aspect = Aspect.Place },
        ["meeting-cancelled.v1+2"] = new MeetingCancelled("m-summit", ["USA", "RUS"], null),
        ["meeting-format-set.v1+2"] = new MeetingFormatSet("m-summit", null, null, [], null, "Alaska summit"),
        ["meeting-held.v1+2"] = SummitHeld with { Title = "Alaska summit" },
        ["meeting-postponed.v1+2"] = new MeetingPostponed("m-summit", [], null),
        ["meeting-proposed.v1+3"] = SummitProposed with { Formality = Formality.Convened, Title = "Alaska summit", Agenda = "terms", Given = ["kind", "level"] },
    };

    private static MarkedParts Parts => new([new(FactPart.Basis, Marking.AMBERSTRICT), new(FactPart.Quote, Marking.AMBER)]);

    private static EquatableArray<Link> Links => [new("m-summit"), new("p-truce", "implements")];

    public static TheoryData<string> Stored => [.. Language.Events.Keys];

    public static TheoryData<string> Files => [.. Language.Events.Keys, .. Later.Keys];

    public static TheoryData<string> Said => [.. Events.Select(Language.NameOf), .. Later.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void every_event_is_written_as_ever(string file) =>
        Encoding.UTF8.GetString(EventJson.Write(Read(file))).ShouldBe(Golden(file));

    [Theory]
    [MemberData(nameof(Said))]
    public void and_read_as_ever(string file) =>
        Read(file).ShouldBe((Later.GetValueOrDefault(file) ?? Events.Single(@event => Language.NameOf(@event) == file)) with { Occurred = TheDay });

    [Theory]
    [MemberData(nameof(Stored))]
    public void its_files_have_each_of_its_members(string name)
    {
        var golden = Later.Keys.Where(file => NameOf(file) == name).Prepend(name).Select(file => JsonNode.Parse(Golden(file))!).ToList();
        EventJson.Options.MakeReadOnly(populateMissingResolver: true);
        EventJson.Options.GetTypeInfo(Language.Events[name]).Properties.Select(member => member.Name)
            .Where(member => !Circumstances.Contains(member) && golden.TrueForAll(file => file[member] is null or JsonArray { Count: 0 }))
            .ShouldBeEmpty();
    }

    [Fact]
    public void nothing_that_was_ever_stored_is_forgotten() =>
        Directory.GetFiles(Folder, "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)
            .ShouldBe(Language.Events.Keys.Concat(Upcasts.Known.Names).Concat(Later.Keys).Order(StringComparer.Ordinal));

    private static readonly HashSet<string> Circumstances =
        [.. typeof(DomainEvent).GetProperties().Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))];

    private static DomainEvent Read(string file) => EventJson.Read(NameOf(file), Encoding.UTF8.GetBytes(Golden(file)));

    private static string NameOf(string file) => file.Split('+')[0];

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
