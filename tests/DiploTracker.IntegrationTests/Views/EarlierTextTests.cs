using System.Runtime.Versioning;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>Texts that earlier versions accepted stop no view.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EarlierTextTests(ViewsFixture server)
{
    private static readonly Random Chance = new(20250815);

    private static readonly string Page = string.Concat(Enumerable.Range(0, 2_700).Select(_ => (char)Chance.Next(0x4E00, 0x9FFF)));

    [Fact]
    public async Task a_noncharacter_and_a_speaker_as_long_as_a_page_of_an_earlier_build_are_shown_and_searched()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), ViewsNode.Opening("n-three"));
        await node.RecordUncheckedAsync("n-one", new RecordStatement("s-1", "RUS", StatementKind.Claim, Quote: "peace a\ufffe") { Occurred = Edtf.Parse("2025-02-01") });
        await node.RecordUncheckedAsync("n-one", new RecordStatement("s-2", Page, StatementKind.Expectation, Quote: "peace", Expects: Edtf.Parse("2025-03-01")) { Occurred = Edtf.Parse("2025-02-01") });
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1, "n-three"));

        (await node.ReadAsync("/api/statements?q=peace")).Ids.ShouldBe(["n-one/s-1", "n-one/s-2"], ignoreOrder: true);
        (await node.ReadAsync("/api/forecasts")).Body["missing"].ShouldBeNull();
        (await node.ReadAsync("/api/meetings")).Ids.ShouldContain("n-three/m-one");
        await IsVerifiedAsync(node);
    }

    [Fact]
    public async Task a_party_as_long_as_a_page_of_an_earlier_build_stops_no_other_negotiation()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-two"), ViewsNode.Opening("n-three"));
        await node.ReadAsync("/api/meetings");
        await node.RecordUncheckedAsync("n-two", new AddParty(Page) { Occurred = Edtf.Parse("2025-08-02") });
        await node.RecordUncheckedAsync("n-two", new RecordMeetingHeld("m-1", Edtf.Parse("2025-08-03"), MeetingOutcome.Progress, Kind: MeetingKind.Call, Participants: [Page, "USA"]) { Occurred = Edtf.Parse("2025-08-03") });
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1, "n-three"));

        (await node.ReadAsync("/api/meetings")).Ids.ShouldContain("n-three/m-one");
        (await node.ReadAsync("/api/actors/USA/diary")).Status.ShouldBe(200);
        await node.RecordAsync("""{"negotiation":"n-two","command":"EnterPhase","phase":"Agreement","occurred":"2025-08-09"}"""); // it still takes facts
        (await node.GetAsync("/api/negotiations/n-two")).Status.ShouldBe(200);
        await IsVerifiedAsync(node);
    }

    /// <summary>Once it is sealed.</summary>
    private static Task IsVerifiedAsync(ViewsNode node) => ViewsNode.EventuallyAsync(
        async () => (await node.GetAsync("/api/audit/verify")).Body["valid"]!.GetValue<bool>(), "the log is valid");
}
