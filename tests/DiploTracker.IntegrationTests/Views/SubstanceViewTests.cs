using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>The boards of proposals, agreements and deadlines: owed, settled, due.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SubstanceViewTests(ViewsFixture server)
{
    [Fact]
    public async Task who_countered_owes_nothing_and_the_age_stops_when_the_counter_is_accepted()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            Line("MakeProposal", """ "id":"p-1","by":["USA"],"to":["RUS","UKR"],"about":"Terms","through":["OMN"],"occurred":"2025-08-03T10:00Z" """),
            Line("MakeProposal", """ "id":"p-2","by":["RUS"],"to":["USA"],"about":"Terms","counterTo":"p-1","occurred":"2025-08-04T10:00Z" """));
        (await node.ReadAsync("/api/proposals?owedBy=RUS")).Items.ShouldBeEmpty();
        (await node.ReadAsync("/api/proposals?owedBy=UKR&through=OMN")).Items.Count.ShouldBe(1);

        await node.RecordAsync(Line("AnswerProposal", """ "id":"p-2","by":"USA","answer":"Accepted","occurred":"2025-08-05T10:00Z" """));
        (await node.ReadAsync("/api/proposals?owed=true")).Items.ShouldBeEmpty();
        (await node.ReadAsync("/api/proposals")).Items
            .ConvertAll(item => ((string?)item["id"], (string?)item["status"], (string?)item["settled"], (long?)item["age"]))
            .ShouldBe([("p-1", "Countered", "2025-08-05T10:00Z", 2 * 86_400), ("p-2", "Accepted", "2025-08-05T10:00Z", 86_400)]);
    }

    [Fact]
    public async Task an_agreement_is_overdue_once_its_effective_date_has_passed()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            Line("RecordAgreementStage", """ "id":"a-1","stage":"Signed","type":"Truce","by":["USA"],"effective":"2025-08-10","occurred":"2025-08-03" """),
            Line("RecordAgreementStage", """ "id":"a-2","stage":"Signed","type":"Truce","by":["USA"],"effective":"2999","occurred":"2025-08-03" """),
            Line("RecordAgreementStage", """ "id":"a-3","stage":"InForce","type":"Truce","effective":"2025-08-03","occurred":"2025-08-03" """));
        (await IdsAsync("/api/agreements?overdue=true")).ShouldBe(["a-1"]);
        (await node.ReadAsync("/api/agreements")).Items.ConvertAll(item => (bool)item["overdue"]!).ShouldBe([true, false, false]);
        (await IdsAsync("/api/agreements?inForce=true")).ShouldBe(["a-3"]);

        await node.RecordAsync(
            Line("RecordAgreementStage", """ "id":"a-1","stage":"Lapsed","occurred":"2025-08-11" """),
            Line("RecordAgreementStage", """ "id":"a-3","stage":"Suspended","by":["RUS"],"occurred":"2025-08-11" """));
        (await IdsAsync("/api/agreements?overdue=true")).ShouldBeEmpty();
        (await IdsAsync("/api/agreements?ended=true")).ShouldBe(["a-1"]);
        (await IdsAsync("/api/agreements?suspendedBy=RUS&inForce=true")).ShouldBe(["a-3"]);

        async Task<List<string?>> IdsAsync(string path) => (await node.ReadAsync(path)).Items.ConvertAll(item => (string?)item["id"]);
    }

    [Fact]
    public async Task a_deadline_called_off_is_not_overdue()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            Line("SetDeadline", """ "id":"t-1","when":"2025-08","by":"USA","to":["RUS"],"occurred":"2025-08-01" """),
            Line("SetDeadline", """ "id":"t-1","when":"2025-08-08","occurred":"2025-08-02" """));
        var deadline = (await node.ReadAsync("/api/deadlines?overdue=true&for=RUS&from=2025-08-01&to=2025-08-31&extended=false")).Items.ShouldHaveSingleItem();
        ((string?)deadline["when"], (string?)deadline["before"]![0], (string?)deadline["by"]).ShouldBe(("2025-08-08", "2025-08", "USA"));

        await node.RecordAsync(Line("CloseDeadline", """ "id":"t-1","how":"CalledOff","occurred":"2025-08-07" """));
        (await node.ReadAsync("/api/deadlines?overdue=true")).Items.ShouldBeEmpty();
        (await node.ReadAsync("/api/deadlines?status=CalledOff")).Items.Count.ShouldBe(1);
    }

    private static string Line(string command, string fields) => $$"""{"negotiation":"n-one","command":"{{command}}",{{fields}}}""";
}
