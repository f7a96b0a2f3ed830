using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Commands as they are sent.</summary>
public sealed class CommandJsonSpecs
{
    private static T Read<T>(string json) where T : Command
    {
        var (command, refusal) = CommandJson.Read(typeof(T), Encoding.UTF8.GetBytes(json));
        refusal?.Detail.ShouldBeNull();
        return command.ShouldBeOfType<T>();
    }

    [Fact]
    public void a_command_is_a_flat_object_with_the_circumstances_of_the_fact() =>
        Read<ScheduleMeeting>("""
            { "meeting": "m-summit", "when": "[2025-08-11..2025-08-17]", "tentative": true,
              "occurred": "2025-08-07", "phrase": { "text": "الأسبوع المقبل", "language": "ar" },
              "basis": [{ "speaker": "RUS.Ushakov", "via": ["Russian agencies"], "reliability": "B", "credibility": 2, "publishedAt": "2025-08-07T12:00:00+03:00" }],
              "marking": "AMBER+STRICT", "embargoUntil": "2025-08-08T00:00Z" }
            """).ShouldBe(new ScheduleMeeting("m-summit", Date(NextWeek), Tentative: true)
            {
                Occurred = Date("2025-08-07"),
                Phrase = new Phrase("الأسبوع المقبل", "ar"),
                Basis =
                [
                    new Basis
                    {
                        Speaker = "RUS.Ushakov",
                        Via = ["Russian agencies"],
                        Reliability = Reliability.B,
                        Credibility = 2,
                        PublishedAt = DateTimeOffset.Parse("2025-08-07T12:00:00+03:00"),
                    },
                ],
                Marking = Marking.AMBERSTRICT,
                EmbargoUntil = DateTimeOffset.Parse("2025-08-08T00:00:00Z"),
            });

