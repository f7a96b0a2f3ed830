using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>Proposals, agreements, deadlines and corrections, as a client sees them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SubstanceTests(TrackerFixture tracker)
{
    [Fact]
    public async Task an_agreement_shows_who_has_signed_it_and_who_accedes()
    {
        var key = await OpenedAsync();
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Announced","type":"Ceasefire","by":["USA","RUS"],"occurred":"2025-08-01"}""");
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Signed","by":["USA"],"occurred":"2025-08-02"}""");
        (await OnlyAsync(key, "agreements"))["parties"]!.ToJsonString().ShouldBe("""{"USA":"Signed","RUS":"Announced"}""");

        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"InForce","by":["USA","RUS"],"occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Signed","by":["UKR"],"occurred":"2025-08-04"}""");
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Suspended","by":["RUS"],"occurred":"2025-08-05"}""");
        var agreement = await OnlyAsync(key, "agreements");
        agreement["parties"]!.ToJsonString().ShouldBe("""{"USA":"InForce","RUS":"InForce","UKR":"Signed"}""");
        agreement["suspendedBy"]!.ToJsonString().ShouldBe("""["RUS"]""");
        ((bool)agreement["inForce"]!).ShouldBeTrue();
        ((string?)agreement["stage"]).ShouldBe("Suspended");
    }

    [Fact]
    public async Task an_empty_list_of_conditions_clears_them()
    {
        var key = await OpenedAsync();
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Signed","type":"Truce","contingentOn":["ratification"],"occurred":"2025-08-01"}""");
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Signed","occurred":"2025-08-02"}""");
        (await OnlyAsync(key, "agreements"))["contingentOn"]!.ToJsonString().ShouldBe("""["ratification"]""");

        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Signed","contingentOn":[],"occurred":"2025-08-03"}""");
        (await OnlyAsync(key, "agreements"))["contingentOn"]!.ToJsonString().ShouldBe("[]");
    }

    [Fact]
    public async Task a_deadline_of_two_days_is_narrowed_and_called_off()
    {
        var key = await OpenedAsync();
        await tracker.Api.DoneAsync(key, "set-deadline", """{"id":"t-1","when":"[2019-04-12,2019-05-22]","by":"USA","to":["RUS"],"occurred":"2019-03-21"}""");
        await tracker.Api.DoneAsync(key, "set-deadline", """{"id":"t-1","when":"2019-04-12","occurred":"2019-03-29"}""");
        var deadline = await OnlyAsync(key, "deadlines");
        ((string?)deadline["when"], (int)deadline["extensions"]!, (string?)deadline["by"]).ShouldBe(("2019-04-12", 0, "USA"));
        (await tracker.Api.DoAsync(key, "close-deadline", """{"id":"t-1","met":false,"occurred":"2019-04-11"}""")).ShouldBeProblem(409, "deadline-not-passed");

        await tracker.Api.DoneAsync(key, "close-deadline", """{"id":"t-1","how":"CalledOff","occurred":"2019-04-11"}""");
        ((string?)(await OnlyAsync(key, "deadlines"))["status"]).ShouldBe("CalledOff");
    }

    [Fact]
    public async Task an_amendment_of_the_date_alone_keeps_all_else_and_the_answer_shows_it()
    {
        var key = await OpenedAsync();
        var fact = (await tracker.Api.DoneAsync(key, "propose-meeting",
            """{"id":"m-1","by":["USA"],"to":["RUS"],"kind":"TalksRound","format":"Shuttle","formality":"Floated","participants":["USA","RUS","UKR"],"occurred":"2025-08-02"}""")).EventId;
        var body = $$$"""{"fact":"{{{fact}}}","mode":"Amended","reason":"a misprint","replacement":{"occurred":"2025-08-03"}}""";
        var once = ("Idempotency-Key", Guid.NewGuid().ToString());

        var answer = await tracker.Api.DoAsync(key, "correct", body, once);
        answer.Status.ShouldBe(200, answer.Text);
        var corrected = answer["events"]![0]!["corrected"]!;
        ((string?)corrected["fact"]).ShouldBe(fact);
        corrected["fields"]!["occurred"]!.ToJsonString().ShouldBe("""{"before":"2025-08-02","after":"2025-08-03"}""");
        corrected["fields"]!["format"]!.ToJsonString().ShouldBe("""{"before":"Shuttle","after":"Shuttle"}""");
        (await tracker.Api.DoAsync(key, "correct", body, once)).Text.ShouldBe(answer.Text);

        var meeting = await OnlyAsync(key, "meetings");
        ((string?)meeting["kind"], (string?)meeting["status"], meeting["participants"]!.AsArray().Count).ShouldBe(("TalksRound", "Floated", 3));
    }

    [Fact]
    public async Task the_answer_to_a_correction_withholds_what_is_under_embargo()
    {
        var key = await OpenedAsync();
        var fact = (await tracker.Api.DoneAsync(key, "record-statement",
            """{"id":"s-1","speaker":"RUS.Ushakov","kind":"Claim","quote":"the secret","embargoUntil":"2099-01-01T00:00:00Z","occurred":"2025-08-02"}""")).EventId;

        var answer = await tracker.Api.DoneAsync(key, "correct", $$$"""{"fact":"{{{fact}}}","mode":"Amended","reason":"a misprint","replacement":{"quote":"another secret"}}""");
        answer["events"]![0]!["corrected"]!["fields"]!["id"]!["after"]!.ToString().ShouldBe("s-1");
        answer.Text.ShouldNotContain("secret");
        answer.Text.ShouldNotContain("Ushakov");
    }

    [Fact]
    public async Task a_list_given_empty_is_parked_as_such()
    {
        var key = await OpenedAsync();
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Announced","type":"Truce","contingentOn":["ratification"],"occurred":"2025-08-01"}""");
        (await tracker.Api.DoAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Extended","contingentOn":[],"occurred":"2025-08-03"}""", ("Prefer", "respond-async")))
            .Status.ShouldBe(202);
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"Signed","occurred":"2025-08-02"}""");

        var agreement = await OnlyAsync(key, "agreements");
        ((string?)agreement["stage"], agreement["contingentOn"]!.AsArray().Count).ShouldBe(("Extended", 0));
    }

    private async Task<string> OpenedAsync()
    {
        var key = Api.NewKey();
        (await tracker.Api.PostAsync("/api/negotiations", $$"""{"key":"{{key}}","title":"Talks","parties":["USA","RUS","UKR"],"occurred":"2019-01-01"}""")).Status.ShouldBe(201);
        return key;
    }

    private async Task<JsonNode> OnlyAsync(string key, string things) =>
        (await tracker.Api.StatusAsync(key))[things]!.AsArray().ShouldHaveSingleItem()!;
}