    /// <summary>The usual way of writing a time is read without trying others: it must give what they give.</summary>
    [Theory]
    [InlineData("2025-08-07T12:00:00Z", true)]
    [InlineData("2025-08-07T12:00:00.1Z", true)]
    [InlineData("2025-08-07T12:00:00.1234567Z", true)]
    [InlineData("2025-08-07T12:00Z", true)]
    [InlineData("2025-08-07t12:00:00z", true)]
    [InlineData("2025-08-07T12:00:00.5+03:00", true)]
    [InlineData("2025-08-07T12:00-05:30", true)]
    [InlineData("2025-08-07T12:00:00.12345678Z", true)]
    [InlineData("2025-08-07T12:00:00.123456789123456789-05:30", true)]
    [InlineData("2025-08-07T12:00:00.12345678x9Z", false)]
    [InlineData("2025-08-07T24:00:00Z", false)]
    [InlineData("2025-08-07T23:59:60Z", false)]
    [InlineData("2025-02-30T12:00:00Z", false)]
    [InlineData("2025-08-07T12:00:00", false)]
    [InlineData("2025-08-07 12:00:00Z", false)]
    [InlineData("2025-08-07", false)]
    [InlineData("2025-08-07T12:00:00.Z", true)]
    public void a_time_has_its_offset_and_any_number_of_digits_of_a_second(string text, bool isOne)
    {
        Rfc3339JsonConverter.TryParse(text, out var time).ShouldBe(isOne);
        var json = JsonSerializer.Serialize(text);
        if (isOne)
            JsonSerializer.Deserialize<DateTimeOffset>(json, EventJson.Options).EqualsExact(time).ShouldBeTrue();
        else
            Should.Throw<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, EventJson.Options));
    }

    [Fact]
    public void what_is_left_out_or_null_is_absent() =>
        Read<ScheduleMeeting>("""{ "meeting": "m-summit", "when": "2025-08-15", "confirmedBy": null, "basis": null, "phrase": null, "occurred": null }""")
            .ShouldBe(new ScheduleMeeting("m-summit", Date("2025-08-15")));

    [Fact]
    public void a_list_that_is_given_empty_is_not_one_that_is_left_out()
    {
        Read<RecordAgreementStage>("""{ "id": "a-1", "stage": "Signed", "contingentOn": [] }""").ContingentOn.IsGiven.ShouldBeTrue();
        Read<RecordAgreementStage>("""{ "id": "a-1", "stage": "Signed", "contingentOn": null }""").ContingentOn.IsGiven.ShouldBeFalse();
        Read<RecordAgreementStage>("""{ "id": "a-1", "stage": "Signed" }""").ContingentOn.IsGiven.ShouldBeFalse();
    }

    [Fact]
    public void so_with_a_parked_command_also_of_an_earlier_version()
    {
        static bool IsGiven(byte[] json) =>
            ((RecordAgreementStage)CommandJson.Read(typeof(RecordAgreementStage), json, values: null)).ContingentOn.IsGiven;
        var stage = new RecordAgreementStage("a-1", AgreementStage.Signed);

        IsGiven(CommandJson.Write(stage, values: null!)).ShouldBeFalse();
        IsGiven(CommandJson.Write(stage with { ContingentOn = [] }, values: null!)).ShouldBeTrue();
        IsGiven(CommandJson.Write(stage with { ContingentOn = ["ratification"] }, values: null!)).ShouldBeTrue();
        IsGiven("""{"id":"a-1","stage":"Signed","contingentOn":[],"by":[],"basis":[]}"""u8.ToArray()).ShouldBeFalse();
    }

    /// <summary>The hash of a request is that of its JSON: a request has the hash that it had before there was the list.</summary>
    [Fact]
    public void a_list_that_came_later_is_left_out_of_the_json_unless_it_was_given()
    {
        JsonSerializer.Serialize(new SetDeadline("t-1", Date("2025-08-08")), CommandJson.Options)
            .ShouldBe("""{"id":"t-1","when":"2025-08-08","basis":[]}""");
        JsonSerializer.Serialize(new SetDeadline("t-1", Date("2025-08-08"), To: ["RUS"]), CommandJson.Options).ShouldContain("\"to\":[\"RUS\"]");
        JsonSerializer.Serialize(new RecordAgreementStage("a-1", AgreementStage.Signed), CommandJson.Options).ShouldContain("\"contingentOn\":[]");
    }

    [Fact]
    public void a_single_basis_need_not_stand_in_a_list() =>
        Read<Corroborate>($$"""{ "fact": "{{Fact(2)}}", "basis": { "speaker": "TASS" } }""")
            .ShouldBe(new Corroborate(Fact(2)) { Basis = [new Basis { Speaker = "TASS" }] });

    [Fact]
    public void who_postpones_or_cancels_is_one_text_a_list_or_nobody()
    {
        Read<PostponeMeeting>("""{ "meeting": "m-summit", "by": "RUS" }""").ShouldBe(new PostponeMeeting("m-summit", ["RUS"]));
        Read<CancelMeeting>("""{ "meeting": "m-summit", "by": "RUS" }""").ShouldBe(new CancelMeeting("m-summit", ["RUS"]));
        Read<CancelMeeting>("""{ "meeting": "m-summit", "by": ["USA", "RUS"] }""").ShouldBe(new CancelMeeting("m-summit", ["USA", "RUS"]));
        Read<PostponeMeeting>("""{ "meeting": "m-summit" }""").ShouldBe(new PostponeMeeting("m-summit"));
    }

    [Fact]
    public void a_party_is_an_object_or_a_short_text() =>
        Read<OpenNegotiation>("""
            { "key": "ukraine-2025", "title": "Peace", "parties": ["USA:Mediator", "RUS", { "code": "UKR" }, { "code": "TUR", "role": "Host", "memberOf": "OTS" }] }
            """).Parties.ShouldBe([new("USA", "Mediator"), new("RUS", "Principal"), new("UKR", "Principal"), new("TUR", "Host", "OTS")]);

    [Fact]
    public void a_bad_date_and_an_unknown_word_are_left_to_the_rules()
    {
        Read<ScheduleMeeting>("""{ "meeting": "m-summit", "when": "soon" }""").When.Error.ShouldNotBeNull();
        Read<EnterPhase>("""{ "phase": "Warmup" }""").Phase.IsKnown.ShouldBeFalse();
    }

    [Fact]
    public void the_offset_of_a_time_is_kept() =>
        Read<EnterPhase>("""{ "phase": "Agreement", "embargoUntil": "2025-08-07t12:00:00.1234567+03:00" }""").EmbargoUntil!.Value
            .ToString("O").ShouldBe("2025-08-07T12:00:00.1234567+03:00");

    [Theory]
    [InlineData("ProposeSummit", "propose-summit")]
    [InlineData("AgreeVenueInPrinciple", "agree-venue-in-principle")]
    public void commands_are_known_by_name_and_by_route(string name, string route) =>
        Language.Routes[route].ShouldBe(Language.Commands[name]);
}
